// Why the addon did not load, and what to do: the systems say it in few words, and a cause each of their
// own.
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PluginError } from '../errors.js';
import type { Target } from '../target.js';
import { BUNDLED_HINT } from './addon-not-found.js';
import { type Problem, problemOfFile } from './library-file.js';
import { hostLibraryOf, isRenamed } from './prebuilds.js';

interface Failure {
  readonly addon: string;
  readonly host: string;
  readonly target: Target;
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
  if (code === 'LOADER_CONFLICT') {
    return {
      reason: `another version of this package is in use in this process, with ${message}`,
      hint: 'Let all parts of the program use one version',
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
  if (/cannot allocate memory|failed to map segment|out of memory/i.test(message)) {
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
  // musl opens the library of that name in $LD_LIBRARY_PATH, whatever it is for.
  const other = /(?:loading shared library|relocating) (\/\S*\/libwasmedge\.so\.0):/.exec(
    message,
  )?.[1];
  if (other !== undefined && other !== host) {
    return {
      reason: `${other} is found before this package's own library, and does not load: ${message}`,
      hint: `Start Node without ${dirname(other)} in LD_LIBRARY_PATH`,
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

/** What is wrong with the file itself or with the host library that it opens. */
function problemOfFiles({
  addon,
  host,
  target,
}: Failure): (Problem & { path: string }) | undefined {
  const own = problemOfFile(addon, target);
  if (own) return { ...own, path: addon };
  if (isRenamed(addon, target) && !existsSync(host)) {
    const reason = 'it is not there: a bundler has copied the addon alone, or under another name';
    return { reason, hint: BUNDLED_HINT, path: host };
  }
  const beside = problemOfFile(host, target);
  return beside && { ...beside, path: host };
}

/** What to do where it depends on whose file it is. */
function hintFor({ addon }: Failure, hint: string): string {
  if ('type' in process) {
    return addon.includes('.asar')
      ? 'Keep the package out of the archive: asarUnpack "**/node_modules/wasmedge-plugin-kit/**"'
      : 'In Electron, load plug-ins in the main process or in a utility process';
  }
  return /[\\/]build[\\/]Release[\\/]/.test(addon)
    ? `Build it again with \`npx plugkit build-loader\`, or delete ${dirname(addon)}`
    : hint;
}

/** The error for what was thrown when the addon was loaded. */
export function loadFailure(addon: string, target: Target, cause: unknown): PluginError {
  const { message = String(cause), code } = (cause ?? {}) as NodeJS.ErrnoException;
  const failure = { addon, host: hostLibraryOf(addon, target), target, message, code };
  const error = (reason: string, hint: string) =>
    new PluginError('ADDON_FAILED', `Cannot load the addon ${addon}: ${reason}`, { cause, hint });
  const outside = problemByCode(failure);
  if (outside) return error(outside.reason, outside.hint);
  const inside = problemOfFiles(failure);
  if (inside) {
    const needed = inside.path === addon ? '' : `it needs ${inside.path}, and `;
    return error(`${needed}${inside.reason}`, hintFor(failure, inside.hint));
  }
  const said = problemByWords(failure);
  if (said) return error(said.reason, said.hint);
  return error(
    message,
    hintFor(
      failure,
      'Install the package again on this system, or build the loader here with `npx plugkit build-loader`',
    ),
  );
}
