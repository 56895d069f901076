// `plugkit test` as a whole, as a process: what runs, what fails, what it prints and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { currentTarget, TARGET_IDS, type Target, type TargetId } from '../../../loader/target.js';
import type { AnyErrorCode } from '../../../scripts/errors.js';
import { type MatrixReport, PATH_MODES, type Run } from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project/paths.js';

const validate = new Ajv({ allowUnionTypes: true }).compile<MatrixReport>(
  JSON.parse(readFileSync(projectPath('docs/matrix.schema.json'), 'utf8')),
);
const here = (currentTarget() as Target).id;
const elsewhere = here.startsWith('darwin') ? 'linux-x64' : 'darwin-arm64';

const byTable = (left: string, right: string) =>
  TARGET_IDS.indexOf(left as TargetId) - TARGET_IDS.indexOf(right as TargetId);

function plugkitTest(...args: string[]) {
  return spawnSync(process.execPath, [projectPath('lib/scripts/cli.js'), 'test', ...args], {
    cwd: projectPath(),
    encoding: 'utf8',
    timeout: 600_000,
    maxBuffer: 1 << 26,
  });
}

/** The report of a run with --json, checked against its schema. */
function report(...args: string[]): MatrixReport & { status: number | null; stderr: string } {
  const { stdout, stderr, status } = plugkitTest(...args, '--json');
  const parsed = JSON.parse(stdout || stderr);
  assert.ok(validate(parsed), `${JSON.stringify(validate.errors)} ${stdout}`);
  return { ...parsed, status, stderr };
}

