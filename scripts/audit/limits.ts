// How much the audit reads of what it is given, so that a small archive or library cannot fill the memory or
// take hours. A policy file may raise each limit.
import { CommandError } from '../errors.js';

const MEBIBYTE = 1024 * 1024;

export interface Limits {
  /** Entries of one directory (with those below it) or archive. */
  members: number;
  /** Bytes of one library, and of one archive's contents once unpacked. */
  fileBytes: number;
  totalBytes: number;
  /** How many times its own size an archive may unpack to; up to 64 MiB are always read. */
  ratio: number;
  /** Bytes of names and tables kept of all libraries of one run. */
  memory: number;
}

export const LIMITS: Readonly<Limits> = {
  members: 100_000,
  fileBytes: 256 * MEBIBYTE,
  totalBytes: 4096 * MEBIBYTE,
  ratio: 200,
  memory: 128 * MEBIBYTE,
};

/** What is unpacked of an archive whatever its ratio. */
export const FREE_BYTES = 64 * MEBIBYTE;

const REASONS: Record<keyof Limits, (limit: number) => string> = {
  members: (limit) => `it has more than ${limit} members`,
  fileBytes: (limit) => `it has more than ${limit} bytes`,
  totalBytes: (limit) => `it unpacks to more than ${limit} bytes`,
  ratio: (limit) => `it unpacks to more than ${limit} times its size`,
  memory: (limit) => `names and tables take more than ${limit} bytes of memory`,
};

/** The error for what goes beyond a limit. */
export function limitExceeded(id: keyof Limits, name: string, limit: number): CommandError {
  const message = `Cannot audit "${name}": ${REASONS[id](limit)}, the limit of the audit`;
  return new CommandError('LIMIT_EXCEEDED', message, {
    hint: `Audit the libraries that matter one by one; if you know where it comes from, raise "limits": {"${id}": ...} in a file for --policy-file`,
  });
}
