// The document is read with a real parser, and held against what consumers of JUnit XML expect.
import assert from 'node:assert/strict';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { renderJunit } from '../../../scripts/report/junit.js';
import { audit, audited, cell, failed, report, skipped } from './sample.js';

/** The root of the document; throws when it is not well formed. */
function parse(text: string): Element {
  const onError = (level: string, message: string) => {
    if (level !== 'warning') assert.fail(message);
  };
  const { documentElement } = new DOMParser({ onError }).parseFromString(text, 'text/xml');
  assert.ok(documentElement);
  return documentElement;
}

const all = (element: Element, name: string): Element[] => [...element.getElementsByTagName(name)];
const children = (element: Element): Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
const names = (element: Element) => children(element).map(({ tagName }) => tagName);

/** Element names and attributes are those of the schema that Jenkins publishes for the format. */
function checkStructure(root: Element): void {
  assert.equal(root.tagName, 'testsuites');
  for (const suite of children(root)) {
    assert.equal(suite.tagName, 'testsuite');
    assert.match(suite.getAttribute('timestamp') ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    const [properties, ...tests] = children(suite);
    assert.equal(properties?.tagName, 'properties');
    for (const test of tests) {
      assert.equal(test.tagName, 'testcase');
      for (const name of ['classname', 'name']) assert.ok(test.getAttribute(name));
      assert.match(test.getAttribute('time') ?? '0.000', /^\d+\.\d{3}$/);
      assert.match(names(test).join(' '), /^(failure|skipped)? ?(system-out)?$/);
    }
  }
  for (const element of [root, ...children(root)]) {
    const count = (name: string) => String(all(element, name).length);
    assert.equal(element.getAttribute('tests'), count('testcase'));
    assert.equal(element.getAttribute('failures'), count('failure'));
    assert.equal(element.getAttribute('skipped'), count('skipped'));
    assert.equal(element.getAttribute('errors'), '0');
  }
}

describe('scripts/report/junit', () => {
  it('renderJunit() has a suite for each cell, with its time, and one for audits', () => {
    const root = parse(renderJunit(report()));
    checkStructure(root);
    assert.deepEqual(
      children(root).map((suite) => [suite.getAttribute('name'), suite.getAttribute('time')]),
      [
        ['arith on linux-x64 (env, v8, node 22.1.0)', '0.120'],
        ['arith on linux-x64 (file, v8, node 22.1.0)', '0.120'],
        ['arith on darwin-x64 (env, v8, node 22.1.0)', '0.000'],
        ['exports on linux-x64 (system, v8, node 22.1.0)', '0.000'],
        ['audit', '0.000'],
      ],
    );
    assert.equal(root.getAttribute('time'), '0.240');
  });

  it('renderJunit() says as properties where a cell ran, and by which plugkit', () => {
    const sample = report([cell()]);
    const { toolVersion } = sample;
    const root = parse(renderJunit(sample));
    const properties = (suite: Element) =>
      all(suite, 'property').map((element) => [
        element.getAttribute('name'),
        element.getAttribute('value'),
      ]);
    assert.deepEqual(children(root).map(properties), [
      [
        ['plugkit', toolVersion],
        ['target', 'linux-x64'],
        ['engine', 'v8'],
        ['path', 'env'],
        ['node', '22.1.0'],
      ],
      [['plugkit', toolVersion]],
    ]);
  });

  it('renderJunit() has a test case for each of a cell, and one for the cell, which has the time', () => {
    const root = parse(renderJunit(report([cell(), failed])));
    checkStructure(root);
    assert.deepEqual(
      all(root, 'testcase')
        .map((element) => [element.getAttribute('name'), element.getAttribute('time')])
        .slice(0, 5),
      [
        ['add (env, v8, node 22.1.0)', null],
        ['the cell (env, v8, node 22.1.0, level 3)', '0.120'],
        ['add (file, v8, node 22.1.0)', null],
        ['divide (file, v8, node 22.1.0)', null],
        ['the cell (file, v8, node 22.1.0, level 3)', '0.120'],
      ],
    );
  });

  it('renderJunit() tells failures with their reason, machine, output and the command to run them again', () => {
    const root = parse(renderJunit(report([failed])));
    const [failure, ...others] = all(root, 'failure');
    assert.deepEqual(others, []);
    assert.equal(failure?.getAttribute('message'), 'returned (7), expected (8)');
    assert.equal(failure?.getAttribute('type'), 'CASE_FAILED');
    assert.equal(
      failure?.textContent,
      'returned (7), expected (8)\non builder\nagain: plugkit test arith --target linux-x64 --path file --node 22.1.0 --case divide',
    );
    assert.equal(all(root, 'system-out')[0]?.textContent, 'the last words');
  });

  it('renderJunit() fails the cell itself where no test case did, and where it is undecided', () => {
    const crashed = cell({ state: 'failed', code: 'PLUGIN_CRASHED', reason: 'ended by SIGSEGV' });
    const lost = cell({
      state: 'undecided',
      code: 'CELL_UNDECIDED',
      reason: 'lost',
      cases: [],
      path: 'file',
    });
    const failures = all(parse(renderJunit(report([crashed, lost]))), 'failure');
    assert.deepEqual(
      failures.map((failure) => [failure.getAttribute('type'), failure.getAttribute('message')]),
      [
        ['PLUGIN_CRASHED', 'ended by SIGSEGV'],
        ['CELL_UNDECIDED', 'lost'],
      ],
    );
  });

  it('renderJunit() tells cells that did not run as skipped, with their reason', () => {
    const root = parse(renderJunit(report([cell(), audited, skipped])));
    assert.deepEqual(
      all(root, 'skipped').map((element) => element.getAttribute('message')),
      ['not run here', 'no mount namespace'],
    );
    assert.equal(root.getAttribute('failures'), '0');
  });

  it('renderJunit() fails an artefact whose audit failed', () => {
    const finding = { check: 'glibc', level: 'fail', message: 'too new', fix: 'Use 2.28' } as const;
    const root = parse(
      renderJunit(report([], undefined, [audit({ verdict: 'fail', findings: [finding] })])),
    );
    checkStructure(root);
    assert.equal(all(root, 'failure')[0]?.getAttribute('message'), 'glibc: too new');
  });

  it('renderJunit() stays well formed whatever a plug-in writes, and loses nothing readable', () => {
    const nasty = `</system-out>]]><x a='"'> & \u001b[31mred\u001b[0m \u0000\u0008 \ud800 \ufffe é 😀`;
    const broken = cell({ plugin: nasty, state: 'failed', reason: nasty, output: nasty });
    const root = parse(renderJunit(report([broken])));
    checkStructure(root);
    const readable = /<\/system-out>\]\]><x a='"'> & .*red.* é 😀/;
    assert.match(all(root, 'system-out')[0]?.textContent ?? '', readable);
    assert.match(all(root, 'failure')[0]?.getAttribute('message') ?? '', readable);
  });
});