describe('plugkit test', function () {
  this.timeout(900_000);
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-test-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('runs every plug-in by every path here, and audits what cannot run', () => {
    const { cells, summary, status, stderr } = report('--target', `${here},${elsewhere}`);
    const failures = cells.flatMap(({ state, reason }) => (state === 'failed' ? reason : []));
    assert.deepEqual([...new Set(failures)], []);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const plugins = new Set(cells.map(({ plugin }) => plugin));
    assert.ok(plugins.size >= 3);
    assert.equal(cells.length, plugins.size * 2 * PATH_MODES.length);
    assert.equal(summary.failed, 0);
    for (const { target, path, state, reason, cases } of cells) {
      if (target === elsewhere) {
        assert.equal(state, 'audited');
        assert.match(reason as string, /^audited, not run: /);
        assert.deepEqual(cases, []);
      } else if (state === 'skipped') {
        // Where there are no private mounts.
        assert.equal(path, 'system');
      } else {
        assert.equal(state, 'passed', reason as string);
        assert.ok(cases.length > 0);
      }
    }
  });

  it('prints a grid, the totals last', () => {
    const { stdout, status } = plugkitTest('arith', '--target', here, '--path', 'file,directory');
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^target +arith/);
    assert.match(stdout, new RegExp(`${here} +✔ all 2 passed`));
    assert.match(stdout, /2 passed.*0 failed.*0 audited.*0 skipped\s*$/);
  });

  /** Runs the plug-in get-string with one of its files changed, by explicit path. */
  function runBroken(file: string, from: string, to: string, ...args: string[]) {
    const directory = join(root, 'get-string');
    cpSync(projectPath('plugins/get-string'), directory, { recursive: true });
    const source = readFileSync(join(directory, file), 'utf8');
    assert.ok(source.includes(from));
    writeFileSync(join(directory, file), source.replace(from, to));
    const result = report(
      '--plugins',
      root,
      '--out',
      join(root, 'dist'),
      '--target',
      here,
      '--path',
      'file',
      ...args,
    );
    assert.equal(result.cells.length, 1);
    assert.equal(result.status, 1);
    const [cell] = result.cells;
    assert.equal(cell?.state, 'failed', JSON.stringify(cell));
    // With --json, standard error tells the failures only.
    assert.match(result.stderr, /^✖ get-string .* file/);
    const { code, reason, cases, output } = cell;
    return { code, reason: reason as string, cases, output };
  }

  const success = 'return WasmEdge_Result_Success;';
  const broken: [string, string, string, string, AnyErrorCode, RegExp][] = [
    [
      'returns something else',
      'host_functions.c',
      'returns[0] = WasmEdge_ValueGenI32((int32_t)string.Length);',
      'returns[0] = WasmEdge_ValueGenI32(7);',
      'CASE_FAILED',
      /test cases failed; 'the length alone': returned \(7\), expected \(32\)/,
    ],
    [
      'fails',
      'host_functions.c',
      success,
      'return wasm_error(WasmEdge_ErrCode_HostFuncError);',
      'CASE_FAILED',
      /'the length alone': .*host function/i,
    ],
    [
      'crashes',
      'host_functions.c',
      success,
      '*(volatile int*)(intptr_t)8 = 1; return WasmEdge_Result_Success;',
      'PLUGIN_CRASHED',
      /^ended by SIG(SEGV|BUS) in test case 'the length alone', in host function 'get_string.get_string'/,
    ],
    [
      'exits',
      'host_functions.c',
      success,
      'extern void exit(int); exit(3); return WasmEdge_Result_Success;',
      'PLUGIN_EXITED',
      /^ended with exit status 3 in test case 'the length alone'/,
    ],
    [
      'has another name than promised',
      'descriptor.c',
      '"get-string"',
      '"got-string"',
      'PLUGIN_MISMATCH',
      /the descriptor's name is 'got-string', expected 'get-string'/,
    ],
    [
      'has another version than promised',
      'plugin.json',
      '"version": "0.1.0"',
      '"version": "0.2.0"',
      'PLUGIN_MISMATCH',
      /version is 0\.1\.0\.0, expected 0\.2\.0\.0/,
    ],
    [
      'does not compile',
      'text.c',
      'return',
      'retrun',
      'BUILD_FAILED',
      /^the build failed, see 'plugkit build get-string --target .*': .*error/,
    ],
    [
      'hides its descriptor',
      'descriptor.c',
      'WasmEdge_Plugin_GetDescriptor(void)',
      'Hidden(void)',
      'AUDIT_FAILED',
      /the audit of .* failed: .*descriptor/i,
    ],
  ];
  for (const [what, file, from, to, code, reason] of broken) {
    it(`fails with the reason when a plug-in ${what}`, () => {
      const cell = runBroken(file, from, to);
      assert.equal(cell.code, code);
      assert.match(cell.reason, reason);
    });
  }

  it('ends a plug-in that hangs, keeping the cases before', () => {
    const hang = 'if (capacity == 64) for (volatile int i = 0;; i = 0) {}';
    const { code, reason, cases } = runBroken(
      'host_functions.c',
      success,
      `${hang} ${success}`,
      '--timeout',
      '5',
    );
    assert.equal(code, 'PLUGIN_HUNG');
    assert.match(reason, /^did not end within 5 s, stopped in test case 'the whole string'/);
    assert.deepEqual(
      cases.map(({ name }) => name),
      ['the length alone'],
    );
  });

  it('--no-build fails what is missing, with the command that makes it', () => {
    const { cells, status } = report(
      'arith',
      '--no-build',
      '--target',
      here,
      '--path',
      'env',
      '--out',
      root,
    );
    assert.equal(status, 1);
    assert.match(
      cells[0]?.reason as string,
      new RegExp(
        `^${root}.*arith.* is not there, 'plugkit build arith --target ${here}' makes it$`,
      ),
    );
  });

  it('--no-build takes what is there', () => {
    const built = report('arith', '--target', here, '--path', 'file');
    assert.equal(built.status, 0, built.stderr);
    const { summary, status } = report('arith', '--no-build', '--target', here, '--path', 'file');
    assert.equal(status, 0);
    assert.equal(summary.passed, 1);
  });

  it('writes reports, and a shard says of which matrix it is a part', () => {
    const file = join(root, 'part.json');
    const { cells, runs, audits, status } = report(
      'arith',
      '--target',
      `${here},${elsewhere}`,
      '--path',
      'file',
      '--shard',
      '2/2',
      '--machine',
      'mine',
      '--report',
      file,
    );
    assert.equal(status, 0);
    assert.deepEqual(
      cells.map(({ target, machines }) => [target, ...machines]),
      [[[here, elsewhere].toSorted(byTable)[1], 'mine']],
    );
    const [{ shard, machine }] = runs as [Run];
    assert.equal(machine, 'mine');
    assert.deepEqual([shard?.index, shard?.count, shard?.matrix.length], [2, 2, 2]);
    // Only what the shard needs was audited: the plug-in, addon and host library of one target.
    assert.deepEqual(audits.map(({ kind }) => kind).toSorted(), [
      'addon',
      'host-library',
      'plugin',
    ]);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).cells, cells);
  });

  it('keeps what a plug-in wrote in the report', () => {
    const text = 'extern int puts(const char*); puts("said by the plug-in"); ';
    const { output } = runBroken(
      'host_functions.c',
      success,
      `${text} return WasmEdge_Result_Fail;`,
    );
    assert.match(output, /^said by the plug-in/);
  });

  it('--no-setup skips a version of Node that is not there, with the command that gets it', () => {
    const { cells, status } = report(
      'arith',
      '--no-setup',
      '--target',
      here,
      '--path',
      'file',
      '--node',
      '0.10',
    );
    assert.equal(status, 1); // nothing ran
    assert.deepEqual([cells[0]?.state, cells[0]?.node], ['skipped', '0.10']);
    assert.match(
      cells[0]?.reason as string,
      new RegExp(`plugkit setup-runners --target ${here} --node 0\\.10$`),
    );
  });

  it('ends with exit status 2 and one JSON document when it does not understand', () => {
    for (const args of [
      ['--path', 'sideways'],
      ['--target', 'amiga'],
      ['no-such-plugin'],
      ['--timeout', '-1'],
      ['--node', 'newest'],
    ]) {
      const { stdout, status } = plugkitTest(...args, '--json');
      assert.equal(status, 2, stdout);
      assert.match(JSON.parse(stdout).error.message, /^Cannot /);
    }
  });
});
