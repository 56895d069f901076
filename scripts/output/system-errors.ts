// Errors of the file system in words: what cannot be done where, and which variable or flag names another place.
import { homedir, tmpdir } from 'node:os';
import { dirname, resolve, sep } from 'node:path';
import { CommandError } from '../errors.js';

/** What the user or the machine can change; other errors of the system are mistakes of this program. */
const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written or read',
  EPERM: 'it may not be written or read',
  EROFS: 'its file system may only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a directory',
  EEXIST: 'there is something else already',
  ELOOP: 'its links lead round',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
};

function below(path: string, directory = ''): boolean {
  return Boolean(directory) && (path === directory || path.startsWith(directory + sep));
}

function home(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined; // no HOME, and nobody knows the user
  }
}

function hintFor(path: string): string {
  // As flags/environment.ts, which may not be loadable now, chooses it.
  const cache = process.env.PLUGKIT_CACHE_DIR;
  if (below(path, cache && resolve(cache)) || path.includes(`${sep}wasmedge-plugin-kit${sep}`))
    return 'PLUGKIT_CACHE_DIR names another cache directory';
  if (below(path, home()))
    return 'HOME names another home directory, PLUGKIT_CACHE_DIR a cache directory';
  if (dirname(path) === tmpdir() || /plugkit-(cell|explain)-/.test(path)) {
    return 'TMPDIR (on Windows TEMP) names another temporary directory';
  }
  return 'Name another place with --out, or make this one writable';
}

/**
 * An error of the file system as one of ours; any other error as it is.
 * @param doing what was being done, such as `build`
 */
export function explainSystemError(error: unknown, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const { code = '', path, dest, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  if (syscall === 'uv_cwd') {
    return new CommandError('FILE_UNREADABLE', `Cannot ${doing}: the working directory is gone`, {
      cause: error,
      hint: 'Change to a directory that is there',
    });
  }
  if (syscall === 'uv_os_homedir') {
    return new CommandError('FILE_UNREADABLE', `Cannot ${doing}: this user has no home directory`, {
      cause: error,
      hint: 'Set PLUGKIT_CACHE_DIR, or HOME',
    });
  }
  const place = dest ?? path;
  if (place === undefined || !Object.hasOwn(CAUSES, code)) return error;
  const reading = ['open', 'scandir', 'read', 'stat', 'lstat'].includes(syscall ?? '');
  return new CommandError(
    reading && code !== 'EROFS' && code !== 'ENOSPC' ? 'FILE_UNREADABLE' : 'FILE_UNWRITABLE',
    `Cannot ${doing}: ${place} is of no use, ${CAUSES[code]} (${code}, ${syscall})`,
    { cause: error, hint: hintFor(place) },
  );
}
