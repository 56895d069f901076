// The levels of `plugkit test`: for each a plug-in that passes those below it and fails there, and our own
// plug-ins, which pass all.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { AnyErrorCode } from '../../../../scripts/errors.js';
import type { CellContext } from '../../../../scripts/matrix/cell-context.js';
import { LEVELS, levelsOfPlugins, parseLevel } from '../../../../scripts/matrix/levels/levels.js';
import type { MatrixReport } from '../../../../scripts/matrix/report.js';
import { listStages } from '../../../../scripts/matrix/stages.js';
import { programsOnPath } from '../../../../scripts/process/run.js';
import type { TestCase } from '../../../../scripts/project/manifest.js';
import { projectPath } from '../../../../scripts/project/paths.js';
import { ACT, bytes, faultyPlugin, faultySource, runFaulty } from '../../../faults/corpus.js';
import { here } from '../../../host/odd-plugins.js';
import { assemble } from '../../../loader/mirror.js';
import { skip } from '../../../support/skip.js';

/** A plug-in that fails at a level, and no lower one. */
interface Failing {
  level: number;
  what: string;
  macros: Record<string, string>;
  code: AnyErrorCode;
  reason: RegExp;
  /** What the plug-in beside it does when it is loaded. */
  beside?: string;
}

const ONCE = 'static int Count;';

const FAILING: Failing[] = [
  {
    level: 1,
    what: 'crashes when it is opened',
    macros: { ON_LOAD: 'CRASH()' },
    code: 'PLUGIN_CRASHED',
    reason: /^ended by SIGSEGV while the plug-in was opened/,
  },
  {
    level: 2,
    what: 'has another name',
    macros: { NAME: '"other"' },
    code: 'PLUGIN_MISMATCH',
    reason: /^the descriptor's name is 'other', expected 'faulty'$/,
  },
  {
    level: 3,
    what: 'has a wrong result',
    macros: { ON_CALL: 'Result = 7' },
    code: 'CASE_FAILED',
    reason: /^2 of 2 test cases failed/,
  },
  {
    level: 4,
    what: 'crashes when it creates its 500th module',
    macros: { ON_CREATE: `${ONCE} if (++Count == 500) CRASH()` },
    code: 'PLUGIN_CRASHED',
    reason: /^level 4 \(.*\): ended by SIGSEGV at creation 498 of module 'faulty'/,
  },
  {
    level: 4,
    what: 'opens a file for each module',
    macros: { ON_CREATE: 'if (dup(0) < 0) abort()' },
    code: 'LEAK_FOUND',
    reason: /900 modules 'faulty', created and deleted, left \d{3,} open files, expected about \d+/,
  },
  {
    level: 5,
    what: 'remembers former calls in the process',
    macros: { ON_CALL: `${ONCE} if (++Count > 4) Result = 7` },
    code: 'CASE_FAILED',
    reason: /^level 5 \(.*\): in test case .* for the second time: returned \(7\)/,
  },
  {
    level: 6,
    what: 'aborts when another plug-in was loaded before it',
    macros: { ON_LOAD: 'if (getenv("PLUGKIT_BESIDE")) abort()' },
    beside: 'setenv("PLUGKIT_BESIDE", "1", 1)',
    code: 'PLUGIN_CRASHED',
    reason: /^level 6 \(.*\): ended by SIGABRT while the plug-in was opened/,
  },
  {
    level: 7,
    what: 'works in one thread only',
    macros: {
      ON_CALL: `static pthread_t First; ${ONCE} if (Count++ == 0) First = pthread_self();
        if (!pthread_equal(First, pthread_self())) Result = 7`,
    },
    code: 'CASE_FAILED',
    reason: /^level 7 \(.*\): in one of 4 worker threads, test case .*: returned \(7\)/,
  },
  {
    level: 8,
    what: 'remembers where a memory lay',
    macros: {
      ON_CALL: `uint8_t** Kept = Data;
        if (!*Kept) *Kept = WasmEdge_MemoryInstanceGetPointer(
          WasmEdge_CallingFrameGetMemoryInstance(Frame, 0), 0, 1);
        if (*Kept) Result += **Kept`,
    },
    code: 'PLUGIN_CRASHED',
    reason: /^level 8 \(.*\): ended by SIGSEGV in test case 'twice' while memory grows/,
  },
  {
    level: 9,
    what: 'crashes with an argument that no test case has',
    macros: { ON_CALL: 'if (Param == INT32_MAX) CRASH()' },
    code: 'PLUGIN_CRASHED',
    reason: /^level 9 \(.*\): .* in host function 'faulty\.act', called with 2147483647 throughout/,
  },
  {
    level: 10,
    what: 'reads past the end of its memory',
    macros: {
      ON_CALL: 'char* P = Filled = malloc(4); Result += ((volatile char*)P)[4] * 0; free(P)',
    },
    code: 'MEMORY_ERROR',
    reason: /^level 10 \(.*\): \d+ memory errors in the plug-in; the first: Invalid read of size 1/,
  },
];

