// Each check, on descriptions of binaries: a good file passes all, and one change provokes one finding.
// Long because it is a table with a row for every way in which a file can be wrong.
import assert from 'node:assert/strict';
import { TARGETS, type TargetId } from '../../../../loader/target.js';
import { HOST_EXPORTS, STOCK_FUNCTIONS } from '../../../../scripts/audit/api-symbols.js';
import type { BinaryInfo, ImportedSymbol } from '../../../../scripts/audit/binary-info.js';
import { findBuildPaths } from '../../../../scripts/audit/build-paths.js';
import type { FileKind, Subject } from '../../../../scripts/audit/checks/check.js';
import { CHECKS } from '../../../../scripts/audit/checks/checks.js';
import { enumerate, kindOf } from '../../../../scripts/audit/checks/symbols.js';
import { largestPage } from '../../../../scripts/audit/pages.js';
import {
  CHECK_IDS,
  type CheckId,
  POLICIES,
  type Thresholds,
} from '../../../../scripts/audit/policy.js';
import { type ApiVersion, CURRENT_API_VERSION } from '../../../../scripts/project/api-version.js';

const exported = (name: string, kind: 'function' | 'data' = 'function') =>
  ({ name, version: null, isDefault: true, kind }) as const;
const imported = (name: string, version: string | null = null, library: string | null = null) =>
  ({ name, version, library, weak: false }) satisfies ImportedSymbol;
const glibc = (version: string) => ({ library: 'libc.so.6', version });

/** A plug-in that no check holds anything against. */
function goodPlugin(target: TargetId): BinaryInfo {
  const { platform, arch, libc } = TARGETS.find(({ id }) => id === target) as (typeof TARGETS)[0];
  const common: BinaryInfo = {
    format: 'elf',
    bits: 64,
    machine: arch,
    platform,
    libc,
    kind: 'shared-library',
    soname: 'plugin',
    needed: [],
    optionalNeeded: [],
    neededVersions: [],
    rpaths: [],
    exports: [exported('WasmEdge_Plugin_GetDescriptor')],
    imports: [imported('WasmEdge_LogOff')],
    segments: [{ name: 'LOAD', readable: true, writable: false, executable: true }],
    sections: [],
    executableStack: false,
    largestPage: 65536,
    relro: null,
    textRelocations: false,
    minimumSystem: null,
    signature: { present: false, kind: 'none', valid: null, problem: null },
    debugInfo: false,
    flags: [],
    machines: [arch],
    options: [{ name: 'one', holdsDefault: true }],
    size: 1000,
  };
  if (platform === 'linux') {
    const needed = libc === 'musl' ? ['libc.so'] : ['libc.so.6'];
    const neededVersions = libc === 'musl' ? [] : [glibc('GLIBC_2.17')];
    const stack = { name: 'GNU_STACK', readable: true, writable: true, executable: false };
    const segments = [...common.segments, stack];
    return { ...common, needed, neededVersions, segments, relro: 'full' };
  }
  if (platform === 'darwin') {
    const signature = { present: true, kind: 'ad-hoc', valid: true, problem: null } as const;
    const needed = ['/usr/lib/libSystem.B.dylib'];
    return { ...common, format: 'macho', needed, signature, minimumSystem: '11.0' };
  }
  const flags = ['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT'];
  const needed = ['KERNEL32.dll', 'wasmedge.dll'];
  return { ...common, format: 'pe', needed, flags, minimumSystem: '6.0' };
}

function goodHost(target: TargetId): BinaryInfo {
  const info = goodPlugin(target);
  const exports =
    info.format === 'elf'
      ? [...HOST_EXPORTS].map((symbol) => {
          const [name, version] = symbol.split(/@+/) as [string, string];
          return { name, version, isDefault: symbol.includes('@@'), kind: 'function' } as const;
        })
      : [...STOCK_FUNCTIONS.keys()].map((name) => exported(name));
  const soname = {
    linux: 'libwasmedge.so.0',
    darwin: '@rpath/libwasmedge.0.dylib',
    win32: 'wasmedge.dll',
  }[info.platform as 'linux' | 'darwin' | 'win32'];
  const others = info.needed.filter((library) => library !== 'wasmedge.dll');
  const itself = info.libc === 'musl' ? { needed: [soname, ...others], rpaths: ['$ORIGIN'] } : {};
  return { ...info, needed: others, exports, imports: [], soname, ...itself };
}

