import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Verification, verifyBuilds } from '../../../scripts/compile/verify.js';
import { renderVerification } from '../../../scripts/compile/verify-summary.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { selectTargets } from '../../../scripts/flags/targets.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { selectPlugins } from '../../../scripts/project/plugins.js';
import { findToolchain } from '../../../scripts/toolchain/find.js';
import { INCLUDE, smallManifest, writePlugin } from '../../support/small-plugin.js';

/** No descriptor: what differs is to be all the data there is. */
const HEAD = `${INCLUDE}
#pragma clang diagnostic ignored "-Wdate-time"
WASMEDGE_CAPI_PLUGIN_EXPORT const WasmEdge_PluginDescriptor *WasmEdge_Plugin_GetDescriptor(void) {
  return 0;
}
`;
const show = (expression: string) =>
  `WASMEDGE_CAPI_PLUGIN_EXPORT const char *Show(void) { return ${expression}; }\n`;
const project = (definition: string, sources = 'plugin.c') =>
  `cmake_minimum_required(VERSION 3.20)
project(own C)
${definition}
add_library(own MODULE ${sources})
`;

/** Plug-ins that differ from build to build, each in its own way, and one that is no C. */
const PLUGINS: Record<string, Record<string, string>> = {
  clock: { 'plugin.c': HEAD + show('__DATE__ " " __TIME__') },
  place: {
    'plugin.c': HEAD + show('PLACE'),
    'CMakeLists.txt': project(`add_compile_definitions(PLACE="\${CMAKE_SOURCE_DIR}")`),
  },
  person: {
    'plugin.c': HEAD + show('PERSON'),
    'CMakeLists.txt': project(
      `get_filename_component(person "$ENV{HOME}" NAME)
add_compile_definitions(PERSON="\${person}")`,
    ),
  },
  // The times of the two builds are an even and an odd number.
  order: {
    'plugin.c': `${HEAD}__attribute__((used, retain)) const char one[] = "first part";\n`,
    'other.c': '__attribute__((used, retain)) const char two[] = "other part";\n',
    'CMakeLists.txt': project(
      `string(TIMESTAMP now "%s")
math(EXPR odd "\${now} % 2")
set(sources plugin.c other.c)
if(odd)
  list(REVERSE sources)
endif()`,
      `\${sources}`,
    ),
  },
  broken: { 'plugin.c': 'this is not C;\n' },
};

function writePlugins(directory: string): void {
  for (const [name, files] of Object.entries(PLUGINS)) {
    const folder = join(directory, name);
    const how = 'CMakeLists.txt' in files ? { cmake: '.' } : {};
    writePlugin(folder, smallManifest(name, how), files);
  }
}

describe('plugkit build --verify', () => {
  const environment = readEnvironment(process.env, { quiet: true });
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugkit-verify-'));
    writePlugins(join(directory, 'plugins'));
  });
  after(() => rm(directory, { recursive: true }));

  it("finds this project's plug-ins in C and C++ the same for three systems", async () => {
    const { verified, kept } = await verifyBuilds({
      plugins: (await selectPlugins(projectPath('plugins'), ['get-string', 'get-string-cpp']))
        .sources,
      targets: selectTargets('linux-x64,win32-x64,darwin-arm64'),
      environment,
      keep: false,
    });
    assert.equal(kept, undefined);
    assert.equal(verified.length, 6);
    for (const { name, target, state, files, log } of verified) {
      assert.equal(state, 'same', `${name} for ${target}: ${log}${JSON.stringify(files)}`);
      assert.equal(files.length, 1);
      assert.match(files[0]?.file ?? '', new RegExp(`^${name}/${target}/.*asmedgePlugin`));
      assert.ok((files[0]?.bytes ?? 0) > 1000);
    }
  });

  describe('of plug-ins that differ', () => {
    let status: number | null;
    let verified: Verification[];
    before(async () => {
      const cli = projectPath('lib', 'scripts', 'cli.js');
      const flags = ['--verify', '--json', '--target', 'linux-x64'];
      const { zig, cmake, ninja } = await findToolchain(environment);
      const cache = join(directory, 'cache');
      await mkdir(cache);
      // Building the compiler's own runtime again would take a minute.
      await symlink(join(environment.cacheDirectory, 'zig'), join(cache, 'zig'), 'junction');
      const result = spawnSync(process.execPath, [cli, 'build', ...flags], {
        cwd: directory,
        env: {
          ...process.env,
          ZIG: zig.path,
          CMAKE: cmake.path,
          NINJA: ninja.path,
          PLUGKIT_CACHE_DIR: cache,
          SOURCE_DATE_EPOCH: undefined,
        },
        encoding: 'utf8',
      });
      status = result.status;
      verified = JSON.parse(result.stdout).verified;
    });

    /** Part of the file, cause and both contents of the first difference of a plug-in. */
    function firstOf(name: string): [string, string, string, string] {
      const one = verified.find((other) => other.name === name);
      assert.equal(one?.state, 'different', one?.log);
      const difference = one.files[0]?.differences[0];
      assert(difference);
      return [difference.section, difference.cause, difference.first, difference.second];
    }

    it('ends with status 1 and leaves nothing behind', () => {
      assert.equal(status, 1);
      assert.deepEqual(readdirSync(directory).sort(), ['cache', 'plugins']);
      assert.deepEqual(readdirSync(join(directory, 'cache')), ['zig']);
    });

    it('names the date', () => {
      assert.deepEqual(firstOf('clock'), [
        '.rodata',
        'build-time',
        '"Sep  9 2001 01:46:40"',
        '"Nov 14 2023 22:13:21"',
      ]);
    });

    it('names the directory', () => {
      const [section, cause, first, second] = firstOf('place');
      assert.deepEqual([section, cause], ['.rodata', 'build-path']);
      assert.notEqual(first, second);
    });

    it('names the user', () => {
      assert.deepEqual(firstOf('person'), ['.rodata', 'user', '"plugkitone"', '"plugkitother"']);
    });

    it('names the order of sources', () => {
      assert.equal(firstOf('order')[1], 'order');
    });

    it('tells a build that failed from one that differs', () => {
      const broken = verified.find(({ name }) => name === 'broken');
      assert.equal(broken?.state, 'failed');
      assert.match(broken.log, /unknown type name 'this'/);
    });

    it('says all that to people, too', () => {
      const text = renderVerification({ verified, kept: '/somewhere' });
      assert.match(text, /^linux-x64 +failed +different/m);
      assert.match(text, /^ {4}\.rodata at offset 0x[\da-f]+ \(\d+ bytes\): "Sep {2}9 2001/m);
      assert.match(text, /^ {6}cause: the time of the build/m);
      assert.match(text, /^Both copies are in \/somewhere$/m);
      assert.match(text, /^0 the same, 4 different, 1 failed$/m);
    });
  });

  it('takes the date that the caller fixed', async () => {
    const { verified, kept } = await verifyBuilds({
      plugins: (await selectPlugins(join(directory, 'plugins'), ['clock'])).sources,
      targets: selectTargets('linux-x64'),
      environment: { ...environment, sourceDateEpoch: '1600000000' },
      keep: true,
    });
    assert.ok(kept);
    try {
      assert.equal(verified[0]?.state, 'same', JSON.stringify(verified));
      assert.ok(existsSync(join(kept, '1', 'dist', verified[0].files[0]?.file as string)));
    } finally {
      await rm(kept, { recursive: true });
    }
  });
});