// Stores into its memory between two calls.
const TWICE = `(module
  (import "faulty" "act" (func $act (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "twice") (param i32) (result i32)
    (drop (call $act (local.get 0)))
    (i32.store8 (i32.const 0) (i32.const 1))
    (drop (call $act (local.get 0)))
    (i32.store8 (i32.const 0) (i32.const 0))
    (call $act (local.get 0))))`;
const TESTS: TestCase[] = [
  ACT,
  {
    name: 'twice',
    guest: 'twice.wat',
    call: 'twice',
    args: [{ i32: 1 }],
    returns: [{ i32: 2 }],
  },
];

const validate = new Ajv({ allowUnionTypes: true }).compile<MatrixReport>(
  JSON.parse(readFileSync(projectPath('docs/matrix.schema.json'), 'utf8')),
);

describe('scripts/matrix/levels/levels', function () {
  this.timeout(900_000);

  it('parseLevel() takes whole numbers from 1 to 10', () => {
    assert.equal(parseLevel('7'), 7);
    for (const wrong of ['0', '11', '2.5', 'high', '']) {
      assert.throws(() => parseLevel(wrong), { code: 'USAGE' });
    }
  });

  it('levelsOfPlugins() takes the least of all cells that ran', () => {
    const level = (reached: number) => ({ wanted: 9, reached, skipped: [] });
    assert.deepEqual(
      levelsOfPlugins([
        { plugin: 'one', level: level(9) },
        { plugin: 'two', level: null },
        { plugin: 'one', level: level(7) },
      ]),
      [{ plugin: 'one', wanted: 9, reached: 7 }],
    );
  });

  it('docs/matrix.md has a row for every level', () => {
    const page = readFileSync(projectPath('docs/matrix.md'), 'utf8');
    const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \|/gm)].map(([, , name]) => name?.trim());
    assert.deepEqual(rows, [...LEVELS]);
  });

  it('listStages() has one process for levels 1 to 5, and says what it cannot check', () => {
    const runner = { name: 'qemu' } as CellContext['runner'];
    const stages = (level: number) =>
      listStages({ runner, level, path: '' } as CellContext, '', '').map((stage) =>
        'reason' in stage ? stage.reason : stage.levels,
      );
    assert.deepEqual(stages(3), [[1, 2, 3]]);
    const all = stages(10);
    assert.deepEqual(all.slice(0, -1), [[1, 2, 3, 4, 5], [6], [7], [8], [9]]);
    assert.match(all.at(-1) as string, /valgrind/);
  });

  describe('plugkit test --level', () => {
    let root: string;
    let guests: Record<string, string>;

    before(async function () {
      if (here.platform !== 'linux') {
        skip(this, `the plug-ins that fail are written for Linux, not ${here.platform}`);
      }
      root = mkdtempSync(join(tmpdir(), 'plugkit-levels-'));
      guests = { 'twice.wat': bytes(join(root, 'twice.wasm'), await assemble(TWICE)) };
    });
    after(() => root && rmSync(root, { recursive: true }));

    for (const { level, what, macros, code, reason, beside } of FAILING) {
      it(`${level} fails a plug-in that ${what}, ${level - 1} does not`, async function () {
        if (level === 10 && programsOnPath('valgrind', process.env.PATH ?? '').length === 0) {
          skip(this, 'needs valgrind; on Debian: apt-get install valgrind');
        }
        const file = await faultyPlugin(join(root, `${what}.so`), macros);
        const other = await faultyPlugin(join(root, `beside ${what}.so`), {
          NAME: '"beside"',
          ...(beside ? { ON_LOAD: beside } : {}),
        });
        const cell = await runFaulty(file, {
          level,
          guests,
          source: faultySource(TESTS),
          companion: { file: other, name: 'beside', tests: TESTS, guests },
        });
        assert.equal(cell.code, code, cell.reason as string);
        assert.match(cell.reason as string, reason);
        assert.deepEqual(cell.level, { wanted: level, reached: level - 1, skipped: [] });
      });
    }

    it('9 skips the level of two plug-ins where there is one', async () => {
      const file = await faultyPlugin(join(root, 'alone.so'), {});
      const cell = await runFaulty(file, { level: 9, guests, source: faultySource(TESTS) });
      assert.equal(cell.state, 'passed', cell.reason as string);
      assert.deepEqual(
        cell.level?.skipped.map((each) => each.level),
        [6],
      );
      assert.equal(cell.level?.reached, 9);
    });

    it('10 is passed by every plug-in of this project', () => {
      const args = ['test', '--level', '10', '--path', 'file', '--target', here.id, '--json'];
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [projectPath('lib/scripts/cli.js'), ...args],
        { cwd: projectPath(), encoding: 'utf8', maxBuffer: 1 << 26 },
      );
      const report = JSON.parse(stdout || stderr);
      assert.ok(validate(report), JSON.stringify(validate.errors));
      const { cells, levels } = report;
      assert.deepEqual(
        cells.flatMap(({ reason }) => reason ?? []),
        [],
      );
      const checked = cells.every(({ level }) => level?.skipped.length === 0);
      assert.ok(levels.length >= 4);
      for (const { plugin, reached } of levels) assert.equal(reached, checked ? 10 : 9, plugin);
    });
  });
});