interface Situation {
  target?: TargetId;
  kind?: FileKind;
  bytes?: Buffer;
  thresholds?: Partial<Thresholds>;
  isBeside?: Subject['isBeside'];
  find?: Subject['find'];
  api?: ApiVersion;
  /** Changes to a good file of that kind. */
  info?: Partial<BinaryInfo>;
  expectedTarget?: TargetId | null;
}

/** Every check's result, by id, where it applies. */
function runChecks(
  situation: Situation,
): Map<CheckId, string | { message: string; fix: string }[]> {
  const { target = 'linux-x64', kind = 'plugin', bytes = Buffer.alloc(0) } = situation;
  const good = kind === 'host-library' ? goodHost(target) : goodPlugin(target);
  const expected = situation.expectedTarget === undefined ? target : situation.expectedTarget;
  const thresholds = { ...POLICIES.portable.thresholds, ...situation.thresholds };
  const subject: Subject = {
    info: { ...good, ...situation.info },
    buildPaths: findBuildPaths(bytes, thresholds.buildPaths),
    kind,
    target: TARGETS.find(({ id }) => id === expected) ?? null,
    thresholds,
    isBeside: situation.isBeside,
    find: situation.find,
    api: situation.api ?? CURRENT_API_VERSION,
  };
  const results = CHECKS.map(({ id, run }) => [id, run(subject)] as const);
  return new Map(results.flatMap(([id, result]) => (result === undefined ? [] : [[id, result]])));
}

function problemsOf(situation: Situation) {
  return [...runChecks(situation)].flatMap(([check, result]) =>
    typeof result === 'string' ? [] : result.map((problem) => ({ check, ...problem })),
  );
}

type Case = readonly [what: string, check: CheckId, message: RegExp, situation: Situation];

