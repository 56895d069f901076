// What the audit knows about a binary, whatever its format, and the one function that reads it. It
// looks at bytes only: nothing is executed, so files of every target can be read on every host.
import { readFileSync, statSync } from 'node:fs';
import { PluginError } from '../../loader/errors.js';
import { ByteReader } from './byte-reader.js';
import { readElf } from './elf.js';
import { readMachO } from './macho.js';
import { readPe } from './pe.js';

export interface ExportedSymbol {
  /** As C spells it: without the underscore that Mach-O puts before it. `#7` for a bare PE ordinal. */
  name: string;
  /** ELF version node, or null. */
  version: string | null;
  /** False for an ELF symbol that only references with its version reach. */
  isDefault: boolean;
  kind: 'function' | 'data' | 'thread-local' | 'forwarder' | 'unknown';
}

export interface ImportedSymbol {
  name: string;
  /** ELF version node, or null. */
  version: string | null;
  /** The library it is expected from; null when any library may have it. */
  library: string | null;
  /** A weak import may be missing. */
  weak: boolean;
}

/** A part of the file that is mapped into memory: ELF and Mach-O segments, PE sections. */
export interface Segment {
  name: string;
  readable: boolean;
  writable: boolean;
  executable: boolean;
}

export interface Signature {
  present: boolean;
  kind: 'none' | 'ad-hoc' | 'signed';
  /**
   * True when all hashes of a Mach-O signature fit the file (the certificate of a `signed` one is not
   * looked at); null when there is none, or when it is a Windows one, which is not verified.
   */
  valid: boolean | null;
  /** Why it is not valid. */
  problem: string | null;
}

export interface BinaryInfo {
  format: 'elf' | 'macho' | 'pe';
  bits: 32 | 64;
  /** `x64`, `arm64`, or another processor's name. */
  machine: string;
  /** `linux`, `darwin`, `win32`, or another system's name. */
  platform: string;
  /** On Linux, from the needed libraries and version nodes; null when it needs neither. */
  libc: 'glibc' | 'musl' | null;
  kind: 'shared-library' | 'bundle' | 'executable' | 'object' | 'other';
  /** ELF SONAME, Mach-O install name, or the name in the export directory of a DLL. */
  soname: string | null;
  /** Libraries the loader must find. */
  needed: string[];
  /** Libraries that may be missing: weak Mach-O ones, delay-loaded DLLs. */
  optionalNeeded: string[];
  /** ELF version nodes asked of each needed library, whether or not a symbol carries them. */
  neededVersions: { library: string; version: string }[];
  rpaths: string[];
  exports: ExportedSymbol[];
  imports: ImportedSymbol[];
  segments: Segment[];
  /** ELF sections, Mach-O `segment,section`, PE sections; empty when the section headers are stripped. */
  sections: string[];
  executableStack: boolean;
  /** Null where the format has no such thing. */
  relro: 'none' | 'partial' | 'full' | null;
  textRelocations: boolean;
  /** Oldest macOS version, or the Windows subsystem version; null on Linux or when not stated. */
  minimumSystem: string | null;
  signature: Signature;
  debugInfo: boolean;
  /** Names of the format's header flags that are set. */
  flags: string[];
  /** The processors of a universal Mach-O file, else just `machine`. */
  machines: string[];
  /** Of the whole file, in bytes. */
  size: number;
}

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

/** The bytes of a regular file. Throws FILE_UNREADABLE. */
export function readFile(path: string): Buffer {
  try {
    // Reading a pipe or a device might never end.
    if (!statSync(path).isFile()) throw new Error('it is not a regular file');
    return readFileSync(path);
  } catch (cause) {
    throw new PluginError('FILE_UNREADABLE', `Cannot read "${path}": ${(cause as Error).message}`, {
      cause,
      hint: 'Check the path, and that it is a file you may read',
    });
  }
}

/**
 * Reads a shared library, executable or object file of any of the three formats.
 *
 * `file` is a path or the bytes themselves, `name` what messages call it, `machine` the slice of a
 * universal Mach-O file to read (default: its first). Throws PluginError: FILE_UNREADABLE,
 * NOT_A_LIBRARY (another kind of file, or contradictory), LIBRARY_TRUNCATED.
 */
export function readBinary(
  file: string | Buffer,
  { name = typeof file === 'string' ? file : 'buffer', machine }: ReadBinaryOptions = {},
): BinaryInfo {
  const bytes = typeof file === 'string' ? readFile(file) : file;
  const reader = new ByteReader(bytes, name);
  const info = readElf(reader) ?? readMachO(reader, machine) ?? readPe(reader);
  if (info) return info;
  throw new PluginError(
    'NOT_A_LIBRARY',
    `Cannot read "${name}": ${describeFile(bytes)}, expected an ELF, Mach-O or PE file`,
    { hint: 'Name a shared library (.so, .dylib, .dll, .node) or an archive that holds one' },
  );
}

export interface ReadBinaryOptions {
  name?: string;
  machine?: string | undefined;
}
