// What has been opened stays: plug-ins that are refused after their constructors ran, asked for again, and
// replaced by other files, through the host library alone.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../../loader/errors.js';
import { skip } from '../support/skip.js';
import {
  compileProgram,
  type HostLibrary,
  type RunOptions,
  runLines,
  sanitizedLibrary,
  shippedLibrary,
} from './host-library.js';
import { here, oddPlugin } from './odd-plugins.js';
import { load as loadPaths, type Printed } from './outcomes.js';

/** What is wrong with a plug-in, and shows only once its library is open. */
const WRONG: [name: string, code: ErrorCode, ...macros: string[]][] = [
  ['api', 'API_VERSION_UNSUPPORTED', 'API_VERSION=9'],
  ['null', 'DESCRIPTOR_NULL', 'DESCRIPTOR=NULL'],
  ['wild', 'DESCRIPTOR_INVALID', 'MODULES=WILD'],
  ['utf8', 'NAME_NOT_UTF8', 'MODULE_NAME="\\xff"'],
  ['modules', 'DUPLICATE_MODULE', 'OTHER_MODULE_NAME="odd_module"'],
  ['storage', 'DESCRIPTOR_INVALID', 'STORAGE=WILD', 'NAME="storage"'],
  ['abi', 'ABI_AMBIGUOUS', 'API_VERSION=4', 'IMPORT="WasmEdge_ConfigureAddProposal"'],
  ['odd', 'DUPLICATE_PLUGIN'],
];

