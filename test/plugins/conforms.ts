// The conformance suite: everything that a plug-in of this project must do when it is loaded from its
// file. Called once a plug-in by conformance.test.ts.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadPlugins, type Plugin, type PluginHost } from '../../loader/index.js';
import { currentTarget, type Target } from '../../loader/target.js';
import { runCase } from '../../scripts/matrix/cell/run-case.js';
import { assembleGuests } from '../../scripts/matrix/guests.js';
import { type Manifest, readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { listPluginFiles } from '../../scripts/project/plugin-files.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../support/compile.js';

/** Declares the tests of one plug-in of plugins/. */
export function conforms(name: string): void {
  describe(`the plug-in ${name}`, () => {
    const directory = projectPath('plugins', name);
    let manifest: Manifest;
    let host: PluginHost;
    let plugin: Plugin;
    let guests: Record<string, string>;
    let work: string;

    before(async () => {
      const source = await readManifest(directory);
      manifest = source.manifest;
      work = await mkdtemp(join(tmpdir(), 'plugkit-conforms-'));
      guests = await assembleGuests(source, work);
      const file = await builtPlugin(source, (currentTarget() as Target).id);
      host = loadPlugins({ paths: [file] });
      plugin = host.findPlugin(name) as Plugin;
      assert.ok(plugin, JSON.stringify(host.outcomes));
    });
    after(() => rm(work, { recursive: true }));

    it('has the descriptor that plugin.json promises', () => {
      assert.equal(plugin.version, `${manifest.version}.0`);
      assert.equal(plugin.apiVersion, 5);
      assert.deepEqual(plugin.modules.map((module) => module.name).sort(), manifest.modules);
      for (const { description } of [plugin, ...plugin.modules, ...plugin.options]) {
        assert.notEqual(description, '');
      }
    });

    it('passes every test case of plugin.json', async () => {
      const failures: string[] = [];
      for (const test of manifest.tests) {
        const fault = await runCase({ host, plugin, guests }, test);
        if (fault) failures.push(`${test.name}: ${fault.reason}`);
      }
      assert.deepEqual(failures, []);
    });

    it('has a test case with a guest for every function', async () => {
      const imported = new Set<string>();
      for (const binary of Object.values(guests)) {
        const module = new WebAssembly.Module(await readFile(binary));
        for (const item of WebAssembly.Module.imports(module)) {
          imported.add(`${item.module}.${item.name}`);
        }
      }
      const called = manifest.tests.flatMap((test) =>
        test.module ? [`${test.module}.${test.call}`] : [],
      );
      for (const module of manifest.modules) {
        const functions = Object.keys(plugin.createModule(module).functions);
        assert.ok(functions.length > 0);
        const missing = functions.filter((each) => {
          const whole = `${module}.${each}`;
          return !imported.has(whole) && !called.includes(whole);
        });
        assert.deepEqual(missing, []);
      }
    });

    it('creates any number of modules', () => {
      for (const module of manifest.modules) {
        for (let count = 0; count < 1000; count += 1) plugin.createModule(module)[Symbol.dispose]();
      }
    });

    it('compiles without a warning', async () => {
      const { language } = manifest;
      const files = (await listPluginFiles(directory)).map(({ path }) => join(directory, path));
      const headers = files.filter((file) => file.endsWith('.h')).map((file) => dirname(file));
      await compile({
        sources: files.filter((file) => /\.(c|cc)$/.test(file)),
        output: join(work, 'strict.so'),
        language: language === 'c++' ? 'c++' : 'c',
        includeDirs: [includeDirectory, ...new Set(headers)],
        libraries: await linkLibraries(),
        flags: ['-shared', '-Wall', '-Wextra', '-Wpedantic', '-Werror'],
      });
    });
  });
}
