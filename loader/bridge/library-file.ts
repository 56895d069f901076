// What is wrong with a library's file, seen from its bytes. Systems have few words for it and differ in
// them; and where a part is missing, Linux ends the process.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { ErrorCode } from '../errors.js';
import { currentTarget, type Target } from '../target.js';

export interface Problem {
  /** Continues a sentence about the file: `it is ...`. */
  readonly reason: string;
  readonly hint: string;
}

type Format = 'ELF' | 'Mach-O' | 'PE';

/** What the headers say. */
interface Headers {
  readonly format: Format;
  readonly machine: number;
  /** Where the last of its parts ends. */
  readonly end: number;
}

const FORMATS: Readonly<Record<Target['platform'], Format>> = {
  linux: 'ELF',
  darwin: 'Mach-O',
  win32: 'PE',
};
const MACHINES: Readonly<Record<Format, Readonly<Record<number, string>>>> = {
  ELF: { 62: 'x64', 183: 'arm64', 3: 'ia32', 40: 'arm' },
  'Mach-O': { 16777223: 'x64', 16777228: 'arm64' },
  PE: { 34404: 'x64', 43620: 'arm64', 332: 'ia32' },
};

function readElf(bytes: Buffer): Headers {
  const [start, size, count] = [
    Number(bytes.readBigUInt64LE(32)),
    bytes.readUInt16LE(54),
    bytes.readUInt16LE(56),
  ];
  let end = Number(bytes.readBigUInt64LE(40)) + bytes.readUInt16LE(58) * bytes.readUInt16LE(60);
  for (let at = start; at < start + size * count; at += size) {
    const offset = Number(bytes.readBigUInt64LE(at + 8));
    end = Math.max(end, offset + Number(bytes.readBigUInt64LE(at + 32)));
  }
  return { format: 'ELF', machine: bytes.readUInt16LE(18), end };
}

const SEGMENT_64 = 0x19;

function readMachO(bytes: Buffer): Headers {
  let end = 0;
  let at = 32;
  for (let count = bytes.readUInt32LE(16); count > 0; count--) {
    if (bytes.readUInt32LE(at) === SEGMENT_64) {
      const offset = Number(bytes.readBigUInt64LE(at + 40));
      end = Math.max(end, offset + Number(bytes.readBigUInt64LE(at + 48)));
    }
    at += bytes.readUInt32LE(at + 4);
  }
  return { format: 'Mach-O', machine: bytes.readUInt32LE(4), end };
}

function readPe(bytes: Buffer): Headers {
  const header = bytes.readUInt32LE(60);
  const sections = header + 24 + bytes.readUInt16LE(header + 20);
  let end = 0;
  for (let index = 0; index < bytes.readUInt16LE(header + 6); index++) {
    const at = sections + 40 * index;
    end = Math.max(end, bytes.readUInt32LE(at + 20) + bytes.readUInt32LE(at + 16));
  }
  return { format: 'PE', machine: bytes.readUInt16LE(header + 4), end };
}

/** The headers of a 64-bit library, `truncated` when they are cut off, undefined for other files. */
function readHeaders(bytes: Buffer): Headers | 'truncated' | undefined {
  const start = bytes.toString('latin1', 0, 4);
  const read = { '\x7fELF': readElf, '\xcf\xfa\xed\xfe': readMachO }[start];
  const reader = read ?? (start.startsWith('MZ') ? readPe : undefined);
  try {
    return reader?.(bytes);
  } catch (error) {
    if (error instanceof RangeError) return 'truncated';
    throw error;
  }
}

const AGAIN = 'Install wasmedge-plugin-kit again, and see what changes its files';
const ELSEWHERE =
  'Install wasmedge-plugin-kit on this system, or build it here with `npx plugkit build-loader`';

/**
 * Undefined when the bytes are those of a library for the target.
 * @param bytes of the file's start, with all headers
 * @param size of the whole file
 */
