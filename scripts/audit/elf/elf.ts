// Reads ELF files the way the loader does: through program headers and the dynamic segment. Section
// headers may be stripped; they only add section names and tell a cut-off file. Called by readBinary.
import { DESCRIPTOR } from '../api-symbols.js';
import type { BinaryInfo, Segment } from '../binary-info.js';
import type { ByteReader } from '../byte-reader.js';
import { readElfOptions } from './options.js';
import { readElfSymbols } from './symbols.js';

const MACHINES: Record<number, string> = {
  3: 'x86',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv',
  258: 'loongarch',
};
const SYSTEMS: Record<number, string> = {
  0: 'linux',
  2: 'netbsd',
  3: 'linux',
  6: 'solaris',
  9: 'freebsd',
  12: 'openbsd',
};
export const SEGMENT_NAMES: Record<number, string> = {
  1: 'LOAD',
  2: 'DYNAMIC',
  3: 'INTERP',
  4: 'NOTE',
  6: 'PHDR',
  7: 'TLS',
  1685382480: 'GNU_EH_FRAME',
  1685382481: 'GNU_STACK',
  1685382482: 'GNU_RELRO',
  1685382483: 'GNU_PROPERTY',
};
const DYNAMIC_FLAGS: readonly (readonly [tag: number, bit: number, name: string])[] = [
  [30, 0x1, 'DF_ORIGIN'],
  [30, 0x2, 'DF_SYMBOLIC'],
  [30, 0x4, 'DF_TEXTREL'],
  [30, 0x8, 'DF_BIND_NOW'],
  [30, 0x10, 'DF_STATIC_TLS'],
  [0x6ffffffb, 0x1, 'DF_1_NOW'],
  [0x6ffffffb, 0x8, 'DF_1_NODELETE'],
  [0x6ffffffb, 0x40, 'DF_1_NOOPEN'],
  [0x6ffffffb, 0x80, 'DF_1_ORIGIN'],
  [0x6ffffffb, 0x8000000, 'DF_1_PIE'],
];

interface ProgramHeader {
  type: number;
  flags: number;
  offset: number;
  address: number;
  fileSize: number;
  memorySize: number;
}

/** A file with its headers read: what the symbol reader needs. */
export class ElfImage {
  readonly reader: ByteReader;
  readonly is64: boolean;
  readonly headers: readonly ProgramHeader[];
  /** Tag and value of each dynamic entry, in order. */
  readonly dynamic: readonly (readonly [tag: number, value: number])[];

  constructor(reader: ByteReader, is64: boolean, headerCount: number) {
    this.reader = reader;
    this.is64 = is64;
    this.headers = this.#readHeaders(headerCount);
    this.dynamic = this.#readDynamic();
  }

  /** An address or size: 8 bytes in a 64-bit file, else 4. */
  word(offset: number): number {
    return this.is64 ? this.reader.u64(offset) : this.reader.u32(offset);
  }

  /** The value of the first dynamic entry with this tag. */
  tag(tag: number): number | undefined {
    return this.dynamic.find(([other]) => other === tag)?.[1];
  }

  /** Where in the file an address of the loaded image lies. */
  fileOffset(address: number): number {
    this.reader.spend(this.headers.length);
    const segment = this.headers.find(
      (header) =>
        header.type === 1 &&
        address >= header.address &&
        address < header.address + header.fileSize,
    );
    if (segment) return address - segment.address + segment.offset;
    throw this.reader.malformed(`no segment holds the address ${address} of its dynamic segment`);
  }

  /** A name in the dynamic string table. */
  string(index: number): string {
    const table = this.tag(5);
    const size = this.tag(10);
    if (table === undefined || size === undefined || index >= size) {
      throw this.reader.malformed(`name ${index} lies outside the dynamic string table`);
    }
    const start = this.fileOffset(table);
    return this.reader.string(start + index, start + size);
  }

