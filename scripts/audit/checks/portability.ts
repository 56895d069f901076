// Checks of what a file asks of the system it is loaded on: libraries, versions, paths, size.
import { posix } from 'node:path';
import { HOST_LIBRARIES } from '../api-symbols.js';
import type { BinaryInfo } from '../binary-info.js';
import type { Check, Problem, Subject } from './check.js';
import { adviceFor, isOnCleanSystem } from './clean-system.js';
import { enumerate } from './symbols.js';

/** Orders dotted numbers: negative, 0 or positive. */
function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number)) as [
    number[],
    number[],
  ];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Where the loader would look for a needed library, as paths relative to the file's directory. */
function placesOf(library: string, { info }: Subject): string[] {
  const own = /^(\$ORIGIN|\$\{ORIGIN\}|@loader_path)(\/|$)/;
  const relative = (path: string) => (own.test(path) ? [path.replace(own, './')] : []);
  if (info.format === 'pe') return [library];
  if (info.format === 'macho' && !library.startsWith('@rpath/')) return relative(library);
  const name = library.replace(/^@rpath\//, '');
  return info.rpaths.flatMap(relative).map((directory) => posix.join(directory, name));
}

/** Where a needed library is found, in words; null when it is not. */
function placeOf(library: string, subject: Subject): string | null {
  const { info, kind, thresholds, isBeside } = subject;
  if (isOnCleanSystem(library, info)) return 'system';
  if (thresholds.allowedLibraries.includes(library)) return 'allowed by the policy';
  // By the time a plug-in is opened, the host is loaded; the addon must find it.
  if (isHostLibrary(library, info) && (kind === 'plugin' || kind === 'side-library')) return 'host';
  // Node's own executable, by the names that addons are linked to.
  if (kind === 'addon' && info.format === 'pe' && /^node\.(exe|dll)$/i.test(library)) return 'Node';
  const places = placesOf(library, subject);
  if (isBeside) return places.find(isBeside) ?? null;
  // Without a directory to look into, an rpath is believed; Windows has none to believe.
  return info.format === 'pe' ? null : (places[0] ?? null);
}

function isHostLibrary(library: string, { platform }: BinaryInfo): boolean {
  const host = HOST_LIBRARIES[platform as keyof typeof HOST_LIBRARIES];
  return library.split('/').at(-1)?.toLowerCase() === host;
}

function neededProblem(library: string, subject: Subject): Problem {
  const { info, find } = subject;
  const [elsewhere] = find?.(library.split('/').at(-1) ?? library) ?? [];
  const origin = info.format === 'macho' ? '@loader_path' : '$ORIGIN';
  if (elsewhere !== undefined) {
    const message = `it needs "${library}", which is at ${elsewhere} but not where it is looked for`;
    const directory = posix.dirname(elsewhere);
    const rpath = directory === '.' ? origin : `${origin}/${directory}`;
    const fix =
      info.format === 'pe'
        ? 'Put both into one directory: Windows looks there'
        : `Link with the rpath ${rpath} (-Wl,-rpath,'${rpath}'; CMake: INSTALL_RPATH)`;
    return { message, fix };
  }
  if (isHostLibrary(library, info)) {
    const where = info.format === 'pe' ? 'in its directory' : 'where its rpath looks';
    const message = `it needs "${library}", which is not ${where}`;
    const fix = `Put the host library there, or set a relative rpath such as ${origin}`;
    return { message, fix };
  }
  const message = `it needs "${library}", which a clean system does not have`;
  return { message, fix: adviceFor(library) };
}

function checkNeeded(subject: Subject): Problem[] | string {
  const { needed } = subject.info;
  const found = needed.map((library) => ({ library, place: placeOf(library, subject) }));
  const missing = found.filter(({ place }) => place === null);
  if (missing.length > 0) return missing.map(({ library }) => neededProblem(library, subject));
  if (needed.length === 0) return 'it needs no library';
  return `it needs ${enumerate(found.map(({ library, place }) => `${library} (${place})`))}`;
}

/** Checks the newest version with one of the prefixes against its threshold. */
function checkFloor(
  subject: Subject,
  prefix: string,
  threshold: string,
  fixes: string,
): Problem[] | string | undefined {
  const { neededVersions, imports } = subject.info;
  const asked = neededVersions
    .filter(({ version }) => version.startsWith(prefix))
    .map(({ version }) => ({ node: version, number: floorOf(version.slice(prefix.length)) }));
  const newest = asked.toSorted((a, b) => compareVersions(b.number, a.number))[0];
  if (!newest) return undefined;
  const symbols = imports.filter(({ version }) => version === newest.node).map(({ name }) => name);
  const cause = symbols.length > 0 ? enumerate(symbols) : 'how it was linked, not a symbol';
  const found = `it needs ${newest.node} because of ${cause}`;
  if (compareVersions(newest.number, threshold) <= 0) return found;
  const fix = `${fixes} (plugkit build does), or avoid what asks for the newer one`;
  return [{ message: `${found}; the policy allows ${prefix}${threshold}`, fix }];
}

/** Nodes without a number: private interfaces fit one glibc only; packed relocations came with 2.36. */
function floorOf(node: string): string {
  if (node === 'ABI_DT_RELR') return '2.36';
  return /^\d+(\.\d+)*$/.test(node) ? node : '999999';
}

function checkGlibc(subject: Subject): Problem[] | string | undefined {
  const { glibc } = subject.thresholds;
  const fix = `Build against glibc ${glibc}: zig cc -target <processor>-linux-gnu.${glibc}, cargo zigbuild --target <triple>.${glibc}, or on a system of that age`;
  return checkFloor(subject, 'GLIBC_', glibc, fix);
}

function checkCppRuntime(subject: Subject): Problem[] | string | undefined {
  const { glibcxx, cxxabi } = subject.thresholds;
  const fix = 'Link the C++ runtime in: -static-libstdc++ -static-libgcc';
  const results = [
    checkFloor(subject, 'GLIBCXX_', glibcxx, fix),
    checkFloor(subject, 'CXXABI_', cxxabi, fix),
  ].filter((result) => result !== undefined);
  const problems = results.filter((result) => typeof result !== 'string').flat();
  if (problems.length > 0) return problems;
  return results.length > 0 ? results.join('; ') : undefined;
}

function checkMinimumSystem({ info, thresholds }: Subject): Problem[] | string | undefined {
  if (info.format === 'elf') return undefined;
  const [system, allowed, flag] =
    info.format === 'macho'
      ? [
          'macOS',
          thresholds.macos,
          `-mmacosx-version-min=${thresholds.macos}; CMake: CMAKE_OSX_DEPLOYMENT_TARGET; Rust: MACOSX_DEPLOYMENT_TARGET`,
        ]
      : [
          'Windows',
          thresholds.windows,
          `/SUBSYSTEM:CONSOLE,${thresholds.windows}; MinGW: -Wl,--major-subsystem-version`,
        ];
  const fix = `Build it for ${system} ${allowed} (${flag})`;
  if (info.minimumSystem === null) {
    return [{ message: `it does not state which ${system} it needs`, fix }];
  }
  const found = `it needs ${system} ${info.minimumSystem}`;
  if (compareVersions(info.minimumSystem, allowed) <= 0) return found;
  return [{ message: `${found}; the policy allows ${allowed}`, fix }];
}

function checkRpath({ info }: Subject): Problem[] | string | undefined {
  if (info.format === 'pe') return undefined;
  const origin = info.format === 'macho' ? '@loader_path' : '$ORIGIN';
  const own = /^(\$ORIGIN|\$\{ORIGIN\}|@loader_path|@executable_path)(\/|$)/;
  const fix = `Link with -Wl,-rpath,'${origin}' or without rpath (CMake: INSTALL_RPATH with BUILD_WITH_INSTALL_RPATH ON)`;
  const problems = info.rpaths
    .filter((path) => !own.test(path))
    .map((path): Problem => {
      const trouble = path.startsWith('/')
        ? 'is a directory of the machine it was built on'
        : 'depends on the directory the program is started in';
      return { message: `its rpath "${path}" ${trouble}`, fix };
    });
  if (problems.length > 0) return problems;
  return info.rpaths.length > 0 ? `its rpaths are ${info.rpaths.join(', ')}` : 'it has no rpath';
}

function checkHostLibraryName({ info, kind }: Subject): Problem[] | string | undefined {
  if (kind !== 'host-library') return undefined;
  const host = HOST_LIBRARIES[info.platform as keyof typeof HOST_LIBRARIES];
  const expected = info.format === 'macho' ? `@rpath/${host}` : host;
  const actual = info.format === 'pe' ? info.soname?.toLowerCase() : info.soname;
  if (actual === expected) return `its name is ${expected}`;
  const message = `its name is "${info.soname}", expected "${expected}": plug-ins would not find it`;
  return [{ message, fix: `Link it with the name ${expected} (-soname, -install_name)` }];
}

function checkLibraryName({ info, kind }: Subject): Problem[] | string | undefined {
  if (kind === 'host-library' || info.soname === null) return undefined;
  const isBuildPath = info.soname.includes('/') && !info.soname.startsWith('@');
  if (!isBuildPath) return `its name is ${info.soname}`;
  const message = `its name "${info.soname}" is a path of the machine it was built on`;
  return [
    { message, fix: 'Link with -install_name @rpath/<file name>, on Linux -soname <file name>' },
  ];
}

function checkSize({ info, kind, thresholds }: Subject): Problem[] | string | undefined {
  if (kind === 'side-library') return undefined;
  const limit = {
    plugin: thresholds.pluginSize,
    addon: thresholds.addonSize,
    'host-library': thresholds.hostLibrarySize,
  }[kind];
  const found = `it has ${info.size} bytes`;
  if (info.size <= limit) return found;
  const fix =
    'Strip it (-s; Rust: strip = true), optimise for size (-Os), and see which libraries are linked in';
  return [{ message: `${found}; the policy allows ${limit}`, fix }];
}

function checkBuildPaths({ buildPaths, thresholds }: Subject): Problem[] | string {
  if (thresholds.buildPaths.length === 0) return 'no build paths are looked for';
  if (buildPaths.length === 0) return 'it holds no path of the machine it was built on';
  const message = `it holds paths of the machine it was built on: ${enumerate(buildPaths)}`;
  const fix =
    'Strip it, and compile with -ffile-prefix-map=<directory>=. (Rust: --remap-path-prefix)';
  return [{ message, fix }];
}

export const portabilityChecks: readonly Check[] = [
  {
    id: 'needed-libraries',
    summary: 'needed libraries are on a clean system or shipped beside the file',
    run: checkNeeded,
  },
  { id: 'glibc', summary: 'glibc is not asked for a newer version than allowed', run: checkGlibc },
  {
    id: 'libstdc++',
    summary: 'the C++ runtime is not asked for a newer version than allowed',
    run: checkCppRuntime,
  },
  {
    id: 'minimum-system',
    summary: 'macOS or Windows need not be newer than allowed',
    run: checkMinimumSystem,
  },
  { id: 'rpath', summary: 'rpaths are relative to the file', run: checkRpath },
  {
    id: 'host-library-name',
    summary: 'the host library has the name under which plug-ins need it',
    run: checkHostLibraryName,
  },
  {
    id: 'library-name',
    summary: 'SONAME or install name is no path of the build machine',
    run: checkLibraryName,
  },
  { id: 'size', summary: 'the file is not larger than allowed', run: checkSize },
  {
    id: 'build-paths',
    summary: 'no absolute path of the build machine is left in the file',
    run: checkBuildPaths,
  },
];
