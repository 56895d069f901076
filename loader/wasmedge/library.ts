// Where a stock libwasmedge is: the library that is named, else the first of the usual places that has one.
import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PathEnvironment } from '../default-paths.js';
import { PluginError } from '../errors.js';
import type { Koffi, NativeLibrary } from './koffi.js';

const NAMES: Readonly<Record<PathEnvironment['platform'], readonly string[]>> = {
  linux: ['libwasmedge.so.0', 'libwasmedge.so'],
  darwin: ['libwasmedge.0.dylib', 'libwasmedge.dylib'],
  win32: ['wasmedge.dll'],
};

/** A directory that is searched, and why. */
interface Place {
  readonly directory: string;
  readonly reason: string;
}

const installation = (prefix: string, reason: string, triplet?: string): Place[] =>
  ['lib', 'lib64', 'bin', ...(triplet ? [join('lib', triplet)] : [])].map((name) => ({
    directory: join(prefix, name),
    reason,
  }));

/** The directories of the system's library path. */
function onLibraryPath({ platform, env }: Pick<PathEnvironment, 'platform' | 'env'>): Place[] {
  const variable = { linux: 'LD_LIBRARY_PATH', darwin: 'DYLD_LIBRARY_PATH', win32: 'PATH' }[
    platform
  ];
  const directories = (env[variable] ?? '').split(platform === 'win32' ? ';' : ':');
  return directories.filter(Boolean).map((directory) => ({ directory, reason: variable }));
}

/** The usual places, in the order in which they are searched. */
function libraryPlaces({ platform, env, homeDirectory, triplet }: PathEnvironment): Place[] {
  const places: Place[] = [];
  if (env.WASMEDGE_LIB_DIR) {
    places.push({ directory: env.WASMEDGE_LIB_DIR, reason: 'WASMEDGE_LIB_DIR' });
  }
  if (env.WASMEDGE_DIR) {
    places.push(...installation(env.WASMEDGE_DIR, 'WASMEDGE_DIR', triplet));
  }
  places.push(...onLibraryPath({ platform, env }));
  if (homeDirectory) places.push(...installation(join(homeDirectory, '.wasmedge'), 'home'));
  if (platform === 'win32') {
    const programs = env.ProgramFiles ?? 'C:\\Program Files';
    return [...places, ...installation(join(programs, 'WasmEdge'), 'system')];
  }
  if (platform === 'darwin') places.push({ directory: '/opt/homebrew/lib', reason: 'Homebrew' });
  return [
    ...places,
    ...installation('/usr/local', 'system'),
    ...installation('/usr', 'system', triplet),
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function inDirectory(directory: string, platform: PathEnvironment['platform']): string | undefined {
  return NAMES[platform].map((name) => join(directory, name)).find(isFile);
}

/**
 * @param named the file, or the directory that it is in or whose installation it is of
 * @returns the library's file, without symbolic links
 * @throws PluginError LIBRARY_NOT_FOUND, with every place that was searched
 */
export function findLibrary(named: string | undefined, environment: PathEnvironment): string {
  const { platform, triplet } = environment;
  if (named !== undefined && isFile(named)) return realpathSync(named);
  const places =
    named === undefined
      ? libraryPlaces(environment)
      : [{ directory: named, reason: '' }, ...installation(named, '', triplet)];
  for (const { directory } of places) {
    const file = inDirectory(directory, platform);
    if (file) return realpathSync(file);
  }
  const tried = places.map(
    ({ directory, reason }) =>
      `  ${directory}${reason && ` (${reason})`}: no ${NAMES[platform][0]}`,
  );
  throw new PluginError(
    'LIBRARY_NOT_FOUND',
    `Cannot use engine "wasmedge": no stock libwasmedge was found, tried\n${tried.join('\n')}`,
    { hint: 'Install WasmEdge, or name its library: { library: path }, or WASMEDGE_DIR' },
  );
}

/** The first libwasmedge on the system's library path, and the variable that names its directory. */
export function libraryOnPath(
  environment: PathEnvironment,
): { file: string; variable: string } | undefined {
  for (const { directory, reason } of onLibraryPath(environment)) {
    const file = inDirectory(directory, environment.platform);
    if (file) return { file, variable: reason };
  }
  return undefined;
}

/** Of the C library; the fields are pointers. */
const DL_INFO_WORDS = 4;
const LONGEST_PATH = 32768;

function loadedOnWindows(koffi: Koffi): string | undefined {
  const kernel = koffi.load('kernel32.dll');
  const handle = kernel.func('GetModuleHandleW', 'void *', ['str16'])('wasmedge.dll');
  if (!handle) return undefined;
  const buffer = Buffer.alloc(2 * LONGEST_PATH);
  const getName = kernel.func('GetModuleFileNameW', 'uint32_t', ['void *', 'void *', 'uint32_t']);
  return buffer.toString('utf16le', 0, 2 * getName(handle, buffer, LONGEST_PATH));
}

function loadedElsewhere(koffi: Koffi): string | undefined {
  const all = koffi.load(null);
  let address: bigint;
  try {
    address = all.symbol('WasmEdge_VersionGet', 'void *') as bigint;
  } catch {
    return undefined; // none that plug-ins would see
  }
  const info = new BigUint64Array(DL_INFO_WORDS);
  all.func('dladdr', 'int', ['void *', 'void *'])(address, info);
  return info[0] ? (koffi.decode(info[0], 'char', -1) as string) : undefined;
}

/** The libwasmedge that plug-ins of this process would get, stock or ours; undefined when there is none. */
function loadedLibrary(koffi: Koffi, platform: PathEnvironment['platform']): string | undefined {
  const file = platform === 'win32' ? loadedOnWindows(koffi) : loadedElsewhere(koffi);
  return file && realpathSync(file);
}

/** RTLD_LAZY, of Linux and macOS. */
const LAZY = 1;

/**
 * Opens a library that stays open until the process ends: koffi closes its own when the thread ends, and what
 * has been opened must stay.
 */
export function openForGood(
  koffi: Koffi,
  file: string,
  options: { global?: boolean; lazy?: boolean },
): NativeLibrary {
  const library = koffi.load(file, options);
  if (process.platform === 'win32') {
    koffi.load('kernel32.dll').func('LoadLibraryW', 'void *', ['str16'])(file);
  } else {
    koffi.load(null).func('dlopen', 'void *', ['str', 'int'])(file, LAZY);
  }
  return library;
}

/**
 * Opens the library so that plug-ins get its functions, with whatever they were linked.
 *
 * @throws PluginError ENGINE_CONFLICT when the process has another one; LIBRARY_UNSUPPORTED
 */
export function openLibrary(
  koffi: Koffi,
  file: string,
  platform: PathEnvironment['platform'],
): NativeLibrary {
  const loaded = loadedLibrary(koffi, platform);
  if (loaded !== undefined && loaded !== file) {
    throw new PluginError(
      'ENGINE_CONFLICT',
      `Cannot use engine "wasmedge" with ${file}: this process has loaded ${loaded}, and plug-ins would get the functions of both`,
      {
        hint: 'Use one engine and one libwasmedge in a process; start another process for the other',
      },
    );
  }
  try {
    return openForGood(koffi, file, { global: true });
  } catch (cause) {
    throw new PluginError(
      'LIBRARY_UNSUPPORTED',
      `Cannot use engine "wasmedge": ${file} does not load: ${(cause as Error).message}`,
      { cause, hint: 'Install the WasmEdge of this system and processor, with what it needs' },
    );
  }
}
