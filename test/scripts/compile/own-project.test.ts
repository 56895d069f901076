// Plug-ins with a CMakeLists.txt of their own, for every target: whatever the project does, the file is as
// good as one that plugkit's own project makes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGETS } from '../../../loader/target.js';
import { auditFile } from '../../../scripts/audit/audit.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import { buildPlugins } from '../../../scripts/compile/plugins.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { selectPlugins } from '../../../scripts/project/plugins.js';
import {
  descriptorSource,
  INCLUDE,
  smallManifest,
  writePlugin,
} from '../../support/small-plugin.js';

const DESCRIPTOR = 'WasmEdge_Plugin_GetDescriptor';
const plugin = (name: string) => `${INCLUDE}
int helper(void);
static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
  (void)descriptor;
  return helper() ? WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("one", 3)) : NULL;
}
${descriptorSource(name, '{"one", "One", create}')}`;
const HELPER = { 'helper.c': 'int helper(void) { return 1; }\n' };
const project = (text: string, languages = 'C') =>
  `cmake_minimum_required(VERSION 3.20)\nproject(own ${languages})\n${text}\n`;

/** Each kind of project: its CMakeLists.txt and files beside plugin.c. */
const PROJECTS: Record<string, [cmake: string, files: Record<string, string>]> = {
  plain: ['add_library(own SHARED plugin.c helper.c)', HELPER],
  'found-library': [
    'find_library(WASMEDGE wasmedge REQUIRED)\nadd_library(own SHARED plugin.c helper.c)\ntarget_link_libraries(own PRIVATE \x24{WASMEDGE})',
    HELPER,
  ],
  'found-header': [
    'find_path(HEADERS wasmedge/wasmedge.h REQUIRED)\nadd_library(own MODULE plugin.c helper.c)\ntarget_include_directories(own PRIVATE \x24{HEADERS})',
    HELPER,
  ],
  'found-package': [
    'find_package(WasmEdge 0.14 REQUIRED)\nadd_library(own MODULE plugin.c helper.c)\ntarget_link_libraries(own PRIVATE WasmEdge::WasmEdge)',
    HELPER,
  ],
  'sub-directory': [
    'add_subdirectory(sub)\nadd_library(own SHARED plugin.c)\ntarget_link_libraries(own PRIVATE helper)',
    {
      'sub/CMakeLists.txt': 'add_library(helper STATIC helper.c)\n',
      'sub/helper.c': HELPER['helper.c'],
    },
  ],
  versioned: [
    'add_library(own SHARED plugin.c helper.c)\nset_target_properties(own PROPERTIES VERSION 1.2.3 SOVERSION 1)',
    HELPER,
  ],
};
/** Catches an exception, and makes objects with new. */
const CXX = `#include <stdexcept>
#include <string>
extern "C" int helper() {
  try {
    throw std::runtime_error(std::string(99, 'x'));
  } catch (const std::exception& error) {
    return error.what()[0] == 'x';
  }
}
`;

describe("a plug-in's own CMake project", () => {
  const environment = readEnvironment(process.env, { quiet: true });
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-own-'));
  });
  after(() => rmSync(root, { recursive: true }));

  function write(name: string, cmake: string, files: Record<string, string>, language = 'c'): void {
    writePlugin(join(root, 'plugins', name), smallManifest(name, { language, cmake: '.' }), {
      ...files,
      'plugin.c': plugin(name),
      'CMakeLists.txt': project(cmake, language === 'c' ? 'C' : 'C CXX'),
    });
  }

  /** Builds and audits: nothing but the descriptor is exported, no finding is there. */
  async function check(names: readonly string[], targets: typeof TARGETS): Promise<void> {
    const { sources } = await selectPlugins(join(root, 'plugins'), names);
    const out = join(root, 'dist');
    const results = await buildPlugins({ plugins: sources, targets, out, environment });
    for (const { name, target, state, file, log } of results) {
      assert.equal(state, 'built', `${name} for ${target}: ${log}`);
      const { findings } = auditFile(file, { kind: 'plugin', target });
      const wrong = findings.filter(({ level }) => level !== 'pass');
      assert.deepEqual(wrong, [], `${name} for ${target}`);
      const { exports } = readBinary(file);
      const own = exports
        .map(({ name }) => name)
        .filter((each) => !/^_(_dso_handle|mh_dylib_header)$/.test(each));
      assert.deepEqual(own, [DESCRIPTOR], `${name} for ${target}`);
      assert.ok(!readFileSync(file, 'latin1').includes(environment.cacheDirectory));
    }
  }

  it('is built for every target, and the file is like any other', async () => {
    for (const [name, [cmake, files]] of Object.entries(PROJECTS)) write(name, cmake, files);
    await check(Object.keys(PROJECTS), TARGETS);
  });

  it('may use exceptions and the C++ library, of which nothing is exported', async () => {
    write('exceptions', 'add_library(own SHARED plugin.c helper.cc)', { 'helper.cc': CXX }, 'c++');
    // A system each: the first build for a target compiles the C++ library.
    const ids = ['linux-x64', 'darwin-arm64'];
    await check(
      ['exceptions'],
      TARGETS.filter(({ id }) => ids.includes(id)),
    );
  });

  it('finds no library of this machine', async () => {
    write(
      'machine',
      'find_library(Z NAMES z c m)\nif(Z)\n  message(FATAL_ERROR "found \x24{Z}")\nendif()\nadd_library(own SHARED plugin.c helper.c)',
      HELPER,
    );
    await check(
      ['machine'],
      TARGETS.filter(({ id }) => id === 'linux-x64'),
    );
  });

  for (const [api, version, later] of [
    [3, '0.14.0', '0.14.1'],
    [4, '0.14.1', '0.15'],
    [5, '0.17.1', '0.18'],
  ] as const) {
    it(`finds WasmEdge ${version} when it is built for API ${api}, and no later one`, async () => {
      const cmake = `find_package(WasmEdge ${later} QUIET)
if(WasmEdge_FOUND)
  message(FATAL_ERROR "found ${later}")
endif()
find_package(WasmEdge ${version} EXACT REQUIRED)
add_library(own MODULE plugin.c helper.c)
target_link_libraries(own PRIVATE WasmEdge::WasmEdge)`;
      write(`api-${api}`, cmake, HELPER);
      const { sources } = await selectPlugins(join(root, 'plugins'), [`api-${api}`]);
      const targets = TARGETS.filter(({ id }) => id === 'linux-x64');
      const out = join(root, 'dist');
      const [result] = await buildPlugins({ plugins: sources, targets, out, api, environment });
      assert.equal(result?.state, 'built', result?.log);
    });
  }
});
