// Directories in which people put plug-ins, and that are not among the default paths now: there, and yet not searched.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPaths, type PathEnvironment } from '#loader/internal';

export interface NotSearched {
  readonly path: string;
  readonly reason: string;
}

/** A place, and why it may not be searched. */
type Place = readonly [path: string | undefined, reason: (why: string) => string];

function prefixReason({ env, hostLibraryPath }: PathEnvironment): string {
  return env.WASMEDGE_DIR
    ? `WASMEDGE_DIR is ${env.WASMEDGE_DIR}`
    : `the host library is ${hostLibraryPath ?? 'not found'}`;
}

const SYSTEM_REASON = (why: string) => `${why}, which is no installation of the system`;

function placesOf({ homeDirectory, triplet, platform }: PathEnvironment): Place[] {
  const home: Place = [
    homeDirectory && join(homeDirectory, '.wasmedge', 'plugin'),
    (why) => `${why}, and the home directory is searched only without an installation`,
  ];
  const brew: Place = ['/opt/homebrew/lib/wasmedge', SYSTEM_REASON];
  const system = ['/usr/lib', '/usr/lib64', triplet && `/usr/lib/${triplet}`, '/usr/local/lib'];
  const ofSystem = system.map((path): Place => [path && `${path}/wasmedge`, SYSTEM_REASON]);
  if (platform === 'win32') return [home];
  return [home, ...ofSystem, ...(platform === 'darwin' ? [brew] : [])];
}

/** Those that exist. */
export function findNotSearched(environment: PathEnvironment): NotSearched[] {
  const searched = new Set(defaultPaths(environment).map(({ path }) => path));
  const why = prefixReason(environment);
  return placesOf(environment).flatMap(([path, reason]) =>
    path && !searched.has(path) && existsSync(path) ? [{ path, reason: reason(why) }] : [],
  );
}
