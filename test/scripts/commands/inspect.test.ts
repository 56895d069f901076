// `plugkit inspect`, `plugkit list` and `plugkit explain <name>`: what one plug-in is, which there are, and why one is not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { currentTarget, type Target } from '../../../loader/target.js';
import type { ExplainData } from '../../../scripts/commands/explain.js';
import type { InspectData } from '../../../scripts/commands/inspect.js';
import type { ListData } from '../../../scripts/commands/list.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../../support/compile.js';
import { descriptorSource, INCLUDE } from '../../support/small-plugin.js';

const { libraryExtension } = currentTarget() as Target;

describe('what plug-ins there are', () => {
  let root: string;
  let getString: string;
  let exporting: string;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-inspect-'));
    const built = async (name: string) =>
      builtPlugin(await readManifest(projectPath('plugins', name)));
    getString = await built('get-string');
    exporting = await built('exports');
  });
  after(() => rmSync(root, { recursive: true }));

  const plugkit = (args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [projectPath('lib/scripts/cli.js'), ...args],
      {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, WASMEDGE_DIR: join(root, 'none'), ...env },
      },
    );
    return { status, stdout, stderr };
  };
  const json = <Data>(args: string[], env?: Record<string, string>) => {
    const { status, stdout, stderr } = plugkit([...args, '--json'], env);
    assert.equal(stderr, '');
    return { status, data: JSON.parse(stdout) as Data };
  };

  const plugin = async (name: string, create: string): Promise<string> => {
    const source = join(root, `${name}.c`);
    writeFileSync(
      source,
      `#include <stdlib.h>
      ${INCLUDE}
      static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
        (void)descriptor;
        ${create}
      }
      ${descriptorSource(name, '{"first", "One", create}')}`,
    );
    return compile({
      sources: [source],
      output: join(root, name, `lib${name}${libraryExtension}`),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries: await linkLibraries(),
      flags: ['-shared'],
    });
  };

  it('inspect says what bytes, descriptor and modules say', () => {
    const { status, data } = json<InspectData>(['inspect', exporting]);
    assert.equal(status, 0);
    assert.equal(data.audit.verdict, 'pass');
    assert.equal(data.audit.target, currentTarget()?.id);
    assert.equal(data.outcome?.state, 'loaded');
    assert.equal(data.plugin?.version, '0.1.0.0');
    const { exports = [] } = data.plugin?.modules[0] ?? {};
    const named = (name: string) => exports?.find((each) => each.name === name);
    assert.deepEqual(named('store'), {
      name: 'store',
      kind: 'function',
      params: ['i32', 'i32'],
      results: [],
    });
    assert.deepEqual(named('counter'), {
      name: 'counter',
      kind: 'global',
      type: 'i64',
      mutable: true,
    });
    assert.deepEqual(named('table'), { name: 'table', kind: 'table', type: 'funcref' });
    assert.deepEqual(named('memory'), { name: 'memory', kind: 'memory' });

    const { stdout } = plugkit(['inspect', getString]);
    assert.match(stdout, /plug-in get-string 0\.1\.0\.0, API version 5: Returns a string/);
    assert.match(stdout, /option upper: toggle, default false, Return the string/);
    assert.match(stdout, /get_string: \(i32, i32\) -> i32/);
  });

  it('inspect tells what it can of a library for another system', async () => {
    const other = process.platform === 'win32' ? 'linux-x64' : 'win32-x64';
    const source = await readManifest(projectPath('plugins', 'get-string'));
    const { status, data } = json<InspectData>(['inspect', await builtPlugin(source, other)]);
    assert.equal(status, 1);
    assert.equal(data.audit.target, other);
    assert.equal(data.outcome?.code, 'WRONG_FORMAT');
    assert.equal(data.plugin, null);
  });

  it('inspect tells what a plug-in says whose module ends the process', async () => {
    const file = await plugin('crashes', 'abort();');
    const { status, data } = json<InspectData>(['inspect', file]);
    assert.equal(status, 1);
    assert.equal(data.plugin?.name, 'crashes');
    assert.equal(data.plugin?.modules[0]?.exports, null);
    assert.match(data.loaderError as string, /while module 'first' was created/);
  });

  it('inspect tells what a plug-in says whose module cannot be created', async () => {
    const { data } = json<InspectData>(['inspect', await plugin('creates_none', 'return NULL;')]);
    assert.equal(data.loaderError, null);
    assert.match(data.plugin?.modules[0]?.error as string, /create/);
  });

  it('inspect refuses what is no library', () => {
    writeFileSync(join(root, 'text.so'), 'text');
    assert.match(plugkit(['inspect', 'text.so']).stderr, /NOT_A_LIBRARY/);
    assert.match(plugkit(['inspect', 'none.so']).stderr, /FILE_NOT_FOUND/);
    assert.match(plugkit(['inspect', '.']).stderr, /USAGE.*directory.*\n.*plugkit list \./);
  });

  it('list has the plug-ins in the default paths, and those in given ones', () => {
    const env = { WASMEDGE_PLUGIN_PATH: dirname(getString) };
    const { status, data } = json<ListData>(['list'], env);
    assert.equal(status, 0);
    assert.deepEqual(
      data.plugins.map(({ name, modules, options, path }) => ({ name, modules, options, path })),
      [
        {
          name: 'get-string',
          modules: ['get_string'],
          options: ['string', 'upper'],
          path: getString,
        },
      ],
    );
    const given = json<ListData>(['list', exporting, join(root, 'text.so')]).data;
    assert.deepEqual(
      given.plugins.map(({ name }) => name),
      ['exports'],
    );
    assert.deepEqual(
      given.refused.map(({ code }) => code),
      ['NOT_A_LIBRARY'],
    );
    assert.match(plugkit(['list']).stdout, /No plug-ins/);
    assert.match(plugkit(['list', 'none']).stderr, /FILE_NOT_FOUND/);
  });

  it('explain <name> says that a plug-in is found, and where', () => {
    const env = { WASMEDGE_PLUGIN_PATH: dirname(getString) };
    const { status, data } = json<ExplainData>(['explain', 'get-string'], env);
    assert.equal(status, 0);
    assert.equal(data.plugin?.state, 'found');
    assert.equal(data.plugin?.path, getString);
    assert.match(data.plugin?.explanation as string, /version 0\.1\.0\.0.*offers 'get_string'/);
  });

  describe('explain <name> says why a plug-in is not found:', () => {
    const explain = (name: string, directory: string, env: Record<string, string> = {}) => {
      const { status, data } = json<ExplainData>(['explain', name], {
        WASMEDGE_PLUGIN_PATH: directory,
        ...env,
      });
      assert.equal(status, 1);
      return data.plugin as NonNullable<ExplainData['plugin']>;
    };
    const directory = (name: string): string => {
      mkdirSync(join(root, name), { recursive: true });
      return join(root, name);
    };

    it('it is refused', () => {
      const place = directory('refused');
      writeFileSync(join(place, `libwasmedgePluginMy_Plug${libraryExtension}`), 'text');
      const { state, code, explanation } = explain('my-plug', place);
      assert.deepEqual([state, code], ['refused', 'NOT_A_LIBRARY']);
      assert.match(explanation, /libwasmedgePluginMy_Plug.* is refused: NOT_A_LIBRARY/);
    });

    it('its file has the name, its descriptor another', () => {
      const place = directory('renamed');
      copyFileSync(getString, join(place, `libother${libraryExtension}`));
      const { state, explanation, hint } = explain('other', place);
      assert.equal(state, 'missing');
      assert.match(explanation, /libother.* is 'get-string' by its descriptor/);
      assert.match(hint as string, /plugkit explain get-string/);
    });

    it('its file is for another system', () => {
      const place = directory('for-others');
      const extension = libraryExtension === '.dll' ? '.so' : '.dll';
      writeFileSync(join(place, `foreign${extension}`), '');
      assert.match(explain('foreign', place).explanation, /is passed over/);
    });

    it('the name is another', () => {
      assert.match(explain('get-strin', dirname(getString)).hint as string, /mean get-string/);
    });

    it('nothing is there, and a directory that might be meant is not searched', () => {
      const home = directory('home');
      directory('home/.wasmedge/plugin');
      const env = { HOME: home, USERPROFILE: home };
      const place = directory('empty');
      const { explanation, hint } = explain('absent', place, env);
      assert.match(explanation, /none of 0 files/);
      assert.match(hint as string, /Put its library into .*empty/);
      if (process.platform === 'win32') return; // it is always searched there
      assert.match(hint as string, /home.\.wasmedge.plugin is not searched/);
      const { stdout } = plugkit(['explain'], { ...env, WASMEDGE_PLUGIN_PATH: place });
      assert.match(stdout, /\.wasmedge.plugin: not searched, WASMEDGE_DIR is /);
    });

    it('it is an official one', () => {
      const { hint } = explain('wasmedge_zlib', directory('empty'));
      assert.match(hint as string, /official plug-in.*--engine wasmedge/);
    });
  });
});