const CASES: readonly Case[] = [
  ['another processor', 'target', /expected linux-arm64/, { expectedTarget: 'linux-arm64' }],
  ['another system', 'target', /expected darwin-x64/, { expectedTarget: 'darwin-x64' }],
  [
    'another C library',
    'target',
    /glibc\), expected linuxmusl-x64/,
    { expectedTarget: 'linuxmusl-x64' },
  ],
  ['32 bits', 'target', /32 bits/, { info: { bits: 32 } }],
  ['no target of ours', 'target', /riscv/, { expectedTarget: null, info: { machine: 'riscv' } }],
  ['an executable', 'kind', /"executable"/, { info: { kind: 'executable' } }],
  ['no descriptor', 'descriptor', /exports no WasmEdge_Plugin/, { info: { exports: [] } }],
  ['C++ only', 'descriptor', /only the C\+\+/, { info: { exports: [exported('GetDescriptor')] } }],
  [
    'a descriptor that is data',
    'descriptor',
    /is data/,
    { info: { exports: [exported('WasmEdge_Plugin_GetDescriptor', 'data')] } },
  ],
  [
    'a function that does not exist',
    'host-functions',
    /WasmEdge_LogOn, which WasmEdge 0\.17\.1 does not have/,
    { info: { imports: [imported('WasmEdge_LogOn')] } },
  ],
  [
    'a function that came later',
    'host-functions',
    /WasmEdge_VMDeleteRegisteredModule, which came after/,
    { info: { imports: [imported('WasmEdge_VMDeleteRegisteredModule')] } },
  ],
  [
    'a version that came later',
    'host-functions',
    /AddFunction@WASMEDGE_0\.18; .* at WASMEDGE_0\.16 only/,
    { info: { imports: [imported('WasmEdge_ModuleInstanceAddFunction', 'WASMEDGE_0.18')] } },
  ],
  [
    'a function from another DLL',
    'host-functions',
    /from "libwasmedge\.dll", expected "wasmedge\.dll"/,
    {
      target: 'win32-x64',
      info: { imports: [imported('WasmEdge_LogOff', null, 'libwasmedge.dll')] },
    },
  ],
  [
    'a foreign name from the host DLL',
    'host-functions',
    /imports Something,/,
    { target: 'win32-x64', info: { imports: [imported('Something', null, 'WASMEDGE.dll')] } },
  ],
  [
    'an unversioned Limit function',
    'limit-functions',
    /WasmEdge_TableTypeCreate without a version/,
    { info: { imports: [imported('WasmEdge_TableTypeCreate')] } },
  ],
  [
    'a symbol of no library on Linux',
    'unresolved-symbols',
    /can have missing_one$/,
    { info: { imports: [imported('missing_one')] } },
  ],
  [
    'a symbol where nothing is needed',
    'unresolved-symbols',
    /can have missing_one$/,
    { info: { libc: null, needed: [], neededVersions: [], imports: [imported('missing_one')] } },
  ],
  [
    'a symbol where only the host is needed, on musl',
    'unresolved-symbols',
    /can have missing_one$/,
    {
      target: 'linuxmusl-arm64',
      info: { libc: null, needed: ['libwasmedge.so.0'], imports: [imported('missing_one')] },
    },
  ],
  [
    'a symbol of no library on macOS',
    'unresolved-symbols',
    /can have napi_call/,
    { target: 'darwin-x64', info: { imports: [imported('napi_call')] } },
  ],
  [
    'operator new',
    'leaked-exports',
    /_Znwm/,
    { info: { exports: [exported('WasmEdge_Plugin_GetDescriptor'), exported('_Znwm')] } },
  ],
  [
    'a copy of the runtime',
    'leaked-exports',
    /WasmEdge_VMCreate/,
    {
      info: { exports: [exported('WasmEdge_Plugin_GetDescriptor'), exported('WasmEdge_VMCreate')] },
    },
  ],
  [
    'a missing export of the host',
    'host-exports',
    /does not export/,
    { kind: 'host-library', info: { exports: goodHost('linux-x64').exports.slice(1) } },
  ],
  [
    'a wrong version of the host',
    'host-exports',
    /besides the C API/,
    {
      kind: 'host-library',
      info: { exports: [...goodHost('linux-x64').exports, exported('WasmEdge_LogOff')] },
    },
  ],
  [
    'an extra export of the host on Windows',
    'host-exports',
    /exports extra/,
    {
      kind: 'host-library',
      target: 'win32-arm64',
      info: { exports: [...goodHost('win32-arm64').exports, exported('extra')] },
    },
  ],
  ['a library of Linux', 'needed-libraries', /"libz\.so\.1"/, { info: { needed: ['libz.so.1'] } }],
  [
    'the C++ runtime on musl',
    'needed-libraries',
    /"libstdc\+\+\.so\.6"/,
    { target: 'linuxmusl-x64', info: { needed: ['libstdc++.so.6'] } },
  ],
  [
    'Homebrew',
    'needed-libraries',
    /"\/opt\/homebrew/,
    { target: 'darwin-arm64', info: { needed: ['/opt/homebrew/lib/libz.dylib'] } },
  ],
  [
    'the Visual C++ runtime',
    'needed-libraries',
    /VCRUNTIME140/,
    { target: 'win32-x64', info: { needed: ['VCRUNTIME140.dll'] } },
  ],
  [
    'a host library that does not find itself',
    'needed-libraries',
    /"libwasmedge\.so\.0", which is not where its rpath looks/,
    {
      target: 'linuxmusl-x64',
      kind: 'host-library',
      isBeside: () => false,
    },
  ],
  [
    'an addon bound to host functions by name',
    'host-link',
    /it imports WasmEdge_LogOff, which another/,
    { kind: 'addon' },
  ],
  ...(['linuxmusl-x64', 'darwin-arm64', 'win32-x64'] as const).map((target): Case => {
    const needed = [
      { 'linuxmusl-x64': 'libwasmedge.so.0', 'darwin-arm64': '@rpath/libwasmedge.0.dylib' }[
        target as string
      ] ?? 'WasmEdge.dll',
    ];
    const info = { needed, rpaths: ['$ORIGIN', '@loader_path'], imports: [] };
    const message = /by name, which the library path may put elsewhere/;
    return ['an addon that needs its host', 'host-link', message, { target, kind: 'addon', info }];
  }),
  [
    'a host library without a name on musl',
    'host-link',
    /it does not need "libwasmedge\.so\.0" from \$ORIGIN/,
    { target: 'linuxmusl-arm64', kind: 'host-library', info: { needed: ['libc.so'] } },
  ],
  [
    'a new glibc',
    'glibc',
    /GLIBC_2\.34 because of dlopen; the policy allows GLIBC_2\.28/,
    {
      info: {
        neededVersions: [glibc('GLIBC_2.9'), glibc('GLIBC_2.34')],
        imports: [imported('dlopen', 'GLIBC_2.34', 'libc.so.6')],
      },
    },
  ],
  [
    'a private glibc',
    'glibc',
    /GLIBC_PRIVATE/,
    { info: { neededVersions: [glibc('GLIBC_PRIVATE')] } },
  ],
  [
    'packed relocations',
    'glibc',
    /not a symbol/,
    { info: { neededVersions: [glibc('GLIBC_ABI_DT_RELR')] } },
  ],
  [
    'a new libstdc++',
    'libstdc++',
    /GLIBCXX_3\.4\.30/,
    { info: { neededVersions: [glibc('GLIBCXX_3.4.30'), glibc('GLIBCXX_3.4.9')] } },
  ],
  [
    'a new C++ ABI',
    'libstdc++',
    /CXXABI_1\.3\.13/,
    { info: { neededVersions: [glibc('CXXABI_1.3.13')] } },
  ],
  [
    'a new macOS',
    'minimum-system',
    /macOS 12\.3/,
    { target: 'darwin-x64', info: { minimumSystem: '12.3' } },
  ],
  [
    'no macOS version',
    'minimum-system',
    /not state/,
    { target: 'darwin-x64', info: { minimumSystem: null } },
  ],
  [
    'a new Windows',
    'minimum-system',
    /Windows 11\.0/,
    { target: 'win32-x64', info: { minimumSystem: '11.0' } },
  ],
  [
    'an absolute rpath',
    'rpath',
    /"\/build\/lib" is a directory/,
    { info: { rpaths: ['/build/lib'] } },
  ],
  ['a relative rpath', 'rpath', /"lib" depends/, { info: { rpaths: ['$ORIGIN/..', 'lib'] } }],
  ['an empty rpath', 'rpath', /"" depends/, { info: { rpaths: [''] } }],
  [
    'a wrong host name',
    'host-library-name',
    /"libwasmedge\.0\.dylib", expected "@rpath/,
    { kind: 'host-library', target: 'darwin-x64', info: { soname: 'libwasmedge.0.dylib' } },
  ],
  [
    'a path as name',
    'library-name',
    /"\/x\/y\.dylib"/,
    { target: 'darwin-x64', info: { soname: '/x/y.dylib' } },
  ],
  ['a large file', 'size', /the policy allows 999/, { thresholds: { pluginSize: 999 } }],
  [
    'a build path',
    'build-paths',
    /: \/home\/me\/src\/x\.c$/,
    { bytes: Buffer.from('\0/home/me/src/x.c\0/opt/home/me/y.c\0/home/\0file:/home/x\0') },
  ],
  [
    'a build path of Windows',
    'build-paths',
    /: c:\\users\\me\\x\.c$/,
    { bytes: Buffer.from('\0c:\\users\\me\\x.c\0') },
  ],
  ['debug information', 'debug-info', /debug information/, { info: { debugInfo: true } }],
  [
    'no signature',
    'signature',
    /not signed/,
    {
      target: 'darwin-arm64',
      info: { signature: { present: false, kind: 'none', valid: null, problem: null } },
    },
  ],
  [
    'a wrong signature',
    'signature',
    /not valid: page 3/,
    {
      target: 'darwin-x64',
      info: { signature: { present: true, kind: 'signed', valid: false, problem: 'page 3' } },
    },
  ],
  [
    'an executable stack',
    'executable-stack',
    /executable stack/,
    { info: { executableStack: true } },
  ],
  [
    'an executable stack on arm64',
    'executable-stack',
    /executable stack/,
    { target: 'linux-arm64', info: { executableStack: true } },
  ],
  [
    'no word about the stack on arm64',
    'executable-stack',
    /no PT_GNU_STACK header/,
    {
      target: 'linuxmusl-arm64',
      info: { segments: [{ name: 'LOAD', readable: true, writable: false, executable: true }] },
    },
  ],
  [
    'pages of 4 KiB on arm64 Linux',
    'page-alignment',
    /at most 4096 bytes, and systems with pages of 65536/,
    { target: 'linux-arm64', info: { largestPage: 4096 } },
  ],
  [
    'pages of 32 KiB on arm64 musl',
    'page-alignment',
    /at most 32768/,
    { target: 'linuxmusl-arm64', info: { largestPage: 32768 } },
  ],
  [
    'pages of 4 KiB on arm64 macOS',
    'page-alignment',
    /pages of 16384/,
    { target: 'darwin-arm64', info: { largestPage: 8192 } },
  ],
  [
    'unaligned segments on x64',
    'page-alignment',
    /at most 2048/,
    { target: 'linux-x64', info: { largestPage: 2048 } },
  ],
  [
    'unaligned sections on Windows',
    'page-alignment',
    /at most 512/,
    { target: 'win32-arm64', info: { largestPage: 512 } },
  ],
  [
    'a library that is elsewhere',
    'needed-libraries',
    /"libside\.so", which is at \.\.\/lib\/libside\.so but not where it is looked for/,
    {
      info: { needed: ['libside.so'] },
      isBeside: () => false,
      find: (name) => [`../lib/${name}`],
    },
  ],
  [
    'writable code',
    'writable-code',
    /its \.text is both/,
    { info: { segments: [{ name: '.text', readable: true, writable: true, executable: true }] } },
  ],
  [
    'text relocations',
    'text-relocations',
    /changed at load time/,
    { info: { textRelocations: true } },
  ],
  [
    'an option without its default',
    'option-defaults',
    /the storage of "two" does not hold the default value/,
    {
      info: {
        options: [
          { name: 'one', holdsDefault: true },
          { name: 'two', holdsDefault: false },
        ],
      },
    },
  ],
  ['partial RELRO', 'relro', /RELRO: partial/, { info: { relro: 'partial' } }],
  [
    'no ASLR',
    'dll-flags',
    /flags DYNAMIC_BASE/,
    { target: 'win32-x64', info: { flags: ['NX_COMPAT', 'HIGH_ENTROPY_VA'] } },
  ],
];

