import assert from 'node:assert/strict';
import { compilerVariables, forBuild, forPip } from '../../../scripts/process/surroundings.js';

/** What changes what tools make, as people have it in their profiles. */
const MEDDLING = [
  'CFLAGS',
  'CXXFLAGS',
  'CPPFLAGS',
  'LDFLAGS',
  'ASFLAGS',
  'RCFLAGS',
  'CPATH',
  'C_INCLUDE_PATH',
  'CPLUS_INCLUDE_PATH',
  'OBJC_INCLUDE_PATH',
  'LIBRARY_PATH',
  'LD_LIBRARY_PATH',
  'LD_RUN_PATH',
  'LD_PRELOAD',
  'DYLD_LIBRARY_PATH',
  'CMAKE_GENERATOR',
  'CMAKE_PREFIX_PATH',
  'CMAKE_BUILD_TYPE',
  'CMAKE_TOOLCHAIN_FILE',
  'CMAKE_C_COMPILER_LAUNCHER',
  'CMAKE_EXPORT_COMPILE_COMMANDS',
  'MACOSX_DEPLOYMENT_TARGET',
  'ZIG_LIB_DIR',
  'ZIG_LIBC',
  'ZIG_VERBOSE_CC',
  'CCC_OVERRIDE_OPTIONS',
  'NINJA_STATUS',
  'NINJAFLAGS',
  'MAKEFLAGS',
  'VERBOSE',
  'DESTDIR',
  'GCC_EXEC_PREFIX',
  'PKG_CONFIG_PATH',
  'NODE_OPTIONS',
  'LANG',
  'LC_MESSAGES',
  'LANGUAGE',
  'TZ',
];
const PLACEMENT = [
  'PIP_USER',
  'PIP_PREFIX',
  'PIP_TARGET',
  'PIP_ROOT',
  'PIP_REQUIRE_VIRTUALENV',
  'PIP_DRY_RUN',
  'PIP_CONSTRAINT',
  'PIP_NO_BINARY',
  'PIP_PLATFORM',
  'PIP_REQUIREMENT',
  'PYTHONHOME',
  'PYTHONPATH',
];
const all = Object.fromEntries(
  [
    ...MEDDLING,
    ...PLACEMENT,
    'CC',
    'CXX',
    'PATH',
    'HOME',
    'SOURCE_DATE_EPOCH',
    'PIP_INDEX_URL',
  ].map((name) => [name, 'hostile']),
);
const names = (variables: object) => Object.keys(variables).sort();

describe('scripts/process/surroundings', () => {
  it('forBuild() lets nothing pass that changes what is built but the date', () => {
    assert.deepEqual(names(forBuild(all)), ['HOME', 'LC_ALL', 'PATH', 'SOURCE_DATE_EPOCH']);
    assert.equal(forBuild({ LC_ALL: 'tr_TR.UTF-8' }).LC_ALL, 'C');
  });

  it('compilerVariables() are those that name a compiler', () => {
    assert.deepEqual(names(compilerVariables(all)), ['CC', 'CXX']);
  });

  it('forPip() lets pass where to fetch from, not where to install', () => {
    const variables = forPip(all);
    for (const name of PLACEMENT.filter((each) => each !== 'PIP_USER')) {
      assert.ok(!(name in variables), name);
    }
    assert.equal(variables.PIP_USER, '0');
    assert.equal(variables.PIP_INDEX_URL, 'hostile');
  });

  it('knows names in any case, as Windows and proxies have them', () => {
    const variables = { Path: 'p', SystemRoot: 's', https_proxy: 'h' };
    assert.deepEqual(names(forBuild(variables)), ['LC_ALL', 'Path', 'SystemRoot']);
    assert.ok('https_proxy' in forPip(variables));
  });
});
