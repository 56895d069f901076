// Checks of what a file is and of the symbols it shares with the host: target, kind, descriptor,
// imports and exports.
import { TARGETS, type Target } from '#loader/internal';
import { type ApiVersion, CURRENT_API_VERSION } from '../../project/api-version.js';
import {
  CHANGED_FUNCTIONS,
  CPP_DESCRIPTOR,
  DESCRIPTOR,
  FUNCTIONS_OF_API,
  HOST_EXPORTS,
  HOST_LIBRARIES,
  LATER_FUNCTIONS,
  RUNTIME,
  STOCK_FUNCTIONS,
} from '../api-symbols.js';
import type { BinaryInfo, ImportedSymbol } from '../binary-info.js';
import type { Check, Problem, Subject } from './check.js';
import { isOnCleanSystem } from './clean-system.js';

/** The target a binary is for; null when it is none of ours. One without any C library runs on both. */
export function targetOf(info: BinaryInfo): Target | null {
  const libc = info.platform === 'linux' ? (info.libc ?? 'glibc') : null;
  return (
    TARGETS.find(
      (target) =>
        target.platform === info.platform &&
        target.arch === info.machine &&
        target.libc === libc &&
        info.bits === 64,
    ) ?? null
  );
}

/** What a binary is for, by its symbols; null when they do not say. */
export function kindOf({ exports }: BinaryInfo): Subject['kind'] | null {
  const names = new Set(exports.map(({ name }) => name));
  if (names.has(DESCRIPTOR) || names.has(CPP_DESCRIPTOR)) return 'plugin';
  if (names.has('napi_register_module_v1')) return 'addon';
  return exports.some(({ name }) => STOCK_FUNCTIONS.has(name)) ? 'host-library' : null;
}

function isHostFunction(name: string): boolean {
  return name.startsWith('WasmEdge_');
}

function checkTarget({ info, target }: Subject): Problem[] | string {
  const { platform, machine, bits, libc } = info;
  const actual = `${platform} on ${machine} (${bits} bits${libc ? `, ${libc}` : ''})`;
  if (!target) {
    const fix = `Build it for one of ${TARGETS.map(({ id }) => id).join(', ')}`;
    return [{ message: `it is for ${actual}, which is no target of ours`, fix }];
  }
  const fits =
    bits === 64 &&
    platform === target.platform &&
    machine === target.arch &&
    (libc === null || libc === target.libc);
  if (fits) return `it is for ${actual}`;
  const fix = `Build it with plugkit build --target ${target.id}, or with a compiler for that target`;
  return [{ message: `it is for ${actual}, expected ${target.id}`, fix }];
}

function checkKind({ info, kind }: Subject): Problem[] | string {
  if (info.kind === 'shared-library') return 'it is a shared library';
  // Bundles can be opened, but nothing can be linked against one.
  if (info.kind === 'bundle' && kind !== 'host-library')
    return 'it is a bundle, which loads as well';
  const message = `it is of kind "${info.kind}", expected a shared library`;
  const fix =
    'Link it with -shared (macOS: -dynamiclib; CMake: add_library(... MODULE); Rust: crate-type = ["cdylib"])';
  return [{ message, fix }];
}

function checkDescriptor({ info, kind }: Subject): Problem[] | string | undefined {
  if (kind !== 'plugin') return undefined;
  const find = (name: string) => info.exports.find((symbol) => symbol.name === name);
  const descriptor = find(DESCRIPTOR);
  if (descriptor && descriptor.kind !== 'data') return `it exports ${DESCRIPTOR}`;
  if (descriptor) {
    const message = `its ${DESCRIPTOR} is data, expected a function`;
    const fix = 'Define it as a function that returns the address of the descriptor';
    return [{ message, fix }];
  }
  if (find(CPP_DESCRIPTOR)) {
    const message = `it exports only the C++ ${CPP_DESCRIPTOR}: it shares classes with the one WasmEdge build it was compiled for`;
    const fix = `Port it to the C API (export ${DESCRIPTOR}); till then only that stock WasmEdge runs it`;
    return [{ message, fix }];
  }
  const fix = `Define ${DESCRIPTOR} with WASMEDGE_CAPI_PLUGIN_EXPORT, which makes it visible, in C++ as extern "C" (Rust: #[no_mangle] pub extern "C"); a library that only serves plug-ins is --kind side-library`;
  return [{ message: `it exports no ${DESCRIPTOR}`, fix }];
}