describe('CHECKS', () => {
  it('are those that policies name, in one order', () => {
    const ids = CHECKS.map(({ id }) => id);
    assert.deepEqual(ids.toSorted(), CHECK_IDS.toSorted());
  });

  for (const { id } of TARGETS) {
    for (const kind of ['plugin', 'host-library'] as const) {
      it(`hold nothing against a good ${kind} for ${id}`, () => {
        assert.deepEqual(problemsOf({ target: id, kind }), []);
      });
    }
  }

  for (const [what, check, message, situation] of CASES) {
    it(`${check} finds ${what}`, () => {
      const problems = problemsOf(situation).filter((problem) => problem.check === check);
      assert.equal(problems.length, 1, JSON.stringify(problemsOf(situation)));
      assert.match(problems[0]?.message ?? '', message);
      assert.doesNotMatch(problems[0]?.fix ?? '.', /^$|\.$/);
    });
  }

  it('have a case that provokes each', () => {
    const provoked = new Set(CASES.map(([, check]) => check));
    assert.deepEqual(
      CHECK_IDS.filter((id) => !provoked.has(id)),
      [],
    );
  });
});

describe('checks that pass', () => {
  for (const kind of ['plugin', 'host-library'] as const) {
    it(`say what they found in a good ${kind}`, () => {
      for (const { id } of TARGETS) {
        for (const [check, result] of runChecks({ target: id, kind })) {
          assert.equal(typeof result, 'string', `${check} for ${id}`);
          assert.notEqual(result, '', `${check} for ${id}`);
        }
      }
    });
  }

  it('say it of versions, rpaths and pages', () => {
    const neededVersions = [glibc('GLIBCXX_3.4.9')];
    const results = runChecks({ info: { neededVersions, rpaths: ['$ORIGIN'] } });
    assert.equal(
      results.get('libstdc++'),
      'it needs GLIBCXX_3.4.9 because of how it was linked, not a symbol',
    );
    assert.equal(results.get('rpath'), 'its rpaths are $ORIGIN');
    assert.equal(runChecks({}).get('rpath'), 'it has no rpath');
    assert.equal(runChecks({}).get('libstdc++'), undefined);
    assert.equal(runChecks({}).get('page-alignment'), 'its segments fit pages of 4 KiB');
  });
});

