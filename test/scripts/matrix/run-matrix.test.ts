import assert from 'node:assert/strict';
import type { Artefacts } from '../../../scripts/matrix/artefacts.js';
import type { Cell, CellResult } from '../../../scripts/matrix/report.js';
import { runMatrix } from '../../../scripts/matrix/run-matrix.js';
import type { ProcessEnd } from '../../../scripts/process/supervise.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { native } from '../../../scripts/runners/native.js';
import type { Runner } from '../../../scripts/runners/runner.js';
import { here } from '../../host/odd-plugins.js';
import { builtPlugin } from '../../support/compile.js';

const lost: ProcessEnd = {
  exitCode: null,
  signal: 'SIGKILL',
  timedOut: true,
  outOfMemory: false,
  output: '',
  channel: '',
  leftBehind: 0,
  ms: 10,
};

describe('runMatrix()', () => {
  let running = 0;
  let most = 0;
  /** A runner whose processes are lost `times` times for each plug-in, before they open it. */
  const losing = (times: number, name = 'qemu', end = lost): Runner => {
    const left = new Map<string, number>();
    return {
      ...native,
      name,
      async run(cell, cacheDirectory) {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        try {
          const key = 'all';
          const losses = left.get(key) ?? times;
          left.set(key, losses - 1);
          return losses > 0 ? end : await native.run(cell, cacheDirectory);
        } finally {
          running -= 1;
        }
      },
    };
  };

  async function matrix(runner: Runner, retries?: number) {
    const source = await readManifest(projectPath('plugins/get-string'));
    const file = await builtPlugin(source, here.id);
    // No guests: the cases that call the module are enough.
    source.manifest.tests = source.manifest.tests.filter(({ guest }) => guest === undefined);
    const node = process.versions.node;
    const cells = (['file', 'directory'] as const).map(
      (path): Cell => ({ plugin: 'get-string', target: here.id, path, engine: 'v8', node }),
    );
    const artefacts: Artefacts = {
      audits: [],
      plugin: () => ({ file }),
      prebuild: () => ({ file }),
      guests: () => ({}),
    };
    const told: CellResult[] = [];
    most = 0;
    const results = await runMatrix(
      {
        cells,
        plugins: [source],
        jobs: 2,
        cacheDirectory: '',
        retries,
        level: 3,
        seats: [
          {
            target: here,
            runner,
            obstacle: undefined,
            nodes: [{ version: node, executable: process.execPath }],
          },
        ],
        timeout: 60_000,
        memory: 2 ** 31,
        path: process.env.PATH ?? '',
        nodeOptions: undefined,
        stocks: new Map(),
      },
      artefacts,
      (result) => told.push(result),
    );
    assert.equal(told.length, cells.length, 'each cell is told once');
    for (const result of results) assert.ok(told.includes(result));
    return results.map(({ state, code, tries }) => [state, code, tries]);
  }

  it('calls a cell undecided whose process did not get as far as the plug-in', async () => {
    assert.deepEqual(await matrix(losing(9, 'native')), [
      ['undecided', 'CELL_UNDECIDED', 1],
      ['undecided', 'CELL_UNDECIDED', 1],
    ]);
  });

  it('runs undecided cells once more, alone, where they are emulated', async () => {
    assert.deepEqual(await matrix(losing(2)), [
      ['passed', null, 2],
      ['passed', null, 2],
    ]);
    assert.deepEqual(await matrix(losing(9)), [
      ['undecided', 'CELL_UNDECIDED', 2],
      ['undecided', 'CELL_UNDECIDED', 2],
    ]);
  });

  it('runs them as often as it is told', async () => {
    assert.deepEqual(await matrix(losing(9), 0), [
      ['undecided', 'CELL_UNDECIDED', 1],
      ['undecided', 'CELL_UNDECIDED', 1],
    ]);
    assert.deepEqual(await matrix(losing(4, 'native'), 3), [
      ['passed', null, 4],
      ['passed', null, 2],
    ]);
  });

  it('never runs again what a plug-in did', async () => {
    const exited = { ...lost, signal: null, timedOut: false, exitCode: 0 };
    assert.deepEqual(await matrix(losing(9, 'qemu', exited), 3), [
      ['failed', 'PLUGIN_EXITED', 1],
      ['failed', 'PLUGIN_EXITED', 1],
    ]);
  });
});
