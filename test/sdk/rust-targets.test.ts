// Plug-ins in Rust for other targets than this machine's: built by plugkit, audited, and run where something here runs them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import type { TargetId } from '../../loader/target.js';
import { CommandError } from '../../scripts/errors.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import type { MatrixReport } from '../../scripts/matrix/report.js';
import { projectPath } from '../../scripts/project/paths.js';
import { skip } from '../support/skip.js';
import { addStandardLibrary, type DebianRust, installRust } from './rust-std.js';

const environment = readEnvironment(process.env, { quiet: true });

/** Those that a Linux machine runs or, for macOS, audits. */
const TARGETS: readonly [TargetId, triple: string][] = [
  ['linux-arm64', 'aarch64-unknown-linux-gnu'],
  ['linuxmusl-x64', 'x86_64-unknown-linux-musl'],
  ['win32-x64', 'x86_64-pc-windows-gnu'],
  ['darwin-arm64', 'aarch64-apple-darwin'],
];

/** Reasons that lie in the machine, not in a runner: no Debian, no network, no rights. */
const CIRCUMSTANCES = /^Cannot (fetch|find Python)|no mount namespace|private root|Rosetta/;

describe('plug-ins in Rust for other targets', function () {
  this.timeout(1_200_000);
  let rust: DebianRust;

  before(async function () {
    rust = await installRust(environment).catch((error: unknown) => {
      const isNoDebian = error instanceof CommandError && error.code === 'TOOL_MISSING';
      if (isNoDebian || /^Cannot run apt-/.test(String((error as Error).message))) {
        skip(this, (error as Error).message);
      }
      throw error;
    });
  });

  for (const [target, triple] of TARGETS) {
    it(`are built for ${target}, and pass there what they pass here`, async function () {
      await addStandardLibrary(rust, triple, environment);
      const out = projectPath('build/test/rust-targets');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [
          ...[projectPath('lib/scripts/cli.js'), 'test', '--json', '--path', 'file', '--out', out],
          ...['--plugins', projectPath('sdk/rust/plugins'), '--target', target],
        ],
        {
          cwd: projectPath(),
          encoding: 'utf8',
          env: { ...process.env, PATH: [rust.bin, process.env.PATH].join(delimiter) },
        },
      );
      const { cells, audits } = JSON.parse(stdout || stderr) as MatrixReport;
      const reasons = cells.map(({ reason }) => reason ?? '');
      if (reasons.some((reason) => CIRCUMSTANCES.test(reason))) skip(this, reasons.join());
      const files = audits.filter(({ kind }) => kind === 'plugin');
      assert.deepEqual(
        files.map(({ verdict, findings }) => [
          verdict,
          findings.filter(({ level }) => level !== 'pass'),
        ]),
        [
          ['pass', []],
          ['pass', []],
        ],
      );
      const expected = target.startsWith('darwin') ? 'audited' : 'passed';
      assert.deepEqual(
        cells.map(({ plugin, state, reason }) => [plugin, state, state === 'failed' ? reason : '']),
        ['arith-rust', 'get-string-rust'].map((plugin) => [plugin, expected, '']),
      );
      assert.equal(status, 0, stderr);
    });
  }
});