describe('fixes', () => {
  for (const [check, fix, situation] of [
    ['executable-stack', /noexecstack/, { info: { executableStack: true } }],
    [
      'executable-stack',
      /allow_stack_execute/,
      { target: 'darwin-x64', info: { executableStack: true } },
    ],
    ['debug-info', /link with -s/, { info: { debugInfo: true } }],
    ['debug-info', /strip -x, then sign/, { target: 'darwin-x64', info: { debugInfo: true } }],
    ['rpath', /'\$ORIGIN'/, { info: { rpaths: ['/x'] } }],
    ['rpath', /'@loader_path'/, { target: 'darwin-x64', info: { rpaths: ['/x'] } }],
    [
      'page-alignment',
      /max-page-size=65536/,
      { target: 'linux-arm64', info: { largestPage: 4096 } },
    ],
    ['page-alignment', /segalign,0x4000/, { target: 'darwin-arm64', info: { largestPage: 4096 } }],
    [
      'unresolved-symbols',
      /C\+\+ runtime/,
      { info: { imports: [imported('own'), imported('_Znwm')] } },
    ],
    ['unresolved-symbols', /the library that does/, { info: { imports: [imported('own')] } }],
    [
      'leaked-exports',
      /version-script/,
      { info: { exports: [exported('WasmEdge_Plugin_GetDescriptor'), exported('_Znwm')] } },
    ],
    [
      'leaked-exports',
      /exported_symbol,_WasmEdge_Plugin_GetDescriptor/,
      {
        target: 'darwin-x64',
        info: { exports: [exported('WasmEdge_Plugin_GetDescriptor'), exported('_Znwm')] },
      },
    ],
    [
      'minimum-system',
      /mmacosx-version-min=11\.0/,
      { target: 'darwin-x64', info: { minimumSystem: '12.0' } },
    ],
    ['minimum-system', /SUBSYSTEM/, { target: 'win32-x64', info: { minimumSystem: '11.0' } }],
  ] as const satisfies readonly (readonly [CheckId, RegExp, Situation])[]) {
    it(`of ${check} fit the format: ${fix.source}`, () => {
      const problem = problemsOf(situation as Situation).find((other) => other.check === check);
      assert.match(problem?.fix ?? '', fix);
    });
  }
});

