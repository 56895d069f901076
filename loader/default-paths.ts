// Where plug-ins are looked for when no path is given. The rules are a pure function of an environment,
// so that every platform's are tested on any; loader/native/host/plugins/default_paths.cc holds the same
// function for programs without Node, and test/fixtures/default-paths.json is the table both must agree with. This is the only
// file of the loader that reads environment variables.
import { userInfo } from 'node:os';
import { currentTarget, type Target } from './target.js';

/** What the rules depend on. */
export interface PathEnvironment {
  platform: Target['platform'];
  /** Read: WASMEDGE_PLUGIN_PATH and WASMEDGE_DIR. An empty value counts as none. */
  env: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
  homeDirectory?: string | undefined;
  /** The file of the host library, or of the stock one in use. */
  hostLibraryPath?: string | undefined;
  /** Of Debian's library directories, such as `x86_64-linux-gnu`. */
  triplet?: string | undefined;
}

/** Where a path comes from; see the rules in `defaultPaths`. */
export type DefaultPathRule =
  | 'WASMEDGE_PLUGIN_PATH'
  | 'installation'
  | 'system'
  | 'library'
  | 'home';

export interface DefaultPath {
  path: string;
  rule: DefaultPathRule;
}

/** Windows: what a path means from the working directory; it may lack its drive, or have only that. */
function fromWorkingDirectory(path: string, directory: string): string {
  const drive = /^[a-z]:/i.exec(path)?.[0];
  const workingDrive = /^[a-z]:/i.exec(directory)?.[0];
  if (/^[\\/]/.test(path)) {
    const network = /^[\\/]{2}/.test(path);
    return network || !workingDrive ? path : workingDrive + path;
  }
  if (!drive) return `${directory}\\${path}`;
  if (/^[\\/]/.test(path.slice(2))) return path;
  const same = drive.toLowerCase() === workingDrive?.toLowerCase();
  return `${same ? directory : drive}\\${path.slice(2)}`;
}

/**
 * A path seen from the working directory, without empty and `.` parts. `..` stays: what it means
 * depends on symbolic links.
 */
function absolutePath(path: string, { platform, workingDirectory }: PathEnvironment): string {
  const keep = (part: string) => part !== '' && part !== '.';
  if (platform !== 'win32') {
    const full = path.startsWith('/') ? path : `${workingDirectory}/${path}`;
    return `/${full.split('/').filter(keep).join('/')}`;
  }
  const full = fromWorkingDirectory(path, workingDirectory);
  const parts = full.split(/[\\/]/).filter(keep);
  if (/^[\\/]{2}/.test(full)) return `\\\\${parts.join('\\')}`;
  if (!/^[a-z]:/i.test(full)) return `\\${parts.join('\\')}`;
  return parts.length === 1 ? `${parts[0]}\\` : parts.join('\\');
}

/** The directory that holds a path; '' for a path directly under the root. */
function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** The prefix of an installation that holds this library in a library directory. */
function prefixOf(library: string, { platform, triplet }: PathEnvironment): string | undefined {
  let directory = parent(library);
  if (triplet && directory.endsWith(`/lib/${triplet}`)) directory = parent(directory);
  const names = platform === 'win32' ? /[\\/](lib|bin)$/ : /\/(lib|lib64)$/;
  return names.test(directory) ? parent(directory) || '/' : undefined;
}

/**
 * The paths to search, in order, each once, absolute and without a trailing separator:
 *
 * 1. `WASMEDGE_PLUGIN_PATH`: the parts of the variable, files or directories;
 * 2. `installation`: `plugin` of the prefix that WASMEDGE_DIR names, or that holds the host library,
 *    unless it is one of the system's;
 * 3. `system`: `wasmedge` in the system's library directories, when it is;
 * 4. `library`: on Windows, the directory of the host library;
 * 5. `home`: `.wasmedge/plugin` of the home directory, when there is no prefix; on Windows always.
 */
export function defaultPaths(environment: PathEnvironment): DefaultPath[] {
  const { env, homeDirectory, hostLibraryPath, triplet } = environment;
  const windows = environment.platform === 'win32';
  const separator = windows ? '\\' : '/';
  const result = new Map<string, DefaultPath>();
  const add = (rule: DefaultPathRule, ...parts: string[]): void => {
    const path = absolutePath(parts.join(separator), environment);
    if (!result.has(path)) result.set(path, { path, rule });
  };

  for (const part of (env.WASMEDGE_PLUGIN_PATH ?? '').split(windows ? ';' : ':')) {
    if (part) add('WASMEDGE_PLUGIN_PATH', part);
  }

  const library = hostLibraryPath && absolutePath(hostLibraryPath, environment);
  const libraryPrefix = library && prefixOf(library, environment);
  const prefix = env.WASMEDGE_DIR ? absolutePath(env.WASMEDGE_DIR, environment) : libraryPrefix;

  // A library under /usr/lib may be seen as one under /lib, a link to it.
  if (!windows && prefix && ['/', '/usr', '/usr/local'].includes(prefix)) {
    add('system', '/usr/lib/wasmedge');
    add('system', '/usr/lib64/wasmedge');
    if (triplet) add('system', '/usr/lib', triplet, 'wasmedge');
    add('system', '/usr/local/lib/wasmedge');
    // Such as /usr/local/lib64.
    if (library && libraryPrefix === prefix && prefix !== '/') {
      add('system', parent(library), 'wasmedge');
    }
  } else if (prefix) {
    add('installation', prefix, 'plugin');
  }
  if (windows && library) add('library', parent(library));
  if (homeDirectory && (windows || !prefix)) add('home', homeDirectory, '.wasmedge', 'plugin');
  return [...result.values()];
}

/**
 * The home directory as this thread's environment names it: os.homedir() asks the process's. Without the
 * variable it is that of the user, on Windows there is none.
 */
function homeDirectory({ HOME, USERPROFILE }: NodeJS.ProcessEnv): string | undefined {
  if (process.platform === 'win32') return USERPROFILE;
  if (HOME !== undefined) return HOME;
  try {
    return userInfo().homedir;
  } catch {
    return undefined; // this user is in no list, as in many containers
  }
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/'; // it was removed
  }
}

/** The environment of this thread, as it is now; a worker may have one of its own. */
export function currentPathEnvironment(hostLibraryPath?: string): PathEnvironment {
  const target = currentTarget();
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const libc = target?.libc === 'musl' ? 'musl' : 'gnu';
  return {
    platform: target?.platform ?? 'linux',
    env: process.env,
    workingDirectory: workingDirectory(),
    homeDirectory: homeDirectory(process.env),
    hostLibraryPath,
    triplet: target?.platform === 'linux' ? `${machine}-linux-${libc}` : undefined,
  };
}
