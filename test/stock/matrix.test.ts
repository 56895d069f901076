// `plugkit test` with the engine `wasmedge`: cells in a stock WasmEdge, beside those of `v8`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatrixReport } from '../../scripts/matrix/report.js';
import { projectPath } from '../../scripts/project/paths.js';
import { requireStock } from '../support/stock.js';

const CLI = projectPath('lib/scripts/cli.js');

/** Runs cells of arith on linux-x64. */
function test(...flags: string[]) {
  const args = ['test', 'arith', '--target', 'linux-x64', '--json', ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: projectPath(),
    encoding: 'utf8',
  });
  assert.notEqual(stdout, '', stderr);
  return { status, report: JSON.parse(stdout) as MatrixReport };
}

const outcomes = ({ cells }: MatrixReport) =>
  cells.map(({ engine, path, state, reason, cases }) =>
    state === 'passed' ? [engine, path, state, cases.length] : [engine, path, state, reason],
  );

describe('plugkit test --engine', () => {
  before(async function () {
    await requireStock(this, '0.17.1');
    await requireStock(this, '0.14.1');
  });

  it('runs the same cases in both engines, by default and by explicit paths', () => {
    const { status, report } = test('--engine', 'v8,wasmedge*', '--path', 'env,file,system');
    const [count] = report.cells.map(({ cases }) => cases.length);
    assert.ok(count && count > 40);
    const engines = ['v8', 'wasmedge', 'wasmedge-jit', 'wasmedge-aot'];
    assert.deepEqual(
      outcomes(report),
      engines.flatMap((engine) =>
        ['env', 'system', 'file'].map((path) => [engine, path, 'passed', count]),
      ),
    );
    assert.equal(status, 0);
  });

  it('takes the runtime of the plug-in API, and skips what it cannot do with a reason', () => {
    const four = test('--api', '4', '--engine', 'wasmedge,wasmedge-jit', '--path', 'file').report;
    assert.deepEqual(
      outcomes(four).map(([engine, , state]) => [engine, state]),
      [
        ['wasmedge', 'passed'],
        ['wasmedge-jit', 'skipped'],
      ],
    );
    assert.match(String(outcomes(four)[1]?.[3]), /0\.14\.1 does not choose how to execute/);
    const three = test('--api', '3', '--engine', 'wasmedge', '--path', 'file').report;
    assert.match(String(outcomes(three)[0]?.[3]), /^no stock WasmEdge for plug-in API 3/);
  });

  it('names the engine in the command that runs a failed cell again', () => {
    const work = mkdtempSync(join(tmpdir(), 'plugkit-matrix-'));
    try {
      const { status, report } = test(
        ...['--no-build', '--out', work, '--engine', 'wasmedge', '--path', 'file'],
      );
      assert.equal(status, 1);
      assert.match(report.cells[0]?.rerun ?? '', / --engine wasmedge/);
    } finally {
      rmSync(work, { recursive: true });
    }
  });

  it('has no cells of an engine that no target has', () => {
    const { status } = spawnSync(
      process.execPath,
      [CLI, 'test', '--engine', 'wasmedge', '--target', 'darwin-x64', '--json'],
      { cwd: projectPath(), encoding: 'utf8' },
    );
    assert.equal(status, 2);
  });
});