describe('kindOf()', () => {
  const kind = (...names: string[]) =>
    kindOf({ ...goodPlugin('linux-x64'), exports: names.map((name) => exported(name)) });

  it('is told by one symbol among others', () => {
    assert.equal(kind('x', 'WasmEdge_Plugin_GetDescriptor'), 'plugin');
    assert.equal(kind('x', 'GetDescriptor'), 'plugin');
    assert.equal(kind('x', 'napi_register_module_v1', 'WasmEdge_VMCreate'), 'addon');
    assert.equal(kind('x', 'WasmEdge_VMCreate'), 'host-library');
    assert.equal(kind('x'), null);
    assert.equal(kind(), null);
  });
});

describe('bundles', () => {
  it('are good enough for what nothing is linked against', () => {
    const find = (kind: FileKind) =>
      problemsOf({ target: 'darwin-x64', kind, info: { kind: 'bundle' } }).map(
        ({ check }) => check,
      );
    assert.deepEqual(find('plugin'), []);
    assert.deepEqual(find('host-library'), ['kind']);
  });
});

describe('names', () => {
  it('of a host library are compared exactly but on Windows', () => {
    const find = (target: TargetId, soname: string) =>
      problemsOf({ target, kind: 'host-library', info: { soname } }).map(({ check }) => check);
    assert.deepEqual(find('win32-x64', 'WasmEdge.DLL'), []);
    assert.deepEqual(find('linux-x64', 'LIBWASMEDGE.so.0'), ['host-library-name']);
  });

  it('may be missing, and are no path', () => {
    assert.deepEqual(problemsOf({ info: { soname: null } }), []);
    assert.deepEqual(problemsOf({ target: 'darwin-x64', info: { soname: '@rpath/x.dylib' } }), []);
    const checks = runChecks({ kind: 'host-library', info: { soname: '/x/libwasmedge.so.0' } });
    assert.equal(checks.get('library-name'), undefined);
  });
});

describe('unresolved-symbols', () => {
  it('says nothing where a library without versions may have them', () => {
    const info = { needed: ['libc.so.6', 'libown.so'], imports: [imported('own')] };
    assert.equal(runChecks({ info, isBeside: () => true }).get('unresolved-symbols'), undefined);
    const musl = { imports: [imported('own')] };
    assert.equal(
      runChecks({ target: 'linuxmusl-x64', info: musl }).get('unresolved-symbols'),
      undefined,
    );
    const host = { needed: ['libc.so.6', 'libwasmedge.so.0'], imports: [imported('own')] };
    assert.equal(runChecks({ info: host }).get('unresolved-symbols')?.length, 1);
  });
});

describe('enumerate()', () => {
  it('shows four, and how many more there are', () => {
    assert.equal(enumerate(['a', 'b', 'c', 'd']), 'a, b, c, d');
    assert.equal(enumerate(['a', 'b', 'c', 'd', 'e']), 'a, b, c, d and 1 more');
  });
});

describe('largestPage()', () => {
  it('is the largest power of two that divides all', () => {
    assert.equal(largestPage([]), null);
    assert.equal(largestPage([65536, 0]), 65536);
    assert.equal(largestPage([65536, -4096]), 4096);
    assert.equal(largestPage([4096, 3]), 1);
    assert.equal(largestPage([2]), 2);
  });
});