  #readHeaders(count: number): ProgramHeader[] {
    const { reader, is64 } = this;
    const start = this.word(is64 ? 32 : 28);
    const size = reader.u16(is64 ? 54 : 42);
    if (count > 0 && size < (is64 ? 56 : 32)) {
      throw reader.malformed(`a program header has ${size} bytes, expected at least 32`);
    }
    const headers = reader.entries(start, count, size).map((at) => ({
      type: reader.u32(at),
      flags: reader.u32(at + (is64 ? 4 : 24)),
      offset: this.word(at + (is64 ? 8 : 4)),
      address: this.word(at + (is64 ? 16 : 8)),
      fileSize: this.word(at + (is64 ? 32 : 16)),
      memorySize: this.word(at + (is64 ? 40 : 20)),
    }));
    for (const { type, offset, fileSize } of headers)
      if (type === 1) reader.bytes(offset, fileSize);
    return headers;
  }

  #readDynamic(): (readonly [number, number])[] {
    const segment = this.headers.find((header) => header.type === 2);
    if (!segment) return [];
    const size = this.is64 ? 16 : 8;
    const entries = this.reader
      .entries(segment.offset, Math.floor(segment.fileSize / size), size)
      .map((at) => [this.word(at), this.word(at + size / 2)] as const);
    const end = entries.findIndex(([tag]) => tag === 0);
    return end < 0 ? entries : entries.slice(0, end);
  }
}

interface ElfSection {
  name: string;
  /** In the file; the size is 0 where the section occupies none of it. */
  offset: number;
  size: number;
}

/** The sections with a name, after a check that the file holds all it announces. */
export function readSections(image: ElfImage): ElfSection[] {
  const { reader, is64 } = image;
  const start = image.word(is64 ? 40 : 32);
  const entrySize = reader.u16(is64 ? 58 : 46);
  if (start === 0) return [];
  if (entrySize < (is64 ? 64 : 40)) {
    throw reader.malformed(`a section header has ${entrySize} bytes, expected at least 40`);
  }
  const dataAt = (at: number) => image.word(at + (is64 ? 24 : 16));
  const sizeAt = (at: number) => image.word(at + (is64 ? 32 : 20));
  // Counts that do not fit 16 bits are in the first section header.
  reader.entries(start, 1, entrySize);
  const count = reader.u16(is64 ? 60 : 48) || sizeAt(start);
  const shortIndex = reader.u16(is64 ? 62 : 50);
  const namesIndex = shortIndex === 0xffff ? reader.u32(start + (is64 ? 40 : 24)) : shortIndex;
  const headers = reader.entries(start, count, entrySize);
  const occupiesFile = (at: number) => ![0, 8].includes(reader.u32(at + 4));
  for (const at of headers) if (occupiesFile(at)) reader.bytes(dataAt(at), sizeAt(at));
  const names = headers[namesIndex];
  if (names === undefined || namesIndex === 0) return [];
  const table = reader.part(dataAt(names), sizeAt(names));
  return headers.slice(1).map((at) => ({
    name: table.string(reader.u32(at)),
    offset: dataAt(at),
    size: occupiesFile(at) ? sizeAt(at) : 0,
  }));
}

function headerCount(reader: ByteReader, is64: boolean): number {
  const count = reader.u16(is64 ? 56 : 44);
  if (count !== 0xffff) return count;
  const sections = is64 ? reader.u64(40) : reader.u32(32);
  return reader.u32(sections + (is64 ? 44 : 28));
}

function kindOf(type: number, image: ElfImage, flags: string[]): BinaryInfo['kind'] {
  if (type === 1) return 'object';
  if (type === 2) return 'executable';
  if (type !== 3) return 'other';
  // Position-independent executables are of the same type as libraries. Old linkers do not set the flag;
  // and libc.so.6 has an interpreter, too.
  const interpreter = image.headers.some((header) => header.type === 3);
  const executable = flags.includes('DF_1_PIE') || (interpreter && image.tag(14) === undefined);
  return executable ? 'executable' : 'shared-library';
}