/** What is wrong with one import from the host, or undefined. */
function importProblem(
  { name, version, library }: ImportedSymbol,
  { platform }: BinaryInfo,
  api: ApiVersion,
): Problem | undefined {
  const nodes = STOCK_FUNCTIONS.get(name);
  if (LATER_FUNCTIONS.has(name)) {
    const fix = `Do without it, or support only versions after ${RUNTIME}`;
    return { message: `it imports ${name}, which came after WasmEdge ${RUNTIME}`, fix };
  }
  if (!nodes) {
    const fix = 'Check its spelling against <wasmedge/wasmedge.h>';
    return { message: `it imports ${name}, which WasmEdge ${RUNTIME} does not have`, fix };
  }
  if (!FUNCTIONS_OF_API[api].has(name)) {
    const fix = 'Do without it, or build for API version 5';
    return { message: `it imports ${name}, which plug-ins for API version ${api} cannot use`, fix };
  }
  if (version !== null && !nodes.includes(version)) {
    const message = `it imports ${name}@${version}; WasmEdge ${RUNTIME} has it at ${nodes.join(' and ')} only`;
    const fix = 'Link against the stub of plugkit build, or against that version of WasmEdge';
    return { message, fix };
  }
  const host = HOST_LIBRARIES[platform as keyof typeof HOST_LIBRARIES];
  const base = library?.split('/').at(-1)?.toLowerCase();
  if (base === undefined || base === host) return undefined;
  const message = `it imports ${name} from "${library}", expected "${host}"`;
  return { message, fix: `Link against an import library for ${host}, as plugkit build makes one` };
}

function checkHostFunctions({ info, kind, api }: Subject): Problem[] | string | undefined {
  if (kind === 'host-library') return undefined;
  const fromHost = info.imports.filter(
    ({ name, library }) => isHostFunction(name) || library?.toLowerCase() === HOST_LIBRARIES.win32,
  );
  const problems = fromHost.flatMap((symbol) => importProblem(symbol, info, api) ?? []);
  if (problems.length > 0) return problems;
  return `its ${fromHost.length} imports from the host are all in WasmEdge ${RUNTIME}`;
}

function checkLimitFunctions({ info, kind, api }: Subject): Problem[] | string | undefined {
  if (kind !== 'plugin' || info.format !== 'elf') return undefined;
  if (api !== CURRENT_API_VERSION) return checkOldLimitFunctions(info, api);
  if (info.libc === 'musl') return undefined;
  const ambiguous = info.imports.filter(
    ({ name, version }) => CHANGED_FUNCTIONS.has(name) && version === null,
  );
  if (ambiguous.length === 0) return 'no function of changed meaning is imported without a version';
  return ambiguous.map(({ name }) => ({
    message: `it imports ${name} without a version: glibc binds that to the oldest one, which takes a struct where this plug-in passes a pointer, and the call crashes`,
    fix: 'Link with plugkit build, or against stock libwasmedge.so.0: both give the import its version',
  }));
}

/** No runtime of older API versions has symbol versions. */
function checkOldLimitFunctions(info: BinaryInfo, api: ApiVersion): Problem[] | string {
  const newer = info.imports.filter(
    ({ name, version }) => CHANGED_FUNCTIONS.has(name) && version === 'WASMEDGE_0.17',
  );
  if (newer.length === 0) return `functions of changed meaning have the form of API version ${api}`;
  return newer.map(({ name, version }) => ({
    message: `it imports ${name}@${version}, the form since API version 5, expected that of version ${api}`,
    fix: `Link with plugkit build --api ${api}`,
  }));
}

/** Symbols that linkers add to each Mach-O file. */
const MACHO_EXTRAS = ['__dso_handle', '_mh_dylib_header', '_mh_bundle_header'];

/** A stock WasmEdge also exports the classes that its C++ plug-ins and its program use. */
function isStock({ exports }: BinaryInfo): boolean {
  return exports.some(({ name }) => /^_ZNK?8WasmEdge|@WasmEdge@@/.test(name));
}

/** What a stock WasmEdge exports of the C API, named as HOST_EXPORTS are. */
function stockExports(hasVersions: boolean): string[] {
  if (!hasVersions) return [...STOCK_FUNCTIONS.keys()];
  return [...STOCK_FUNCTIONS].flatMap(([name, nodes]) =>
    nodes.map((node, index) => `${name}${index === 0 ? '@@' : '@'}${node}`),
  );
}

function checkHostExports({ info, kind }: Subject): Problem[] | string | undefined {
  if (kind !== 'host-library') return undefined;
  const hasVersions = info.format === 'elf';
  const stock = isStock(info);
  const expected = stock || !hasVersions ? new Set(stockExports(hasVersions)) : HOST_EXPORTS;
  const actual = new Set(
    info.exports
      .filter(({ name }) => info.format !== 'macho' || !MACHO_EXTRAS.includes(name))
      .map(({ name, version, isDefault }) =>
        version === null ? name : `${name}${isDefault ? '@@' : '@'}${version}`,
      ),
  );
  const missing = [...expected].filter((symbol) => !actual.has(symbol));
  const extra = stock ? [] : [...actual].filter((symbol) => !expected.has(symbol));
  const fix = stock
    ? `Install WasmEdge ${RUNTIME}, or use only plug-ins for the API version that this one has`
    : 'Generate the export lists anew from facts/c-api.json and link with them';
  const problems: Problem[] = [];
  if (missing.length > 0) {
    problems.push({ message: `it does not export ${enumerate(missing)}`, fix });
  }
  if (extra.length > 0) {
    problems.push({ message: `it exports ${enumerate(extra)} besides the C API`, fix });
  }
  if (problems.length > 0) return problems;
  return `it exports the ${expected.size} symbols of the C API`;
}