describe('findBuildPaths()', () => {
  const CHUNK = 16 * 1024 * 1024;
  const find = (text: string, at = 0, before = '\0') => {
    const bytes = Buffer.alloc(CHUNK * 2 + 100);
    if (at > 0) bytes.write(before, at - 1);
    bytes.write(text, at);
    return findBuildPaths(bytes, ['/home/']);
  };

  it('finds a path wherever it begins, once', () => {
    for (const at of [0, 1, CHUNK - 8, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 80]) {
      assert.deepEqual(find('/home/me/x.c', at), ['/home/me/x.c'], String(at));
    }
  });

  it('looks at the byte before it', () => {
    for (const at of [1, CHUNK - 1, CHUNK, CHUNK + 1]) {
      assert.deepEqual(find('/home/me/x.c', at, 'x'), [], String(at));
    }
  });

  it('ends with so many paths', () => {
    const texts = Array.from({ length: 1010 }, (_, index) => `\0/home/me/${index}`);
    assert.equal(findBuildPaths(Buffer.from(texts.join('')), ['/home/']).length, 1000);
    assert.deepEqual(findBuildPaths(Buffer.from('/home/me/x'), []), []);
  });
});

describe('thresholds', () => {
  const info = (versions: string[]) => ({ info: { neededVersions: versions.map(glibc) } });

  it('are the newest versions and the largest sizes that pass', () => {
    for (const situation of [
      info(['GLIBC_2.28']),
      info(['GLIBCXX_3.4.25', 'CXXABI_1.3.11']),
      { target: 'darwin-arm64', info: { minimumSystem: '11.0' } },
      { target: 'win32-x64', info: { minimumSystem: '10.0' } },
      { info: { size: 20 * 1024 * 1024 } },
      { target: 'darwin-arm64', info: { largestPage: 16384 } },
      { target: 'darwin-x64', info: { largestPage: 4096 } },
      { target: 'linux-x64', info: { largestPage: 4096 } },
      { target: 'win32-arm64', info: { largestPage: 4096 } },
    ] satisfies Situation[]) {
      assert.deepEqual(problemsOf(situation), [], JSON.stringify(situation));
    }
  });

  it('fail from the next version and byte on', () => {
    for (const [check, situation] of [
      ['glibc', info(['GLIBC_2.29'])],
      ['glibc', info(['GLIBC_2.28.1'])],
      ['glibc', info(['GLIBC_3.0'])],
      ['libstdc++', info(['GLIBCXX_3.4.26'])],
      ['libstdc++', info(['CXXABI_1.3.12'])],
      ['minimum-system', { target: 'darwin-arm64', info: { minimumSystem: '11.0.1' } }],
      ['minimum-system', { target: 'win32-x64', info: { minimumSystem: '10.1' } }],
      ['size', { info: { size: 20 * 1024 * 1024 + 1 } }],
    ] as const) {
      const checks = problemsOf(situation).map((problem) => problem.check);
      assert.deepEqual(checks, [check], JSON.stringify(situation));
    }
  });

  it('compare numbers, not texts', () => {
    assert.deepEqual(problemsOf(info(['GLIBC_2.9'])), []);
    assert.deepEqual(problemsOf(info(['GLIBC_2.3.4'])), []);
    assert.deepEqual(problemsOf({ target: 'win32-x64', info: { minimumSystem: '10' } }), []);
    const longer = { target: 'darwin-x64', info: { minimumSystem: '11.0.0' } } as const;
    assert.deepEqual(problemsOf(longer), []);
  });
});

describe('host-exports', () => {
  const stock = [...STOCK_FUNCTIONS].flatMap(([name, nodes]) =>
    nodes.map((version, index) => ({
      name,
      version,
      isDefault: index === 0,
      kind: 'function' as const,
    })),
  );
  const find = (exports: BinaryInfo['exports']) =>
    problemsOf({ kind: 'host-library', info: { exports } }).filter(
      ({ check }) => check === 'host-exports',
    );

  it('let a stock WasmEdge export its classes, and lack what only ours has', () => {
    const classes = exported('_ZNK8WasmEdge6Plugin6Plugin10findModuleEv');
    assert.deepEqual(find([...stock, classes]), []);
    assert.equal(find([...stock, exported('_ZN3foo')]).length, 2);
    const [problem] = find([...stock.slice(1), classes]);
    assert.match(problem?.message ?? '', /does not export/);
    assert.match(problem?.fix ?? '', /Install WasmEdge/);
  });
});