function libcOf(needed: string[], versions: string[], interpreter: string): BinaryInfo['libc'] {
  const names = [...needed, interpreter];
  if (versions.some((version) => version.startsWith('GLIBC_'))) return 'glibc';
  if (names.some((name) => /(^|\/)(libc\.so\.6$|ld-linux)/.test(name))) return 'glibc';
  if (names.some((name) => /(^|\/)(libc\.so$|libc\.musl-|ld-musl-)/.test(name))) return 'musl';
  return null;
}

/** The headers of an ELF file; null when it is none. */
export function openElf(file: ByteReader): ElfImage | null {
  if (file.size < 4 || file.u32(0) !== 0x464c457f) return null;
  const [elfClass, order] = [file.u8(4), file.u8(5)];
  if (elfClass < 1 || elfClass > 2 || order < 1 || order > 2) {
    throw file.malformed(
      `its ELF class is ${elfClass} and its byte order ${order}, expected 1 or 2`,
    );
  }
  const is64 = elfClass === 2;
  const reader = file.withByteOrder(order === 1);
  return new ElfImage(reader, is64, headerCount(reader, is64));
}

/** Reads an ELF file; null when it is none. */
export function readElf(file: ByteReader): BinaryInfo | null {
  const image = openElf(file);
  if (!image) return null;
  const { reader, is64 } = image;
  const sections = readSections(image).map(({ name }) => name);
  const symbols = readElfSymbols(image);

  const names = (tag: number) =>
    image.dynamic.filter(([other]) => other === tag).map(([, index]) => image.string(index));
  const flags = DYNAMIC_FLAGS.filter(([tag, bit]) => ((image.tag(tag) ?? 0) & bit) !== 0).map(
    ([, , name]) => name,
  );
  const needed = names(1);
  const interpreter = image.headers
    .filter((header) => header.type === 3)
    .map((header) => reader.string(header.offset, header.offset + header.fileSize))
    .join();
  const versions = symbols.neededVersions.map(({ version }) => version);
  const android = versions.includes('LIBC');
  const machine = MACHINES[reader.u16(18)] ?? `elf-${reader.u16(18)}`;
  const bindNow = image.tag(24) !== undefined || flags.some((flag) => /NOW$/.test(flag));
  const relro = image.headers.some((header) => header.type === 0x6474e552);
  const stack = image.headers.find((header) => header.type === 0x6474e551);
  const kind = kindOf(reader.u16(16), image, flags);

  return {
    format: 'elf',
    bits: is64 ? 64 : 32,
    machine,
    platform: android ? 'android' : (SYSTEMS[reader.u8(7)] ?? `elf-${reader.u8(7)}`),
    libc: android ? null : libcOf(needed, versions, interpreter),
    kind,
    soname: names(14)[0] ?? null,
    needed,
    optionalNeeded: [],
    ...symbols,
    rpaths: [...names(15), ...names(29)].flatMap((path) => path.split(':')),
    segments: image.headers.map(toSegment),
    sections,
    // Without the header, glibc makes the stack executable on every processor but arm64.
    executableStack: stack ? (stack.flags & 1) !== 0 : kind !== 'object' && machine !== 'arm64',
    relro: relro ? (bindNow ? 'full' : 'partial') : 'none',
    textRelocations: image.tag(22) !== undefined || flags.includes('DF_TEXTREL'),
    minimumSystem: null,
    signature: { present: false, kind: 'none', valid: null, problem: null },
    debugInfo: sections.some((name) => /^\.z?debug_(info|line)/.test(name)),
    flags,
    machines: [machine],
    options: readElfOptions(image, machine, DESCRIPTOR),
    size: reader.size,
  };
}

function toSegment({ type, flags }: ProgramHeader): Segment {
  return {
    name: SEGMENT_NAMES[type] ?? `0x${type.toString(16)}`,
    readable: (flags & 4) !== 0,
    writable: (flags & 2) !== 0,
    executable: (flags & 1) !== 0,
  };
}
