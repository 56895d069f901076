// What commands do when there is nothing to do, when a part of what was asked for is wrong, and what they
// take for a project: as processes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentTarget, type Target } from '../../../loader/target.js';
import type { BuildResult } from '../../../scripts/compile/build.js';
import type { AuditedFile, MatrixReport } from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { oneSource, smallManifest, writePlugin } from '../../support/small-plugin.js';
import { audit, cell, report, run } from '../report/sample.js';

const here = (currentTarget() as Target).id;

describe('what commands select', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-select-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function add(folder: string, name: string, changes?: object, files: object = {}): void {
    const tests = [{ name: 'is one', module: 'one', call: 'one', returns: [{ i32: 1 }] }];
    const manifest = smallManifest(name, { tests, ...changes });
    writePlugin(join(root, folder), manifest, { 'plugin.c': oneSource(name), ...files });
  }

  function plugkit(args: readonly string[], cwd = root, env: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [projectPath('lib/scripts/cli.js'), ...args, '--json'],
      { cwd, encoding: 'utf8', env: { ...process.env, ...env } },
    );
    assert.notEqual(stdout, '', stderr);
    return { status, data: JSON.parse(stdout), stderr };
  }

  const target = ['--target', here];
  const build = (...args: string[]) => {
    const { status, data } = plugkit(['build', ...target, ...args]);
    return { status, results: data.results as BuildResult[] };
  };
  const test = (...args: string[]) => {
    const all = ['test', ...target, '--path', 'file', ...args];
    const { status, data } = plugkit(all);
    return { status, report: data as MatrixReport };
  };

  it('nothing is no success: exit status 2, and what was looked for', () => {
    const empty = report([]);
    writeFileSync(join(root, 'empty.json'), JSON.stringify(empty));
    mkdirSync(join(root, 'nothing'));
    for (const [args, code, what] of [
      [['build'], 'NOTHING_SELECTED', /plugins/],
      [['test'], 'NOTHING_SELECTED', /plugins/],
      [['build', '--verify'], 'NOTHING_SELECTED', /plugins/],
      [['build', '--plugins', 'nothing'], 'NOTHING_SELECTED', /no folder in it has a plugin\.json/],
      [['test', '--plugins', 'nothing'], 'NOTHING_SELECTED', /no folder in it has a plugin\.json/],
      [['audit', 'nothing'], 'NO_LIBRARY_FOUND', /holds no shared library/],
      [['report', 'merge', 'empty.json'], 'NOTHING_SELECTED', /no cell/],
      [['report', 'render', 'empty.json'], 'NOTHING_SELECTED', /no cell/],
    ] as const) {
      const { status, data } = plugkit(args);
      assert.equal(data.error.code, code, args.join(' '));
      assert.match(data.error.message, what);
      assert.equal(status, 2, args.join(' '));
    }
  });

  it('a wrong plugin.json fails alone', () => {
    add('plugins/good_one', 'good_one');
    add('plugins/wrong', 'wrong', { version: 1 });
    const built = build();
    assert.deepEqual(
      built.results.map(({ name, state }) => [name, state]),
      [
        ['good_one', 'built'],
        ['wrong', 'failed'],
      ],
    );
    assert.match(built.results[1]?.log ?? '', /^MANIFEST_INVALID: .*\/version is 1/);
    assert.equal(built.status, 1);
    assert.equal(build('good_one').status, 0);

    const tested = test();
    assert.deepEqual(
      tested.report.cells.map(({ plugin, state, code }) => [plugin, state, code]),
      [
        ['good_one', 'passed', null],
        ['wrong', 'failed', 'MANIFEST_INVALID'],
      ],
    );
    assert.equal(tested.status, 1);
    assert.equal(test('good_one').status, 0);
    assert.equal(plugkit(['test', 'wrong', ...target]).status, 2);
  });

  it('a guest that is no WebAssembly fails the cells of its plug-in', () => {
    add('plugins/good', 'good');
    const tests = [{ name: 'runs', guest: 'g/bad.wat', call: 'run', returns: [] }];
    add('plugins/bad', 'bad', { tests }, { 'g/bad.wat': '(module\n  (func (result i32)))' });
    const { status, report } = test();
    assert.deepEqual(
      report.cells.map(({ plugin, state, code }) => [plugin, state, code]),
      [
        ['bad', 'failed', 'BUILD_FAILED'],
        ['good', 'passed', null],
      ],
    );
    assert.match(report.cells[0]?.reason ?? '', /bad\.wat:2:/);
    assert.equal(status, 1);
  });

  it('guests of one name in two folders are two', () => {
    const guest = (value: number) => `(module (import "one" "one" (func (result i32)))
      (func (export "run") (result i32) (i32.add (call 0) (i32.const ${value}))))`;
    const tests = [1, 2].map((value) => ({
      name: `adds ${value}`,
      guest: `g${value}/run.wat`,
      call: 'run',
      returns: [{ i32: value + 1 }],
    }));
    const files = { 'g1/run.wat': guest(1), 'g2/run.wat': guest(2) };
    add('plugins/both', 'both', { tests }, files);
    assert.equal(test().status, 0);
  });

  it('a plugin.json in the working directory is a project of one, built once', () => {
    add('.', 'single');
    assert.deepEqual(
      build().results.map(({ name, state }) => [name, state]),
      [['single', 'built']],
    );
    const { status, report } = test();
    assert.equal(status, 0);
    assert.deepEqual(
      report.cells.map(({ plugin }) => plugin),
      ['single'],
    );
    assert.equal(build().results[0]?.state, 'up-to-date');
  });

  it('--case runs the test cases of such names, and the command to run a failure again works', () => {
    const tests = ["it's one", 'is two', 'is (three), too'].map((name, index) => ({
      name,
      module: 'one',
      call: 'one',
      returns: [{ i32: index + 1 }],
    }));
    add('plugins/cased', 'cased', { tests });
    const casesOf = (...args: string[]) =>
      test(...args).report.cells[0]?.cases.map(({ name }) => name);
    assert.deepEqual(casesOf('--case', "it's*"), ["it's one"]);
    assert.deepEqual(casesOf('--case', '*one,is two'), ["it's one", 'is two']);
    assert.deepEqual(casesOf('--case', 'is (three), too'), ['is (three), too']);
    assert.deepEqual(casesOf('--case', 'is two', '--level', '6'), ['is two']);
    const { status, data } = plugkit(['test', ...target, '--case', 'none']);
    assert.deepEqual([status, data.error.code], [2, 'NOTHING_SELECTED']);

    const { stdout } = spawnSync(
      process.execPath,
      [projectPath('lib/scripts/cli.js'), 'test', ...target, '--path', 'file'],
      { cwd: root, encoding: 'utf8' },
    );
    const [, again = ''] = /again: plugkit (.*)/.exec(stdout) ?? [];
    assert.match(again, /--case 'is two'$/);
    if (process.platform === 'win32') return;
    const command = `"${process.execPath}" "${projectPath('lib/scripts/cli.js')}" ${again} --json`;
    const once = spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
    const [only] = (JSON.parse(once.stdout) as MatrixReport).cells;
    assert.deepEqual(
      only?.cases.map(({ name, state }) => [name, state]),
      [['is two', 'failed']],
    );
  });

  it('tells GitHub by itself, and the table comes also where a report cannot be written', () => {
    add('plugins/wrong', 'wrong', {
      tests: [{ name: 'is two', module: 'one', call: 'one', returns: [{ i32: 2 }] }],
    });
    const summary = join(root, 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stderr, status } = plugkit(['test', ...target, '--path', 'file'], root, env);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^::error title=.*wrong.*::CASE_FAILED: .*returned \(1\), expected \(2\)/m,
    );
    assert.match(readFileSync(summary, 'utf8'), /## Plug-in matrix/);

    const nowhere = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: root };
    const again = plugkit(['test', ...target, '--path', 'file', '--report', 'r.md'], root, nowhere);
    assert.equal(again.status, 3);
    assert.match(again.stderr, /FILE_UNWRITABLE: Cannot write the summary/);
    assert.ok(existsSync(join(root, 'r.md')));

    writeFileSync(join(root, 'saved.json'), JSON.stringify(report()));
    const args = ['report', 'render', 'saved.json', '--report', 'saved.json/x.md'];
    const written = spawnSync(process.execPath, [projectPath('lib/scripts/cli.js'), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(written.status, 3);
    assert.match(written.stdout, /1 passed/);
    assert.match(written.stderr, /FILE_UNWRITABLE/);
  });

  it('every name of a source that is accepted can be built', () => {
    const file = 'sub (1)/Ünïcode _.,+@~=-.c';
    add('plugins/odd', 'odd', { sources: [file] }, { [file]: oneSource('odd') });
    const { results, status } = build();
    assert.equal(status, 0, results[0]?.log);
  });

  it('--fail-on makes more cells failures; that all were skipped is one without it', () => {
    const save = (name: string, data: MatrixReport) => {
      writeFileSync(join(root, name), JSON.stringify(data));
      return name;
    };
    const skipped = cell({ state: 'skipped', reason: 'no runner', path: 'file' });
    const audited = cell({ state: 'audited', reason: 'elsewhere', path: 'directory' });
    const all = save('all.json', report([cell(), skipped, audited], [run()], []));
    const none = save('none.json', report([skipped]));
    const checked = save('checked.json', report([audited, skipped]));
    const warned = save(
      'warned.json',
      report([cell()], [run()], [{ ...audit(), verdict: 'warn' } as AuditedFile]),
    );
    for (const [file, flags, status] of [
      [all, [], 0],
      [all, ['--fail-on', 'skipped'], 1],
      [all, ['--fail-on', 'audited'], 1],
      [all, ['--fail-on', 'warned'], 0],
      [all, ['--fail-on', 'warned, audited'], 1],
      [all, ['--fail-on', 'audited', '--fail-on', 'warned'], 1],
      [all, ['--fail-on', 'passed'], 2],
      [warned, [], 0],
      [warned, ['--fail-on', 'warned'], 1],
      [checked, [], 0],
      [none, [], 1],
    ] as const) {
      const { status: actual } = plugkit(['report', 'render', file, ...flags]);
      assert.equal(actual, status, `${file} ${flags.join(' ')}`);
    }
  });
});
