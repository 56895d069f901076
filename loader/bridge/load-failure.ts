// Why the addon did not load, and what to do: the systems say it in few words, and a cause each of their
// own.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PluginError } from '../errors.js';
import type { Target } from '../target.js';
import { BUNDLED_HINT } from './addon-not-found.js';
import { type Problem, problemOfFile, problemOfStart } from './library-file.js';
import { hostLibraryOf, isRenamed, isThere } from './prebuilds.js';

/** The addon, and the host library that it opens. */
interface Files {
  readonly addon: string;
  readonly host: string;
  readonly target: Target;
}

interface Failure extends Files {
  readonly message: string;
  readonly code: string | undefined;
}

/** What Node itself or the addon throws, by its code. */
function problemByCode({ code, message, target }: Failure): Problem | undefined {
  if (code === 'ERR_DLOPEN_DISABLED') {
    return 'permission' in process && process.permission
      ? {
          reason: 'the permission model allows no addons',
          hint: 'Start Node with --allow-addons, and with --allow-fs-read for this package and the plug-ins',
        }
      : {
          reason: 'addons are disabled',
          hint: 'Start Node without --no-addons, on the command line and in NODE_OPTIONS',
        };
  }
  if (code === 'HOST_LIBRARY_TAKEN') {
    const variable = { linux: 'LD_PRELOAD', darwin: 'DYLD_LIBRARY_PATH', win32: undefined };
    const named = variable[target.platform];
    return {
      reason: `plug-ins would get the functions of ${message}, which is another libwasmedge`,
      hint: `Load plug-ins before that library is loaded, or in a process without it${named ? `; start Node without ${named} if that names it` : ''}`,
    };
  }
  return undefined;
}

/** The mount point of a path when no code may be run from there. */
function noExecMount(path: string): string | undefined {
  let mounts: string;
  try {
    mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return undefined;
  }
  const plain = (text: string) =>
    text.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)));
  const points = mounts.split('\n').map((line) => line.split(' ').map(plain));
  const holds = (point: string) => point === '/' || path === point || path.startsWith(`${point}/`);
  const [, , , , point, options] =
    points
      .filter(([, , , , at]) => at !== undefined && holds(at))
      .toSorted(([, , , , a = ''], [, , , , b = '']) => a.length - b.length)
      .at(-1) ?? [];
  return options?.split(',').includes('noexec') ? point : undefined;
}

/** What the system says, in the words of glibc, musl, macOS or Windows. */
function problemByWords({ message, addon, host }: Failure): Problem | undefined {
  const mount = /not permitted|Permission denied|failed to map/i.test(message)
    ? noExecMount(addon)
    : undefined;
  if (mount !== undefined) {
    return {
      reason: `${mount} is mounted with noexec, so no library in it can be loaded`,
      hint: 'Install the package on a file system that is mounted without noexec, or mount this one so',
    };
  }
  if (
    /cannot allocate memory|failed to map segment|cannot map zero-fill|out of memory/i.test(message)
  ) {
    return {
      reason: 'the process may not take more memory or address space',
      hint: "Raise the limit (ulimit -v, a container's memory)",
    };
  }
  if (/Dynamic loading not supported/.test(message)) {
    return {
      reason: 'this Node is linked statically and loads no libraries',
      hint: 'Run a Node that is linked dynamically, such as that of nodejs.org or of the distribution',
    };
  }
  const glibc = /version .(GLIBC_[\d.]+). not found/.exec(message)?.[1];
  if (glibc !== undefined) {
    return {
      reason: `this system's C library is too old: it lacks ${glibc}`,
      hint: 'Use a system with glibc 2.28 or later, or build the loader here with `npx plugkit build-loader`',
    };
  }
  // musl opens whatever has the host library's name in $LD_LIBRARY_PATH.
  const other = /(\/\S*\/)?libwasmedge\.so\.0(?=[:)])/.exec(message);
  if (other && other[0] !== host) {
    const [path, folder = 'the folder of another libwasmedge.so.0'] = other;
    return {
      reason: `${path} is found in LD_LIBRARY_PATH before this package's own, and does not load: ${message}`,
      hint: `Start Node without ${folder} in LD_LIBRARY_PATH`,
    };
  }
  if (/ld-linux|libc\.so/.test(message)) {
    return {
      reason: `it is for another C library than this Node's: ${message}`,
      hint: 'Let the process read /proc/self/exe, by which it finds the right file',
    };
  }
  return undefined;
}

/** A file of the addon's, and what is wrong with it. */
interface FileProblem extends Problem {
  readonly path: string;
}

/** What is wrong with the file itself or with the host library that it opens. */
function problemOfFiles(
  { addon, host, target }: Files,
  problemOf: (path: string, target: Target) => Problem | undefined,
): FileProblem | undefined {
  for (const path of [addon, host]) {
    const problem = problemOf(path, target);
    if (!problem) continue;
    // Seen from the host library's side, a bundler has left it behind.
    return path === host && isRenamed(addon, target) && !isThere(host)
      ? {
          reason: 'a bundler has copied the addon alone, or under another name',
          hint: BUNDLED_HINT,
          path,
        }
      : { ...problem, path };
  }
  return undefined;
}

/** What to do where it depends on whose file it is. */
function hintFor({ addon }: Files, hint: string): string {
  if ('type' in process) {
    return addon.includes('.asar')
      ? 'Keep the package out of the archive: asarUnpack "**/node_modules/wasmedge-plugin-kit/**"'
      : 'In Electron, load plug-ins in the main process or in a utility process';
  }
  return /[\\/]build[\\/]Release[\\/]/.test(addon)
    ? `Build it again with \`npx plugkit build-loader\`, or delete ${dirname(addon)}`
    : hint;
}

function addonFailed(addon: string, reason: string, hint: string, cause?: unknown): PluginError {
  return new PluginError('ADDON_FAILED', `Cannot load the addon ${addon}: ${reason}`, {
    cause,
    hint,
  });
}

function fileFailed(
  files: Files,
  { path, reason, hint }: FileProblem,
  cause?: unknown,
): PluginError {
  const needed = path === files.addon ? '' : `it needs ${path}, and `;
  return addonFailed(files.addon, `${needed}${reason}`, hintFor(files, hint), cause);
}

/** The error for a file that must not be opened, because the process might end. */
export function damagedFile(addon: string, target: Target): PluginError | undefined {
  const files = { addon, host: hostLibraryOf(addon, target), target };
  const problem = problemOfFiles(files, problemOfStart);
  return problem && fileFailed(files, problem);
}

/** The error for what was thrown when the addon was loaded. */
export function loadFailure(addon: string, target: Target, cause: unknown): PluginError {
  const { message = String(cause), code } = (cause ?? {}) as NodeJS.ErrnoException;
  const failure = { addon, host: hostLibraryOf(addon, target), target, message, code };
  if (code === 'LOADER_CONFLICT') {
    return new PluginError(
      code,
      `Cannot load the addon ${addon}: another version of this package is in use in this process, with ${message}`,
      { cause, hint: 'Let all parts of the program use one version' },
    );
  }
  const outside = problemByCode(failure);
  if (outside) return addonFailed(addon, outside.reason, outside.hint, cause);
  const inside = problemOfFiles(failure, problemOfFile);
  if (inside) return fileFailed(failure, inside, cause);
  const said = problemByWords(failure);
  if (said) return addonFailed(addon, said.reason, said.hint, cause);
  const hint =
    'Install the package again on this system, or build the loader here with `npx plugkit build-loader`';
  return addonFailed(addon, message, hintFor(failure, hint), cause);
}
