// One broken plug-in a kind: each ends in exactly its own code and message, whoever opens it, and who
// asked lives on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlugins } from '../../loader/index.js';
import type { Explanation } from '../../scripts/commands/explain.js';
import { type ProbedOutcome, type ProbeOptions, probe } from '../../scripts/explain/probe.js';
import type { CellResult, MatrixReport } from '../../scripts/matrix/report.js';
import { inParallel } from '../../scripts/process/in-parallel.js';
import { projectPath } from '../../scripts/project/paths.js';
import { here, oddPlugin } from '../host/odd-plugins.js';
import { skip } from '../support/skip.js';
import { builtPlace, bytes, faultySource, runFaulty } from './corpus.js';
import { FAULTS, type FaultKind, type Verdict } from './faults.js';

const CLI = projectPath('lib/scripts/cli.js');

/** A kind's directory. */
const named = (kind: FaultKind) => `faulty${FAULTS.indexOf(kind)}`;

describe('a broken plug-in', () => {
  let root: string;
  const paths = new Map<FaultKind, string>();
  const cells = new Map<FaultKind, CellResult>();
  const probed = new Map<FaultKind, ProbedOutcome[]>();

  before(async function () {
    if (here.platform !== 'linux') {
      skip(this, `the faults are those of Linux files and signals, not of ${here.platform}`);
    }
    root = mkdtempSync(join(tmpdir(), 'plugkit-faults-'));
    for (const kind of FAULTS) {
      const directory = join(root, named(kind));
      mkdirSync(directory);
      paths.set(kind, await kind.make(join(directory, 'faulty.so')));
    }
    // Those that run into a limit wait most of the time.
    const jobs = [probeTogether, ...FAULTS.filter(({ fatal }) => fatal).map(probeAlone)];
    const used = FAULTS.filter(({ special }) => !special).map((kind) => async () => {
      const { timeout = 120_000, memory = 2 ** 31 } = kind;
      cells.set(kind, await runFaulty(paths.get(kind) as string, { timeout, memory }));
    });
    await inParallel([...jobs, ...used], 4, (job) => job());
  });
  after(() => root && rmSync(root, { recursive: true }));

  const ask = (kinds: FaultKind[], limits: Partial<ProbeOptions>) =>
    probe({
      files: kinds.map((kind) => paths.get(kind) as string),
      defaultPaths: false,
      env: {},
      timeout: 120_000,
      ...limits,
    });

  /** All that a process survives, in one. */
  async function probeTogether() {
    const kinds = FAULTS.filter(({ fatal }) => !fatal);
    const { outcomes, error } = await ask(kinds, {});
    assert.equal(error, null);
    for (const kind of kinds) {
      probed.set(
        kind,
        outcomes.filter(({ path }) => path === paths.get(kind)),
      );
    }
  }

  /** With a plug-in before and after it that are not to suffer. */
  const probeAlone = (kind: FaultKind) => async () => {
    const { timeout = 120_000, memory = 2 ** 31 } = kind;
    const [one, two] = FAULTS.filter(({ refused }) => refused) as [FaultKind, FaultKind];
    const { outcomes, error } = await ask([one, kind, two], { timeout, memory });
    assert.equal(error, null);
    assert.deepEqual(
      [outcomes[0]?.code, outcomes[2]?.code],
      [one.refused?.code, two.refused?.code],
    );
    probed.set(kind, outcomes.slice(1, 2));
  };

  function assertVerdict(
    { code, reason }: { code?: unknown; reason?: unknown } = {},
    expected: Verdict,
  ): void {
    assert.equal(code, expected.code, reason as string);
    assert.match(reason as string, expected.reason);
  }

  for (const kind of FAULTS) {
    const { refused, fatal, used, special } = kind;
    const verdict = (refused ?? fatal ?? used) as Verdict;
    describe(`with ${kind.kind}`, () => {
      it(used ? 'loads in a probe' : `is ${verdict.code} to a probe`, () => {
        const outcomes = probed.get(kind);
        assert.equal(outcomes?.length, 1, JSON.stringify(outcomes));
        if (used) return assert.notEqual(outcomes[0]?.code, used.code);
        assertVerdict(outcomes[0], verdict);
        assert.ok(outcomes[0]?.hint, 'there is no hint');
      });

      if (!special) {
        it(`ends a cell with ${verdict.code}`, () => {
          const cell = cells.get(kind);
          assert.equal(cell?.state, 'failed');
          assertVerdict(cell, verdict);
        });
      }

      if (refused) {
        it(`is ${refused.code} to loadPlugins()`, () => {
          const { outcomes, plugins } = loadPlugins({ paths: [paths.get(kind) as string] });
          assert.equal(outcomes.length, 1);
          assertVerdict(outcomes[0], refused);
          assert.deepEqual(plugins, []);
        });
      }

      if (special) {
        it(`ends 'plugkit test' with ${special.code}`, () => {
          const out = join(root, `out-${named(kind)}`);
          kind.make(builtPlace(out));
          assertVerdict(plugkitTest(out), special);
        });
      }
    });
  }

  describe('with the name of a plug-in that is loaded', () => {
    const macros = ['NAME="twin"'];
    const twins = () =>
      Promise.all(['one.so', 'two.so'].map((name) => oddPlugin(root, name, { macros })));
    const duplicate: Verdict = {
      code: 'DUPLICATE_PLUGIN',
      reason: /"twin" is loaded from .*one\.so/,
    };

    it('is DUPLICATE_PLUGIN to a probe', async () => {
      const files = await twins();
      const { outcomes } = await probe({
        files,
        env: {},
        defaultPaths: false,
        timeout: 60_000,
      });
      assert.equal(outcomes[0]?.state, 'loaded');
      assertVerdict(outcomes[1], duplicate);
    });

    it('is DUPLICATE_PLUGIN to loadPlugins()', async () => {
      assertVerdict(loadPlugins({ paths: await twins() }).outcomes[1], duplicate);
    });
  });

  describe('that may not be read', () => {
    /** Takes from root what lets it read everything. */
    const WITHOUT_RIGHTS = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] as const;
    let rights: readonly string[] = [];

    before(function () {
      if (process.getuid?.() !== 0) return;
      if (spawnSync(WITHOUT_RIGHTS[0], [...WITHOUT_RIGHTS.slice(1), 'true']).status !== 0) {
        skip(this, 'root reads every file; install setpriv (util-linux 2.32), or run as a user');
      }
      rights = WITHOUT_RIGHTS;
    });

    it('is PATH_NOT_READABLE to a probe, and so to loadPlugins() in it', async () => {
      const path = await oddPlugin(root, 'secret.so', {});
      chmodSync(path, 0);
      const { paths: explained } = plugkit<Explanation>(['explain', path, '--json'], rights);
      assertVerdict(explained[0]?.outcomes[0], {
        code: 'PATH_NOT_READABLE',
        reason: /cannot be read \(Permission denied\)/,
      });
    });

    it("ends 'plugkit test' with FILE_UNREADABLE", async () => {
      const out = join(root, 'out-secret');
      const path = await oddPlugin('', builtPlace(out), {});
      chmodSync(path, 0);
      assertVerdict(plugkitTest(out, rights), {
        code: 'FILE_UNREADABLE',
        reason: /EACCES|permission denied/,
      });
    });
  });

  it('has a code and words that no other kind has', () => {
    const told = FAULTS.filter(({ kind }) => !kind.startsWith('a file cut off')).map(
      ({ refused, fatal, used }) => {
        const { code, reason } = (refused ?? fatal ?? used) as Verdict;
        return `${code} ${reason}`;
      },
    );
    assert.deepEqual(told, [...new Set(told)]);
  });

  /** The one cell of `plugkit test --no-build` with what lies in `out`. */
  function plugkitTest(out: string, before: readonly string[] = []): CellResult | undefined {
    const plugins = join(root, 'sources');
    const { manifest } = faultySource();
    mkdirSync(join(plugins, 'faulty'), { recursive: true });
    bytes(
      join(plugins, 'faulty', 'plugin.json'),
      JSON.stringify({ ...manifest, sources: ['x.c'] }),
    );
    bytes(join(plugins, 'faulty', 'x.c'), '');
    const args = ['test', '--no-build', '--json', '--plugins', plugins, '--out', out];
    const { cells: told } = plugkit<MatrixReport>(
      [...args, '--target', here.id, '--path', 'file'],
      before,
    );
    assert.equal(told.length, 1);
    return told[0];
  }

  function plugkit<Result>(args: string[], before: readonly string[] = []): Result {
    const [program, ...rest] = [...before, process.execPath, CLI, ...args] as [string, ...string[]];
    const { stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', timeout: 120_000 });
    assert.ok(stdout, stderr);
    return JSON.parse(stdout) as Result;
  }
});