export function problemOfHeaders(bytes: Buffer, size: number, target: Target): Problem | undefined {
  if (size === 0) {
    return { reason: 'it is empty', hint: `${AGAIN}: some virus scanners empty files` };
  }
  if (bytes.toString('latin1', 0, 42) === 'version https://git-lfs.github.com/spec/v1') {
    return { reason: 'it is a pointer of Git LFS, not the file', hint: 'Run `git lfs pull`' };
  }
  const headers = readHeaders(bytes);
  const expected = FORMATS[target.platform];
  if (headers === undefined) {
    const start = bytes.toString('hex', 0, 4);
    return { reason: `it begins with ${start}, expected a ${expected} file`, hint: AGAIN };
  }
  if (headers === 'truncated' || headers.end > size) {
    const rest = headers === 'truncated' ? '' : ` of ${headers.end}`;
    return { reason: `it is cut off after ${size}${rest} bytes`, hint: AGAIN };
  }
  if (headers.format !== expected) {
    return {
      reason: `it is a ${headers.format} file, expected a ${expected} file`,
      hint: ELSEWHERE,
    };
  }
  const machine = MACHINES[headers.format][headers.machine] ?? `processor ${headers.machine}`;
  if (machine !== target.arch) {
    return { reason: `it is for ${machine}, and this Node is for ${target.arch}`, hint: ELSEWHERE };
  }
  return undefined;
}

/**
 * The same of somebody else's library, as code, reason and hint of a refusal.
 *
 * @param bytes of the file's start, with all headers
 */
export function describeHeaders(
  bytes: Buffer,
  size: number,
): [ErrorCode, string, string] | undefined {
  const target = currentTarget();
  if (!target) return undefined;
  const headers = readHeaders(bytes);
  const expected = FORMATS[target.platform];
  const another = `Name the file for ${target.id}`;
  if (headers === undefined) {
    return ['NOT_A_LIBRARY', `it is no shared library, expected a ${expected} file`, another];
  }
  if (headers === 'truncated' || headers.end > size) {
    return ['LIBRARY_TRUNCATED', `it is cut off after ${size} bytes`, 'Download it again'];
  }
  if (headers.format !== expected) {
    return ['WRONG_FORMAT', `it is a ${headers.format} file, expected a ${expected} file`, another];
  }
  const machine = MACHINES[headers.format][headers.machine] ?? `processor ${headers.machine}`;
  return machine === target.arch
    ? undefined
    : ['WRONG_ARCHITECTURE', `it is for ${machine}, expected ${target.arch}`, another];
}

/** By the names of needed libraries. */
function libcOf(bytes: Buffer): Target['libc'] {
  if (bytes.includes('\0libc.so.6\0')) return 'glibc';
  return bytes.includes('\0libc.so\0') || bytes.includes('\0libc.musl-') ? 'musl' : null;
}

/** More than the headers of any library of this package. */
const START = 4096;

/**
 * What keeps a file from being opened without harm, at little cost. Undefined when it cannot be read: the
 * system says why.
 */
export function problemOfStart(path: string, target: Target): Problem | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const bytes = Buffer.alloc(START);
    const read = readSync(descriptor, bytes, 0, START, 0);
    return problemOfHeaders(bytes.subarray(0, read), fstatSync(descriptor).size, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Undefined when the file is there, may be read and is a library for the target. */
export function problemOfFile(path: string, target: Target): Problem | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { reason: 'it is not there', hint: AGAIN };
    const hint = 'Give the user that runs Node the right to read it';
    return code === 'EACCES' || code === 'EPERM'
      ? { reason: 'this user may not read it', hint }
      : { reason: message, hint: AGAIN };
  }
  const libc = target.libc && libcOf(bytes);
  return (
    problemOfHeaders(bytes, bytes.length, target) ??
    (libc && libc !== target.libc
      ? { reason: `it is for ${libc}, and this Node runs on ${target.libc}`, hint: ELSEWHERE }
      : undefined)
  );
}