/**
 * Where every needed library gives its symbols a version (glibc) or a two-level name (macOS), an import
 * without either is found nowhere; so is one of an ELF file that needs nothing, or only the host.
 */
function checkUnresolved({ info, kind }: Subject): Problem[] | string | undefined {
  const needsOnly = (fits: (name: string) => boolean) => info.needed.every(fits);
  const isCertain =
    info.format === 'macho' ||
    (info.libc === 'glibc' && needsOnly((name) => isKnownVersioned(name, info))) ||
    (info.format === 'elf' && needsOnly((name) => name === HOST_LIBRARIES.linux));
  if (!isCertain) return undefined;
  const unresolved = info.imports.filter(
    ({ name, version, library, weak }) =>
      version === null && library === null && !weak && !comesFromHost(name, kind),
  );
  if (unresolved.length === 0) return 'every import is found in a needed library or in the host';
  const names = unresolved.map(({ name }) => name);
  const fix = names.some((name) => CPP_RUNTIME.test(name))
    ? 'Link the C++ runtime in: "cxxLibrary": true in plugin.json, or link with the C++ compiler and -static-libstdc++'
    : 'Define them, or link the library that does, the C library too (CMake: target_link_libraries; Rust: #[link(name = ...)])';
  return [{ message: `no needed library can have ${enumerate(names)}`, fix }];
}

function isKnownVersioned(name: string, info: BinaryInfo): boolean {
  return isOnCleanSystem(name, info) || name === HOST_LIBRARIES.linux;
}

function comesFromHost(name: string, kind: Subject['kind']): boolean {
  if (kind === 'addon' && /^(napi_|node_api_|uv_)/.test(name)) return true;
  return isHostFunction(name) && kind !== 'host-library';
}

/** Functions of the C++ runtime library: operators new and delete, namespace std, exceptions. */
const CPP_RUNTIME = /^(_Z(nw|na|dl|da|NK?St|St)|__cxa_|__gxx_)/;

function checkLeakedExports({ info, kind }: Subject): Problem[] | string | undefined {
  if (info.format === 'pe' || kind === 'host-library' || kind === 'side-library') return undefined;
  const runtime = info.exports.filter(({ name }) => CPP_RUNTIME.test(name));
  const api = info.exports.filter(({ name }) => isHostFunction(name) && name !== DESCRIPTOR);
  const leaked = [...runtime, ...api].map(({ name }) => name);
  if (leaked.length === 0)
    return 'it exports nothing that other libraries of the process would use';
  const message = `it exports ${enumerate(leaked)}, which other libraries of the process may be bound to`;
  const only =
    info.format === 'macho'
      ? `-Wl,-exported_symbol,_${DESCRIPTOR}`
      : `-Wl,--version-script with { global: ${DESCRIPTOR}; local: *; };`;
  const fix = `Export the descriptor only: compile with -fvisibility=hidden and link with ${only}`;
  return [{ message, fix }];
}

function checkOptionDefaults({ info, kind }: Subject): Problem[] | string | undefined {
  if (kind !== 'plugin' || info.options === null) return undefined;
  const different = info.options.filter(({ holdsDefault }) => !holdsDefault);
  if (different.length === 0) return 'each option with a default value has it in storage';
  const names = enumerate(different.map(({ name }) => `"${name}"`));
  const message = `the storage of ${names} does not hold the default value in the file, and a stock WasmEdge leaves it as it is until the option is set`;
  return [
    { message, fix: 'Initialise the variable that storage points at with the default value' },
  ];
}

/** At most four of the names; how many more there are. */
export function enumerate(names: readonly string[]): string {
  const rest = names.length - 4;
  return `${names.slice(0, 4).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

export const symbolChecks: readonly Check[] = [
  { id: 'target', summary: 'format, processor and C library fit the target', run: checkTarget },
  { id: 'kind', summary: 'the file is a shared library', run: checkKind },
  { id: 'descriptor', summary: 'a plug-in exports the C descriptor', run: checkDescriptor },
  {
    id: 'host-functions',
    summary: 'what is imported from the host exists in the stock runtime, at that version',
    run: checkHostFunctions,
  },
  {
    id: 'limit-functions',
    summary: 'the five functions that changed meaning are imported with a version (glibc)',
    run: checkLimitFunctions,
  },
  {
    id: 'host-exports',
    summary: 'the host library exports the C API with its versions, and nothing else',
    run: checkHostExports,
  },
  {
    id: 'unresolved-symbols',
    summary: 'each import can be found somewhere (glibc and macOS)',
    run: checkUnresolved,
  },
  {
    id: 'leaked-exports',
    summary: 'no C++ runtime or WasmEdge function is exported that would shadow that of others',
    run: checkLeakedExports,
  },
  {
    id: 'option-defaults',
    summary: 'options have their default value in storage, where the descriptor is constant data',
    run: checkOptionDefaults,
  },
];
