// Outcomes as JavaScript gets them: refused plug-ins that leave code behind, on every thread; warnings; and
// default paths of a thread's own environment.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { loadPlugins, WARNING_CODES } from '../../loader/index.js';
import { projectPath } from '../../scripts/project/paths.js';
import { here, type OddPlugin, oddPlugin } from '../host/odd-plugins.js';
import { compile, includeDirectory } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { runChild, temporaryDirectory } from './mirror.js';

interface Found {
  outcomes: string[][];
  home: string | undefined;
}

describe('outcomes', () => {
  let root: string;
  before(() => {
    root = temporaryDirectory();
  });

  const plugin = (name: string, macros: readonly string[] = [], options: OddPlugin = {}) =>
    oddPlugin(root, `${name}${here.libraryExtension}`, {
      macros: [`NAME="outcomes ${name}"`, ...macros],
      ...options,
    });
  async function child(scene: string, args: readonly string[], env = {}): Promise<Found[]> {
    const { stdout } = await runChild('outcomes.child.js', [scene, ...args], { env });
    return JSON.parse(stdout) as Found[];
  }

  describe('of plug-ins that are refused once they are open', () => {
    before(function () {
      if (here.platform === 'win32') skip(this, 'the fixture uses threads of POSIX');
    });
    const leaving = (name: string, ...macros: string[]) =>
      plugin(name, ['LEAVES_CODE_BEHIND', ...macros], { flags: ['-pthread'] });

    for (const scene of ['refused', 'worker']) {
      it(`are the same on all threads, and end none (${scene})`, async () => {
        const old = await leaving('old', 'API_VERSION=9');
        const one = await leaving('one');
        const two = join(root, `two${here.libraryExtension}`);
        copyFileSync(one, two);
        const results = await child(scene, [old, one, two, old]);
        for (const [index, { outcomes }] of results.entries()) {
          assert.deepEqual(outcomes, [
            [old, 'API_VERSION_UNSUPPORTED'],
            [one, index === 0 ? 'loaded' : 'already-loaded'],
            [two, 'DUPLICATE_PLUGIN'],
            [old, 'API_VERSION_UNSUPPORTED'],
          ]);
        }
      });
    }
  });

  describe('with warnings', () => {
    it('have none for most plug-ins, loaded or refused', async () => {
      const { outcomes } = loadPlugins({ paths: [await plugin('plain'), join(root, 'none')] });
      assert.deepEqual(
        outcomes.map(({ state, warnings }) => [state, warnings]),
        [
          ['loaded', []],
          ['refused', []],
        ],
      );
    });

    it('have a code, a message and a hint for each', async () => {
      const { outcomes, plugins } = loadPlugins({ paths: [await plugin('zero', ['LEVEL=0'])] });
      const [warning, ...rest] = outcomes[0]?.warnings ?? [];
      assert.deepEqual(rest, []);
      assert.equal(warning?.code, 'DEFAULT_DIFFERS');
      assert.ok(warning.code in WARNING_CODES);
      assert.match(warning.message, /^the default value of the option "level" was not in storage/);
      assert.match(warning.hint, /^Initialise the storage with the default value/);
      assert.equal(plugins[0]?.options[0]?.defaultValue, 7);
    });

    it('name a missing function; a call of it ends the process', async function () {
      if (here.platform !== 'linux' || here.libc !== 'glibc') {
        return skip(this, 'only what glibc does at a missing function is known');
      }
      const file = await compile({
        sources: [projectPath('test/native/plugin/faulty_plugin.c')],
        output: join(root, 'lazy.so'),
        language: 'c',
        includeDirs: [includeDirectory],
        flags: ['-shared', '-Wl,-z,lazy', '-DON_CALL=extern void lacking(void);lacking()'],
      });
      const error = await child('call', [file]).catch((reason) => reason);
      assert.equal(error.code, 127);
      assert.match(error.stderr, /symbol lookup error: .*undefined symbol: lacking/);
      assert.deepEqual(JSON.parse(error.stdout), [[file, 'loaded', 'SYMBOL_MISSING']]);
    });
  });

  describe('of the default paths', () => {
    const SEPARATOR = process.platform === 'win32' ? ';' : ':';
    const HOME = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';

    it("are those of the thread's environment", async () => {
      const directories = ['main', 'variable', 'installation/plugin', 'home/.wasmedge/plugin'];
      const [main, variable, installation, home] = (await Promise.all(
        directories.map(async (name) => {
          mkdirSync(join(root, name), { recursive: true });
          return plugin(join(name, 'it'));
        }),
      )) as [string, string, string, string];
      const none = { WASMEDGE_PLUGIN_PATH: '', WASMEDGE_DIR: join(root, 'none') };
      const results = await child(
        'environments',
        [
          { ...none, WASMEDGE_PLUGIN_PATH: ['', join(variable, '..'), ''].join(SEPARATOR) },
          { ...none, WASMEDGE_DIR: join(root, 'installation') },
          { [HOME]: join(root, 'home') },
          { ...none, [HOME]: '' },
          none,
        ].map((env) => JSON.stringify(env)),
        { ...none, WASMEDGE_PLUGIN_PATH: join(main, '..'), [HOME]: join(root, 'process') },
      );
      assert.deepEqual(
        results.map(({ outcomes }) => outcomes.map(([path]) => path)),
        [[main], [variable], [installation], [home], [], []],
      );
      const user = process.platform === 'win32' ? undefined : userInfo().homedir;
      assert.deepEqual(
        results.map((found) => found.home),
        [join(root, 'process'), user, user, join(root, 'home'), '', user],
      );
    });
  });

  it('belong to plug-ins that need not be looked at before they are used', async () => {
    const host = loadPlugins({ paths: [await plugin('unseen')] });
    // The fixture creates none.
    const create = () => host.createModule('odd_module', { plugin: 'outcomes unseen' });
    assert.throws(create, { code: 'MODULE_CREATE_FAILED' });
  });
});
