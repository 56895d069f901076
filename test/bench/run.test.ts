import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from '../../bench/measure.js';
import { type ChildResult, combine, type Result } from '../../bench/results.js';
import { run } from '../../scripts/process/run.js';
import { projectPath } from '../../scripts/project/paths.js';
import { temporaryDirectory } from '../loader/mirror.js';
import { skip } from '../support/skip.js';

describe('npm run bench', () => {
  const directory = temporaryDirectory();
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');

  before(async function () {
    if (process.platform === 'win32') return skip(this, 'the reference addon is for POSIX systems');
    const script = projectPath('lib/bench/run.js');
    await run([process.execPath, script, '--quick', '--out', directory]);
  });

  it('writes a result for each variant, and a ratio for each of its references', () => {
    const results = JSON.parse(read('results.json')) as Result[];
    for (const result of results) {
      const { name, node, value, unit, spread, reference, ratio } = result;
      const said = JSON.stringify(result);
      assert.match(name, /.: ./, said);
      assert.equal(node, process.versions.node, said);
      assert.ok(value > 0 && spread >= 0 && ['ns', 'us', 'ms'].includes(unit), said);
      assert.ok(reference === null ? ratio === null : (ratio as number) > 0, said);
    }
    const references = results
      .filter(({ name }) => name === 'call (i32, i32) -> i32: wasmedge-plugin-kit')
      .map(({ reference }) => reference);
    for (const each of ['empty Node-API', 'plain Node-API', 'koffi']) {
      assert.ok(references.includes(each), `${each} among ${references}`);
    }
  });

  it('compares the engines, and the start of a program, with --engines', async () => {
    const script = projectPath('lib/bench/run.js');
    const { stdout } = await run([process.execPath, script, '--engines', '--quick']);
    for (const name of ['node -e 0', 'plugkit run', 'v8']) {
      assert.match(stdout, new RegExp(`^  ${name}: [\\d.]+ (ms|ns), [\\d.]+ x$`, 'm'));
    }
    assert.match(stdout, /^ {2}wasmedge: .* ns, |^without a stock WasmEdge: /m);
  });

  it('writes the page with its targets and figures between the markers, once', () => {
    const page = read('performance.md');
    assert.match(page, new RegExp(`\\| ratio \\| target \\| Node ${process.versions.node} \\|`));
    assert.match(page, /\*\*create a module\*\*, us \| wasmedge-plugin-kit \| [\d.]+ ± [\d.]+ \|/);
    assert.equal(page.split('### Targets').length, 2);
    assert.equal(page.split('## How to reproduce').length, 2);
  });

  it('draws a picture that has colours for dark pages', () => {
    const picture = read('performance.svg');
    assert.match(picture, /^<svg .*<\/svg>\n$/s);
    assert.match(picture, /prefers-color-scheme: dark/);
    assert.match(picture, />plain Node-API<\/text>/);
  });
});

describe('combine()', () => {
  it('takes the median of each figure', () => {
    const child = (value: number, spread: number, ratio: number): ChildResult => ({
      node: '1.2.3',
      v8: '4',
      measurements: [
        { benchmark: 'call', variant: 'ours', unit: 'ns', value, spread, ratios: { other: ratio } },
      ],
    });
    const combined = combine([child(10, 3, 1.5), child(30, 1, 1.4), child(20, 2, 1.6)]);
    assert.deepEqual(combined, child(20, 2, 1.5));
  });
});

describe('quantile()', () => {
  it('lies between the values around it', () => {
    assert.equal(quantile([3, 1, 2], 0.5), 2);
    assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
    assert.equal(quantile([10, 0], 0.25), 2.5);
  });
});
