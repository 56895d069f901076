// Whether the system lets the files of plug-ins be found and opened.
import { dirname } from 'node:path';
import { readBinary } from '../audit/binary.js';
import { findPolicy } from '../audit/policy.js';
import { findClosure } from '../bundle/closure.js';
import { isDeliberate } from '../errors.js';
import type { Finding } from './finding.js';
import type { Situation } from './situation.js';

/** Directories and files that this user may not look into. */
export function findUnreadable({ explanation }: Situation): Finding[] {
  return explanation.paths.flatMap(({ path, state, skipped }): Finding[] => {
    const closed = skipped.filter(({ reason }) => /EACCES|EPERM/.test(reason));
    if (state !== 'unreadable' && closed.length === 0) return [];
    const [first = { path, reason: 'it cannot be read' }] = closed.length > 0 ? closed : skipped;
    return [
      {
        code: 'DIRECTORY_UNREADABLE',
        severity: 'error',
        subject: first.path,
        message: first.reason,
        fix: `Give this user the right to read and search it: chmod a+rX ${dirname(first.path)}`,
      },
    ];
  });
}

/** Mount points with their options; spaces are written as \040 there. */
function readMountPoints(mounts: string): { point: string; options: string[] }[] {
  return mounts.split('\n').flatMap((line) => {
    const [, point = '', , options = ''] = line.split(' ');
    const plain = point.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    return plain === '' ? [] : [{ point: plain, options: options.split(',') }];
  });
}

const isBelow = (path: string, point: string): boolean =>
  point === '/' || path === point || path.startsWith(`${point}/`);

/** Directories whose file system runs no code: libraries there cannot be opened. */
export function findNoexec({ explanation, mounts }: Situation): Finding[] {
  const points = readMountPoints(mounts);
  return explanation.paths
    .filter(({ candidates }) => candidates.length > 0)
    .flatMap(({ path }): Finding[] => {
      // Of mounts on one point, the last counts.
      const over = points
        .filter(({ point }) => isBelow(path, point))
        .reduce<(typeof points)[number] | undefined>(
          (best, each) => (best && best.point.length > each.point.length ? best : each),
          undefined,
        );
      if (!over?.options.includes('noexec')) return [];
      return [
        {
          code: 'MOUNT_NOEXEC',
          severity: 'error',
          subject: path,
          message: `its file system (${over.point}) is mounted noexec: no library in it can be opened`,
          fix: `Put the plug-ins elsewhere, or mount it with exec: mount -o remount,exec ${over.point}`,
        },
      ];
    });
}

/** Files that macOS has marked as downloaded, and may refuse to open. */
export function findQuarantined({ explanation, isQuarantined }: Situation): Finding[] {
  return explanation.paths
    .flatMap(({ candidates }) => candidates)
    .filter(isQuarantined)
    .map((file) => ({
      code: 'QUARANTINED',
      severity: 'warning',
      subject: file,
      message:
        'macOS has marked it as downloaded (com.apple.quarantine), and may refuse to open it',
      fix: `If you trust it: xattr -d com.apple.quarantine ${file}`,
    }));
}

/** The libraries that a file needs and that are nowhere; undefined when there are none, or the file cannot be read. */
function missingLibraries(file: string, libraryDirectories: readonly string[]): string | undefined {
  try {
    const { allowedLibraries } = findPolicy('portable').thresholds;
    const search = { given: [], system: libraryDirectories };
    findClosure({ path: file, info: readBinary(file) }, search, allowedLibraries);
    return undefined;
  } catch (error) {
    const isMissing = isDeliberate(error) && error.code === 'DEPENDENCY_NOT_FOUND';
    return isMissing ? error.message : undefined;
  }
}

/** Files that the loader refuses, with what they need where that is why. */
export function findRefused({ explanation, libraryDirectories }: Situation): Finding[] {
  return explanation.paths
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ state, code }) => state === 'refused' && code !== 'PATH_NOT_FOUND')
    .map(({ path, code, reason = '', hint }): Finding => {
      const missing =
        code === 'LIBRARY_OPEN_FAILED' ? missingLibraries(path, libraryDirectories) : undefined;
      if (missing !== undefined) {
        const fix = 'Install what is missing; plugkit bundle puts it beside the plug-in';
        return {
          code: 'DEPENDENCY_MISSING',
          severity: 'error',
          subject: path,
          message: missing,
          fix,
        };
      }
      return {
        code: 'PLUGIN_REFUSED',
        severity: 'error',
        subject: path,
        message: `${code}, ${reason}`,
        fix: hint ?? `plugkit inspect ${path} shows what it is`,
      };
    });
}
