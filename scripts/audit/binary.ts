// What the audit knows about a binary, whatever its format, and the one function that reads it. It
// looks at bytes only: nothing is executed, so files of every target can be read on every host.
import { readFileSync, statSync } from 'node:fs';
import { CommandError } from '../errors.js';
import type { BinaryInfo } from './binary-info.js';
import { ByteReader } from './byte-reader.js';
import { readElf } from './elf/elf.js';
import { LIMITS, limitExceeded } from './limits.js';
import { readMachO } from './macho/macho.js';
import { readPe } from './pe/pe.js';

/** What an unknown file looks like, for the message. The first match counts. */
const OTHER_FILES: readonly (readonly [start: string, description: string])[] = [
  ['!<arch>\n', 'a static archive'],
  ['!<thin>\n', 'a static archive'],
  ['\0asm', 'a WebAssembly module'],
  ['\x1f\x8b', 'a gzip file'],
  ['PK\x03\x04', 'a zip archive'],
  ['#!', 'a script'],
  ['BC\xc0\xde', 'LLVM bitcode'],
  ['\xca\xfe\xba\xbe', 'a Java class'],
  ['\0\x05\x16\x07', 'an AppleDouble file'],
  ['\x64\x86', 'a COFF object file'],
  ['\x64\xaa', 'a COFF object file'],
  ['\x4c\x01', 'a COFF object file'],
];

function describeFile(bytes: Buffer): string {
  if (bytes.length === 0) return 'it is empty';
  const start = bytes.toString('latin1', 0, 8);
  const known = OTHER_FILES.find(([magic]) => start.startsWith(magic));
  if (known) return `it is ${known[1]}`;
  if (!/[^\t\n\r\x20-\x7e\x80-\xff]/.test(bytes.toString('latin1', 0, 512))) return 'it is text';
  return `it begins with ${bytes.toString('hex', 0, 4)}`;
}

/** The bytes of a regular file. Throws FILE_UNREADABLE, LIMIT_EXCEEDED. */
export function readFile(path: string, limit = LIMITS.fileBytes): Buffer {
  try {
    const found = statSync(path);
    // Reading a pipe or a device might never end.
    if (!found.isFile()) throw new Error('it is not a regular file');
    if (found.size > limit) throw limitExceeded('fileBytes', path, limit);
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    const message = `Cannot read "${path}": ${(cause as Error).message}`;
    const hint = 'Check the path, and that it is a file you may read';
    throw new CommandError('FILE_UNREADABLE', message, { cause, hint });
  }
}

/**
 * Reads a shared library, executable or object file of any of the three formats.
 *
 * `file` is a path or the bytes themselves, `name` what messages call it, `machine` the slice of a
 * universal Mach-O file to read (default: its first). Throws CommandError: FILE_UNREADABLE,
 * NOT_A_LIBRARY (another kind of file, or contradictory), LIBRARY_TRUNCATED, LIMIT_EXCEEDED.
 */
export function readBinary(
  file: string | Buffer,
  { name = typeof file === 'string' ? file : 'buffer', machine, memory }: ReadBinaryOptions = {},
): BinaryInfo {
  const bytes = typeof file === 'string' ? readFile(file) : file;
  const reader = new ByteReader(bytes, name, { memory });
  const info = readElf(reader) ?? readMachO(reader, machine) ?? readPe(reader);
  if (info) return info;
  throw new CommandError(
    'NOT_A_LIBRARY',
    `Cannot read "${name}": ${describeFile(bytes)}, expected an ELF, Mach-O or PE file`,
    { hint: 'Name a shared library (.so, .dylib, .dll, .node) or an archive that holds one' },
  );
}

export interface ReadBinaryOptions {
  name?: string;
  machine?: string | undefined;
  /** The most bytes that its names and tables may take. */
  memory?: number | undefined;
}
