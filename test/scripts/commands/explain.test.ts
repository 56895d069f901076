import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { currentTarget, type Target } from '../../../loader/target.js';
import type { Explanation } from '../../../scripts/commands/explain.js';
import { probe } from '../../../scripts/explain/probe.js';
import { searchPath } from '../../../scripts/explain/search.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { builtPlugin, compile } from '../../support/compile.js';
import { skip } from '../../support/skip.js';

const { id: here, libraryExtension } = currentTarget() as Target;

describe('scripts/explain', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-explain-test-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (name: string): string => {
    const path = join(root, name);
    writeFileSync(path, '');
    return path;
  };

  it('searchPath() tells candidates, below too, from files it passes over', () => {
    mkdirSync(join(root, 'below'));
    const candidates = [write('below/b.so'), write('c.so')];
    const skipped = [write('._a.so'), write('readme.txt')];
    const found = searchPath(root, '.so');
    assert.equal(found.state, 'directory');
    assert.deepEqual(found.candidates, candidates);
    assert.deepEqual(
      found.skipped.map(({ path }) => path),
      skipped,
    );
    assert.match(found.skipped[0]?.reason as string, /AppleDouble/);
    assert.match(found.skipped[1]?.reason as string, /does not end in \.so/);
  });

  it('searchPath() comes to an end where links lead back, and tells of those that lead nowhere', function () {
    if (process.platform === 'win32') {
      return skip(this, 'links take a right that few users have on Windows');
    }
    symlinkSync(root, join(root, 'back'));
    symlinkSync(join(root, 'nowhere'), join(root, 'dead.so'));
    const { candidates, skipped } = searchPath(root, '.so');
    assert.deepEqual(candidates, []);
    assert.deepEqual(
      skipped.map(({ path }) => basename(path)),
      ['dead.so'],
    );
  });

  it('searchPath() takes a file, and says when there is nothing', () => {
    const file = write('a.so');
    assert.deepEqual(searchPath(file, '.so'), { state: 'file', candidates: [file], skipped: [] });
    assert.equal(searchPath(file, '.dll').skipped.length, 1);
    assert.equal(searchPath(join(root, 'nowhere'), '.so').state, 'missing');
    assert.equal(searchPath(join(file, 'below'), '.so').state, 'missing');
  });

  /** A library whose constructor does something before any check of the loader could. */
  async function libraryThat(does: string): Promise<string> {
    const source = join(root, 'library.c');
    writeFileSync(
      source,
      `#include <stdlib.h>
      const void* WasmEdge_Plugin_GetDescriptor(void) { return 0; }
      __attribute__((constructor)) static void start(void) { ${does} }`,
    );
    const output = join(root, `library${libraryExtension}`);
    return compile({ sources: [source], output, language: 'c', target: here, flags: ['-shared'] });
  }

  const environment = (path: string) => ({
    WASMEDGE_PLUGIN_PATH: path,
    WASMEDGE_DIR: join(root, 'none'),
  });

  const ask = (files: string[], defaultPaths: boolean, timeout = 60_000) =>
    probe({ files, defaultPaths, env: environment(files.join(delimiter)), timeout });

  it('probe() says of each file in the default paths what became of it, past one that crashes', async () => {
    const text = write(`text${libraryExtension}`);
    const files = [text, await libraryThat('abort();'), join(root, 'missing')];
    const { outcomes, error } = await ask(files, true);
    assert.equal(error, null);
    assert.deepEqual(
      outcomes.map(({ path, code }) => [path, code]),
      files.map((file, i) => [file, ['NOT_A_LIBRARY', 'PLUGIN_CRASHED', 'PATH_NOT_FOUND'][i]]),
    );
    assert.match(outcomes[1]?.reason as string, /process ended by \S+ while it was opened/);
    assert.ok(outcomes[1]?.hint);
  });

  it('probe() says what happened when nothing can be loaded at all', async () => {
    const file = write(`text${libraryExtension}`);
    const options = { files: [file], defaultPaths: false, timeout: 60_000 };
    const { outcomes, error } = await probe({ ...options, env: { NODE_OPTIONS: '--no-such' } });
    assert.deepEqual(outcomes, []);
    assert.match(
      error as string,
      /ended with exit status \d+ before the first plug-in: .*--no-such/,
    );
  });

  /** Runs the command in an environment with a good plug-in, a wrong file and a missing directory. */
  async function explain(...flags: string[]) {
    const built = await builtPlugin(await readManifest(projectPath('plugins/get-string')), here);
    const plugin = join(root, basename(built));
    copyFileSync(built, plugin);
    const wrong = write(`wrong${libraryExtension}`);
    const missing = join(root, 'missing');
    const cli = projectPath('lib/scripts/cli.js');
    const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'explain', ...flags], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, ...environment([missing, root].join(delimiter)) },
    });
    assert.equal(status, 0, stderr);
    return { stdout, plugin, wrong, missing };
  }

  it('plugkit explain --json has every path in order with what became of it', async () => {
    const { stdout, plugin, wrong, missing } = await explain('--json');
    const { paths, variables, loaderError } = JSON.parse(stdout) as Explanation;
    assert.equal(loaderError, null);
    assert.equal(variables.WASMEDGE_DIR, join(root, 'none'));
    assert.deepEqual(
      paths.slice(0, 3).map(({ path, rule, state }) => [path, rule, state]),
      [
        [missing, 'WASMEDGE_PLUGIN_PATH', 'missing'],
        [root, 'WASMEDGE_PLUGIN_PATH', 'directory'],
        [join(root, 'none', 'plugin'), 'installation', 'missing'],
      ],
    );
    assert.equal(paths[0]?.outcomes[0]?.code, 'PATH_NOT_FOUND');
    assert.deepEqual(
      paths[1]?.outcomes.map(({ path, state, code }) => [path, state, code]),
      [
        [plugin, 'loaded', undefined],
        [wrong, 'refused', 'NOT_A_LIBRARY'],
      ],
    );
  });

  it('plugkit explain prints paths, outcomes and what to do', async () => {
    const { stdout, plugin, wrong, missing } = await explain();
    const lines = stripVTControlCharacters(stdout).split('\n');
    const has = (start: string) =>
      assert.ok(
        lines.some((line) => line.startsWith(start)),
        stdout,
      );
    has(`1. ${missing} (WASMEDGE_PLUGIN_PATH): does not exist`);
    has(`2. ${root} (WASMEDGE_PLUGIN_PATH): 2 candidates`);
    has(`     ✔ ${plugin}: loaded (get-string)`);
    has(`     ✖ ${wrong}: NOT_A_LIBRARY, `);
  });
});
