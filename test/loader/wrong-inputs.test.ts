// Paths and files that cannot be loaded, through the package's API: each gets its code and says what to
// do, and this process goes on. test/host/ tries many more on the host library.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type LoadOutcome, loadPlugins } from '../../loader/index.js';
import { TARGETS, type Target } from '../../loader/target.js';
import { projectPath } from '../../scripts/project/paths.js';
import { here, oddPlugin } from '../host/odd-plugins.js';
import { skip } from '../support/skip.js';
import { temporaryDirectory } from './mirror.js';

const elsewhere = {
  processor: TARGETS.find(
    ({ platform, libc, arch }) =>
      platform === here.platform && libc === here.libc && arch !== here.arch,
  ) as Target,
  system: TARGETS.find(
    ({ platform }) => platform === (here.platform === 'darwin' ? 'linux' : 'darwin'),
  ) as Target,
};

describe('loadPlugins() given wrong inputs', () => {
  let root: string;
  before(() => {
    root = temporaryDirectory();
    chmodSync(root, 0o755);
  });

  /** A plug-in whose descriptor is what the macros say; its name is that of the file. */
  const odd = (name: string, macros: readonly string[] = [], target: Target = here) =>
    oddPlugin(root, `${name}${target.libraryExtension}`, {
      macros: [`NAME="wrong-inputs ${name}"`, ...macros],
      target: target.id,
    });

  /** What became of the one candidate that `path` is, or holds. */
  function outcomeOf(path: string): LoadOutcome {
    const { outcomes, plugins } = loadPlugins({ paths: [path] });
    assert.equal(outcomes.length, 1, JSON.stringify(outcomes));
    const [outcome] = outcomes as [LoadOutcome];
    assert.equal(plugins.length, outcome.state === 'refused' ? 0 : 1);
    return outcome;
  }

  function assertRefused(outcome: LoadOutcome, code: LoadOutcome['code'], reason: RegExp): void {
    assert.equal(outcome.state, 'refused', JSON.stringify(outcome));
    assert.equal(outcome.code, code, JSON.stringify(outcome));
    assert.match(outcome.reason as string, reason);
    assert.ok(outcome.hint, 'there is no hint');
    assert.equal(outcome.plugin, undefined);
  }

  const write = (name: string, content: string | Buffer): string => {
    const path = join(root, name);
    writeFileSync(path, content);
    return path;
  };

  it('refuses a path that does not exist', () => {
    assertRefused(outcomeOf(join(root, 'nowhere')), 'PATH_NOT_FOUND', /does not exist/);
  });

  it('refuses an empty directory', () => {
    const empty = join(root, 'empty');
    mkdirSync(empty);
    assertRefused(outcomeOf(empty), 'NO_LIBRARY_FOUND', /hold no file/);
  });

  it('refuses a text file with the name of a library', () => {
    const path = write(`text${here.libraryExtension}`, 'Hello\n');
    assertRefused(outcomeOf(path), 'NOT_A_LIBRARY', /text beginning "Hello"/);
  });

  it('refuses an empty file', () => {
    const path = write(`nothing${here.libraryExtension}`, '');
    assertRefused(outcomeOf(path), 'NOT_A_LIBRARY', /an empty file/);
  });

  it('refuses a library that was cut short anywhere', async () => {
    const whole = readFileSync(await odd('whole'));
    for (const share of [0.01, 0.1, 0.25, 0.5, 0.9]) {
      const part = whole.subarray(0, Math.round(whole.length * share));
      const path = write(`part-${share}${here.libraryExtension}`, part);
      assertRefused(outcomeOf(path), 'LIBRARY_TRUNCATED', /./);
    }
  });

  it('refuses a library for another processor', async () => {
    const path = await odd('processor', [], elsewhere.processor);
    assertRefused(outcomeOf(path), 'WRONG_ARCHITECTURE', /expected/);
  });

  it('refuses a library for another system', async () => {
    const path = await odd('system', [], elsewhere.system);
    assertRefused(outcomeOf(path), 'WRONG_FORMAT', /expected/);
  });

  const descriptors: [string, LoadOutcome['code'], RegExp, string][] = [
    ['without a descriptor', 'NO_DESCRIPTOR', /exports no function/, 'NO_DESCRIPTOR'],
    ['with a null descriptor', 'DESCRIPTOR_NULL', /returned null/, 'DESCRIPTOR=NULL'],
    ['of an old API version', 'API_VERSION_UNSUPPORTED', /is 2, expected 5/, 'API_VERSION=2'],
    ['of a new API version', 'API_VERSION_UNSUPPORTED', /is 6, expected 5/, 'API_VERSION=6'],
    ['with a wild pointer', 'DESCRIPTOR_INVALID', /cannot be read/, 'OPTIONS=WILD'],
    ['with a name that is not UTF-8', 'NAME_NOT_UTF8', /not UTF-8/, 'MODULE_NAME="\\xff"'],
  ];
  for (const [what, code, reason, macro] of descriptors) {
    it(`refuses a plug-in ${what}`, async () => {
      assertRefused(outcomeOf(await odd(what.replaceAll(' ', '-'), [macro])), code, reason);
    });
  }

  it('refuses a second plug-in of the same name, not a second path of the same file', async () => {
    const one = await odd('one');
    const copy = join(root, `copy${here.libraryExtension}`);
    copyFileSync(one, copy);
    assert.equal(outcomeOf(one).state, 'loaded');
    assert.equal(outcomeOf(one).state, 'already-loaded');
    assertRefused(outcomeOf(copy), 'DUPLICATE_PLUGIN', /"wrong-inputs one" is loaded from .*one\./);
  });

  it('throws ARGUMENT_INVALID for what is no path', () => {
    for (const path of ['', 'a\0b', 5, null]) {
      assert.throws(() => loadPlugins({ paths: [path as string] }), { code: 'ARGUMENT_INVALID' });
    }
  });

  it('goes on after a refusal', async () => {
    const good = await odd('good');
    const { outcomes, plugins } = loadPlugins({ paths: [join(root, 'nowhere'), good] });
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['refused', 'loaded'],
    );
    assert.equal(plugins[0]?.name, 'wrong-inputs good');
  });

  it('refuses a directory and a file without permission', async function () {
    if (process.getuid?.() !== 0) {
      return skip(this, 'only root can become a user without rights; run the tests as root');
    }
    const directory = join(root, 'secret');
    mkdirSync(directory);
    copyFileSync(await odd('secret'), join(directory, 'secret.so'));
    const file = write('secret-file.so', readFileSync(join(directory, 'secret.so')));
    for (const path of [directory, file]) chmodSync(path, 0o000);
    const script = `
      const { loadPlugins } = await import(${JSON.stringify(projectPath('lib/loader/index.js'))});
      loadPlugins({ paths: [] });
      process.setgroups([]);
      process.setgid(65534);
      process.setuid(65534);
      const { outcomes } = loadPlugins({ paths: ${JSON.stringify([directory, file])} });
      console.log(JSON.stringify(outcomes));`;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(child.status, 0, child.stderr);
    const outcomes = JSON.parse(child.stdout) as LoadOutcome[];
    assert.equal(outcomes.length, 2);
    for (const outcome of outcomes) assertRefused(outcome, 'PATH_NOT_READABLE', /cannot be read/);
  });

  describe('in the default paths', () => {
    const { WASMEDGE_PLUGIN_PATH, WASMEDGE_DIR } = process.env;
    beforeEach(() => {
      process.env.WASMEDGE_DIR = join(root, 'no-installation');
    });
    afterEach(() => {
      for (const [name, value] of Object.entries({ WASMEDGE_PLUGIN_PATH, WASMEDGE_DIR })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
    const separator = process.platform === 'win32' ? ';' : ':';

    it('passes over empty parts of WASMEDGE_PLUGIN_PATH', async () => {
      const file = await odd('between-empty-parts');
      process.env.WASMEDGE_PLUGIN_PATH = ['', '', file, ''].join(separator);
      const { outcomes } = loadPlugins();
      assert.deepEqual(
        outcomes.map(({ path, state }) => [path, state]),
        [[file, 'loaded']],
      );
    });

    it('counts relative parts of WASMEDGE_PLUGIN_PATH from the working directory', async () => {
      const file = await odd('relative');
      process.env.WASMEDGE_PLUGIN_PATH = relative(process.cwd(), file);
      const [outcome] = loadPlugins().outcomes;
      assert.equal(outcome?.state, 'loaded', JSON.stringify(outcome));
      assert.equal(outcome.plugin, 'wrong-inputs relative');
    });

    it('tells of a part of WASMEDGE_PLUGIN_PATH that does not exist, not of other paths', () => {
      process.env.WASMEDGE_PLUGIN_PATH = join(root, 'nowhere');
      const { outcomes } = loadPlugins();
      assert.equal(outcomes.length, 1);
      assertRefused(outcomes[0] as LoadOutcome, 'PATH_NOT_FOUND', /does not exist/);
    });
  });
});