function testsOf(kind: string, getLibrary: () => Promise<HostLibrary | { skip: string }>): void {
  describe(`what was opened, with the ${kind} host library`, () => {
    let root: string;
    let program: string;
    let threads: string;

    before(async function () {
      if (here.platform !== 'linux') {
        skip(this, `these fixtures are for Linux, not ${here.platform}`);
      }
      const library = await getLibrary();
      if ('skip' in library) return skip(this, library.skip);
      root = mkdtempSync(join(tmpdir(), 'plugkit-opened-'));
      program = await compileProgram(library, 'report_outcomes.c', root);
      threads = await compileProgram(library, 'load_in_threads.c', root);
    });
    after(() => root && rmSync(root, { recursive: true }));

    /** A plug-in whose constructor leaves a thread and a thread key behind. */
    const plugin = (path: string, ...macros: string[]) =>
      oddPlugin(root, path, { macros: ['LEAVES_CODE_BEHIND', ...macros], flags: ['-pthread'] });
    const load = (paths: readonly string[], options?: RunOptions) =>
      loadPaths(program, paths, options);
    const short = ({ path, state, code, warnings }: Printed) =>
      [path.replace(`${root}/`, ''), code || state, ...warnings.map((each) => each.code)].join(' ');

    for (const [name, code, ...macros] of WRONG) {
      it(`stays when it is refused (${code}), and is refused once for all`, async () => {
        const first = await plugin('first.so');
        const wrong = await plugin(`${name}.so`, ...macros);
        mkdirSync(join(root, name, 'below'), { recursive: true });
        const [twin, copy] = [join(root, name, 'twin.so'), join(root, name, 'below/copy.so')];
        linkSync(wrong, twin);
        copyFileSync(wrong, copy);
        let constructed = 0;
        const [loaded, ...refused] = load(
          [first, wrong, wrong, twin, copy, copy, join(root, name), '--linger'],
          { onStderr: (text) => (constructed = text.match(/^constructed/gm)?.length ?? 0) },
        );
        assert.equal(loaded?.state, 'loaded');
        assert.deepEqual(
          refused.map((outcome) => outcome.code),
          Array(7).fill(code),
        );
        assert.equal(new Set(refused.map(({ reason }) => reason)).size, 1);
        assert.equal(constructed, 3, 'once for each of three files');
      });
    }

    it('stays when one file is in two default paths, the same and a copy', async () => {
      const made = await plugin('default.so');
      const places = ['a/one.so', 'b/same.so', 'c/copy.so'].map((name) => join(root, name));
      for (const place of places) mkdirSync(join(place, '..'), { recursive: true });
      const [one, same, copy] = places as [string, string, string];
      copyFileSync(made, one);
      linkSync(one, same);
      copyFileSync(made, copy);
      const directories = places.map((place) => join(place, '..'));
      const env = { WASMEDGE_PLUGIN_PATH: [...directories, join(root, 'a')].join(':') };
      assert.deepEqual(load([], { env }).map(short), [
        'a/one.so loaded',
        'b/same.so already-loaded',
        'c/copy.so DUPLICATE_PLUGIN',
      ]);
    });

    it('stays when the threads that opened it end', async () => {
      const directory = join(root, 'threads');
      mkdirSync(directory);
      await plugin('threads/a.so');
      await plugin('threads/b.so');
      await plugin('threads/c.so', 'NAME="c"', 'API_VERSION=9');
      const lines = runLines(threads, [directory]);
      assert.deepEqual(lines, ['loaded 1, already loaded 7, refused 16']);
    });

    it('searches each directory of the default paths once', async () => {
      await plugin('nested/below/it.so');
      const paths = ['nested', 'nested/below', 'nested/../nested'].map((name) => join(root, name));
      const env = { WASMEDGE_PLUGIN_PATH: paths.join(':') };
      assert.deepEqual(load([], { env }).map(short), ['nested/below/it.so loaded']);
    });

    describe('when its file changes', () => {
      const run = (command: string) => ['--run', command];
      const changed = /put in its place after it was opened; this process keeps what it opened$/;

      it('is what it was until the process restarts', async () => {
        const file = await plugin('replaced.so', 'NAME="replaced"');
        const next = await plugin('next.so', 'NAME="next"');
        const outcomes = load([file, ...run(`cp ${next} ${root}/x && mv ${root}/x ${file}`), file]);
        assert.deepEqual(outcomes.map(short), [
          'replaced.so loaded',
          'replaced.so already-loaded FILE_CHANGED',
        ]);
        const [warning] = outcomes[1]?.warnings ?? [];
        assert.match(warning?.message ?? '', changed);
        assert.match(warning?.hint ?? '', /^Restart the process/);
      });

      it('is what it was when a link leads to another file', async () => {
        const [old, next] = [await plugin('v1.so', 'NAME="v1"'), await plugin('v2.so')];
        const link = join(root, 'current.so');
        const outcomes = load([
          ...run(`ln -sf ${old} ${link}`),
          link,
          ...run(`ln -sf ${next} ${link}`),
          link,
          next,
        ]);
        assert.deepEqual(outcomes.map(short), [
          'current.so loaded',
          'current.so already-loaded FILE_CHANGED',
          'v2.so loaded',
        ]);
      });

      it('says so when the file was written over', async () => {
        const file = await plugin('overwritten.so');
        const outcomes = load([file, ...run(`printf x >> ${file}`), file]);
        assert.deepEqual(outcomes.map(short), [
          'overwritten.so loaded',
          'overwritten.so already-loaded FILE_CHANGED',
        ]);
        assert.match(outcomes[1]?.warnings[0]?.message ?? '', /^the file was changed after/);
      });

      it('stays refused, for what was wrong with it', async () => {
        const file = await plugin('fixed.so', 'API_VERSION=9');
        const next = await plugin('fix.so');
        const outcomes = load([file, ...run(`cp ${next} ${root}/x && mv ${root}/x ${file}`), file]);
        assert.deepEqual(outcomes.map(short), [
          'fixed.so API_VERSION_UNSUPPORTED',
          'fixed.so API_VERSION_UNSUPPORTED FILE_CHANGED',
        ]);
      });

      it('is looked at anew when it was refused before it was opened', async () => {
        const made = await plugin('made.so');
        const file = join(root, 'late.so');
        const outcomes = load([
          ...run(`echo x > ${file}`),
          file,
          ...run(`cp ${made} ${file}`),
          file,
        ]);
        assert.deepEqual(outcomes.map(short), ['late.so NOT_A_LIBRARY', 'late.so loaded']);
      });
    });

    it('is known again when it may not be read any more', async function () {
      // Root reads everything without this.
      const start = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] as const;
      if (
        process.getuid?.() === 0 &&
        spawnSync(start[0], [...start.slice(1), 'true']).status !== 0
      ) {
        return skip(
          this,
          'root reads every file; install setpriv (util-linux 2.32), or run as a user',
        );
      }
      const options: RunOptions = process.getuid?.() === 0 ? { start: [...start] } : {};
      const file = await plugin('locked.so');
      const outcomes = load([file, '--run', `chmod 0 ${file}`, file], options);
      assert.deepEqual(outcomes.map(short), ['locked.so loaded', 'locked.so already-loaded']);
    });
  });
}

testsOf('shipped', shippedLibrary);
testsOf('sanitized', sanitizedLibrary);