describe('side libraries', () => {
  const situation: Situation = { kind: 'side-library', info: { exports: [exported('_Znwm')] } };

  it('need no descriptor, and may export what they are there for', () => {
    assert.deepEqual(problemsOf(situation), []);
    assert.deepEqual(problemsOf({ ...situation, thresholds: { pluginSize: 1 } }), []);
  });

  it('are held against the system as all others', () => {
    const info = { ...situation.info, neededVersions: [glibc('GLIBC_2.99')] };
    assert.deepEqual(
      problemsOf({ ...situation, info }).map(({ check }) => check),
      ['glibc'],
    );
  });
});

describe('needed-libraries', () => {
  const problems = (situation: Situation) =>
    problemsOf(situation).filter(({ check }) => check === 'needed-libraries');

  it('accepts what the policy allows', () => {
    const info = { needed: ['libz.so.1'] };
    assert.deepEqual(problems({ info, thresholds: { allowedLibraries: ['libz.so.1'] } }), []);
  });

  it('accepts what lies where a relative rpath looks', () => {
    const looked: string[] = [];
    const isBeside = (path: string) => looked.push(path) > 0;
    const elf = { needed: ['liba.so'], rpaths: ['/x', '$ORIGIN/../lib'] };
    assert.deepEqual(problems({ info: elf, isBeside }), []);
    const macho = { needed: ['@rpath/liba.dylib'], rpaths: ['@loader_path/'] };
    assert.deepEqual(problems({ target: 'darwin-x64', info: macho, isBeside }), []);
    const direct = { needed: ['@loader_path/b/libb.dylib'] };
    assert.deepEqual(problems({ target: 'darwin-x64', info: direct, isBeside }), []);
    assert.deepEqual(problems({ target: 'win32-x64', info: { needed: ['a.dll'] }, isBeside }), []);
    assert.deepEqual(looked, ['../lib/liba.so', 'liba.dylib', './b/libb.dylib', 'a.dll']);
  });

  it('says where each is found', () => {
    const info = { needed: ['libc.so.6', 'liba.so', 'libwasmedge.so.0'], rpaths: ['$ORIGIN/lib'] };
    const isBeside = (path: string) => path === 'lib/liba.so';
    assert.equal(
      runChecks({ info, isBeside }).get('needed-libraries'),
      'it needs libc.so.6 (system), liba.so (lib/liba.so), libwasmedge.so.0 (host)',
    );
  });

  it('lets a plug-in need the host library anywhere, and an addon the program', () => {
    assert.deepEqual(problems({ info: { needed: ['libwasmedge.so.0'] } }), []);
    assert.deepEqual(
      problems({ target: 'win32-x64', kind: 'addon', info: { needed: ['node.exe'] } }),
      [],
    );
    assert.equal(problems({ target: 'win32-x64', info: { needed: ['node.exe'] } }).length, 1);
  });
});

describe('limit-functions', () => {
  it('accepts a version, and musl, which takes the default one', () => {
    const versioned = [imported('WasmEdge_MemoryTypeCreate', 'WASMEDGE_0.17', 'libwasmedge.so.0')];
    assert.deepEqual(problemsOf({ info: { imports: versioned } }), []);
    const bare = [imported('WasmEdge_MemoryTypeCreate')];
    assert.deepEqual(problemsOf({ target: 'linuxmusl-x64', info: { imports: bare } }), []);
  });

  it('expects no version of plug-ins for older versions of the API', () => {
    const old = (version: string | null) =>
      problemsOf({
        api: 4,
        info: { imports: [imported('WasmEdge_MemoryTypeCreate', version, null)] },
      });
    assert.deepEqual(old(null), []);
    const [problem, ...rest] = old('WASMEDGE_0.17');
    assert.equal(problem?.check, 'limit-functions');
    assert.match(problem.message, /expected that of version 4$/);
    assert.deepEqual(rest, []);
  });
});

describe('host-functions', () => {
  it('knows what plug-ins for older versions of the API cannot use', () => {
    for (const name of ['WasmEdge_LimitCreate', 'WasmEdge_ConfigureAddProposal']) {
      const info = { imports: [imported(name)] };
      assert.deepEqual(problemsOf({ info }), []);
      const [problem] = problemsOf({ info, api: 3 });
      assert.equal(problem?.check, 'host-functions');
      assert.match(problem.message, new RegExp(`${name}, which plug-ins for API version 3 cannot`));
    }
  });
});
