import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPlugins } from '../../../scripts/compile/plugins.js';
import { type Environment, readEnvironment } from '../../../scripts/flags/environment.js';
import { selectTargets } from '../../../scripts/flags/targets.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { findToolchain } from '../../../scripts/toolchain/find.js';
import { skip } from '../../support/skip.js';
import {
  descriptorSource,
  INCLUDE,
  smallManifest,
  writePlugin,
} from '../../support/small-plugin.js';

/** A plug-in without modules, which needs a function of the host. */
const SOURCE = `${INCLUDE}
static __attribute__((used)) void mention(void) { (void)WasmEdge_LimitCreate; }
${descriptorSource('tiny')}`;
const MANIFEST = { sources: ['tiny.c'] };

describe('buildPlugins()', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugkit-build-'));
  });
  after(() => rm(directory, { recursive: true }));

  const environment = readEnvironment(process.env, { quiet: true });

  /** A plug-in's folder with these files. */
  async function plugin(
    place: string,
    manifest: object = {},
    files: Record<string, string> = { 'tiny.c': SOURCE },
  ) {
    const folder = join(directory, place, 'tiny');
    writePlugin(folder, smallManifest('tiny', { ...MANIFEST, ...manifest }), files);
    return folder;
  }

  async function build(folder: string, where: Environment = environment, target = 'linux-x64') {
    const [result] = await buildPlugins({
      plugins: [await readManifest(folder)],
      targets: selectTargets(target),
      out: join(folder, '..', 'out'),
      environment: where,
    });
    assert(result);
    return result;
  }

  it('puts the plug-in into <out>/<plugin>/<target>/, and nothing else', async () => {
    const folder = await plugin('place');
    const result = await build(folder);
    assert.equal(result.state, 'built', result.log);
    const target = join(folder, '..', 'out', 'tiny', 'linux-x64');
    assert.deepEqual(await readdir(target), ['libwasmedgePluginTiny.so']);
    assert.equal(result.file, join(target, 'libwasmedgePluginTiny.so'));
    assert.equal(result.bytes, (await readFile(result.file)).length);
  });

  it('runs no tool but for its version when nothing changed', async function () {
    if (process.platform === 'win32') skip(this, 'the recording tools are shell scripts');
    const folder = await plugin('incremental');
    const { zig, cmake, ninja } = await findToolchain(environment);
    const log = join(directory, 'commands');
    const tools: Record<string, string> = {};
    for (const [name, { path }] of Object.entries({ zig, cmake, ninja })) {
      tools[name] = join(directory, name);
      await writeFile(
        tools[name],
        `#!/bin/sh\necho "${name} $1" >> '${log}'\nexec '${path}' "$@"\n`,
      );
      await chmod(tools[name], 0o755);
    }
    const recorded = { ...environment, tools };
    const commands = async () => [...new Set((await readFile(log, 'utf8')).trim().split('\n'))];

    assert.equal((await build(folder, recorded)).state, 'built');
    assert((await commands()).includes('zig cc'));
    await rm(log);
    assert.equal((await build(folder, recorded)).state, 'up-to-date');
    assert.deepEqual((await commands()).sort(), [
      'cmake --version',
      'ninja --version',
      'zig version',
    ]);
  });

  it('builds again when a source changed or the result was touched', async () => {
    const folder = await plugin('changes');
    const first = await build(folder);
    await writeFile(join(folder, 'tiny.c'), SOURCE.replace('"tiny"', '"tinier"'));
    assert.equal((await build(folder)).state, 'built');
    await writeFile(first.file, 'not a library');
    assert.equal((await build(folder)).state, 'built');
    await rm(first.file);
    assert.equal((await build(folder)).state, 'built');
    assert.equal((await build(folder)).state, 'up-to-date');
  });

  it('leaves the former result alone when a build fails, and tells what the compiler said', async () => {
    const folder = await plugin('failing');
    const { file } = await build(folder);
    const former = await readFile(file);
    await writeFile(join(folder, 'tiny.c'), `${SOURCE}\nthis is not C;\n`);
    const result = await build(folder);
    assert.equal(result.state, 'failed');
    assert.match(result.log, /tiny\.c:\d+:\d+: error: unknown type name 'this'/);
    assert.deepEqual(await readFile(file), former);
  });

  it('refuses to link what neither the plug-in nor WasmEdge has', async () => {
    const source = `void missing(void);\n${SOURCE.replace('(void)WasmEdge_LimitCreate', 'missing()')}`;
    const result = await build(await plugin('undefined', {}, { 'tiny.c': source }));
    assert.equal(result.state, 'failed');
    assert.match(result.log, /undefined symbol: missing/);
  });

  it('gives the same bytes whatever the directory, the cache and the environment', async () => {
    const source = `${SOURCE}const char *file = __FILE__;\n`;
    const [one, other] = await Promise.all(
      ['here', 'there/deeper'].map((place) => plugin(place, {}, { 'tiny.c': source })),
    );
    const { zig, cmake, ninja } = await findToolchain(environment);
    const tools = { zig: zig.path, cmake: cmake.path, ninja: ninja.path };
    const elsewhere = { ...environment, tools, cacheDirectory: join(directory, 'cache') };
    // The compiler's own runtime is the same wherever it lies; building it again takes a minute.
    await mkdir(elsewhere.cacheDirectory);
    const compilerCache = join(environment.cacheDirectory, 'zig');
    await symlink(compilerCache, join(elsewhere.cacheDirectory, 'zig'), 'junction');
    const [first, second] = [await build(one as string), await build(other as string, elsewhere)];
    assert.equal(second.state, 'built', second.log);
    assert.deepEqual(await readFile(first.file), await readFile(second.file));
  });

  it('builds a CMake project that knows nothing of cross-building', async () => {
    const project = `cmake_minimum_required(VERSION 3.20)
project(tiny C)
find_library(WASMEDGE wasmedge REQUIRED)
add_library(own MODULE tiny.c)
target_link_libraries(own PRIVATE \${WASMEDGE})
`;
    const files = { 'tiny.c': SOURCE, 'CMakeLists.txt': project };
    const folder = join(directory, 'own', 'tiny');
    writePlugin(folder, smallManifest('tiny', { cmake: '.' }), files);
    const result = await build(folder);
    assert.equal(result.state, 'built', result.log);
    assert.match(result.file, /libwasmedgePluginTiny\.so$/);
  });

  it('links C++ without the C++ library, or with it inside when plugin.json says so', async () => {
    const source = `#include <wasmedge/wasmedge.h>
#include <string>
WASMEDGE_CAPI_PLUGIN_EXPORT const WasmEdge_PluginDescriptor *WasmEdge_Plugin_GetDescriptor(void) {
  static std::string text(100, 'x');
  return text.empty() ? nullptr : reinterpret_cast<const WasmEdge_PluginDescriptor *>(text.data());
}
`;
    const cxx = { language: 'c++', sources: ['tiny.cc'] };
    const without = await build(await plugin('without', cxx, { 'tiny.cc': source }));
    assert.equal(without.state, 'failed');
    assert.match(without.log, /undefined symbol: operator/);
    assert.match(without.log, /"cxxLibrary": true/);
    const withLibrary = { ...cxx, cxxLibrary: true };
    const result = await build(await plugin('with', withLibrary, { 'tiny.cc': source }));
    assert.equal(result.state, 'built', result.log);
  });
});
