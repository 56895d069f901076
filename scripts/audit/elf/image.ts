// The headers of an ELF file and what they lead to: the ground of the readers of symbols, options and parts.
import type { ByteReader } from '../byte-reader.js';

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

/** Offsets of the fields of the file's header and of the two tables it leads to, by the bits of the file. */
const FIELDS = {
  32: {
    header: {
      programs: 28,
      sections: 32,
      size: 40,
      programSize: 42,
      programCount: 44,
      sectionSize: 46,
      sectionCount: 48,
      sectionNames: 50,
    },
    program: {
      size: 32,
      flags: 24,
      offset: 4,
      address: 8,
      fileSize: 16,
      memorySize: 20,
      alignment: 28,
    },
    section: { size: 40, offset: 16, fileSize: 20, link: 24, info: 28 },
  },
  64: {
    header: {
      programs: 32,
      sections: 40,
      size: 52,
      programSize: 54,
      programCount: 56,
      sectionSize: 58,
      sectionCount: 60,
      sectionNames: 62,
    },
    program: {
      size: 56,
      flags: 4,
      offset: 8,
      address: 16,
      fileSize: 32,
      memorySize: 40,
      alignment: 48,
    },
    section: { size: 64, offset: 24, fileSize: 32, link: 40, info: 44 },
  },
} as const;

function fieldsOf(is64: boolean) {
  return FIELDS[is64 ? 64 : 32];
}

export interface ProgramHeader {
  type: number;
  flags: number;
  offset: number;
  address: number;
  fileSize: number;
  memorySize: number;
  alignment: number;
}

/** A file with its headers read: what the symbol reader needs. */
export class ElfImage {
  readonly reader: ByteReader;
  readonly is64: boolean;
  readonly fields: ReturnType<typeof fieldsOf>;
  readonly headers: readonly ProgramHeader[];
  /** Tag and value of each dynamic entry, in order. */
  readonly dynamic: readonly (readonly [tag: number, value: number])[];
  /** The first value of each tag. */
  readonly #tags: ReadonlyMap<number, number>;

  constructor(reader: ByteReader, is64: boolean, headerCount: number) {
    this.reader = reader;
    this.is64 = is64;
    this.fields = fieldsOf(is64);
    this.headers = this.#readHeaders(headerCount);
    this.dynamic = this.#readDynamic();
    this.#tags = new Map(this.dynamic.toReversed());
  }

  /** An address or size: 8 bytes in a 64-bit file, else 4. */
  word(offset: number): number {
    return this.is64 ? this.reader.u64(offset) : this.reader.u32(offset);
  }

  /** The value of the first dynamic entry with this tag. */
  tag(tag: number): number | undefined {
    return this.#tags.get(tag);
  }

  /** Where in the file an address of the loaded image is. */
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
    const { start, size } = this.#strings();
    if (index < size) return this.reader.string(start + index, start + size);
    throw this.reader.malformed(`name ${index} is outside the dynamic string table`);
  }

  /** Whether the name of this number is that one. */
  isString(index: number, name: string): boolean {
    const { start, size } = this.#strings();
    return index + name.length < size && this.reader.holds(name, start + index);
  }

  #strings(): { start: number; size: number } {
    const table = this.tag(5);
    const size = this.tag(10);
    if (table === undefined || size === undefined) return { start: 0, size: 0 };
    return { start: this.fileOffset(table), size };
  }

  #readHeaders(count: number): ProgramHeader[] {
    const { reader } = this;
    const { header, program } = this.fields;
    const start = this.word(header.programs);
    const size = reader.u16(header.programSize);
    if (count > 0 && size < program.size) {
      throw reader.malformed(
        `a program header has ${size} bytes, expected at least ${program.size}`,
      );
    }
    const headers = reader.entries(start, count, size).map((at) => {
      reader.keep();
      return {
        type: reader.u32(at),
        flags: reader.u32(at + program.flags),
        offset: this.word(at + program.offset),
        address: this.word(at + program.address),
        fileSize: this.word(at + program.fileSize),
        memorySize: this.word(at + program.memorySize),
        alignment: this.word(at + program.alignment),
      };
    });
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
      .map((at) => {
        this.reader.keep();
        return [this.word(at), this.word(at + size / 2)] as const;
      });
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
  const { reader } = image;
  const { header, section } = image.fields;
  const start = image.word(header.sections);
  const entrySize = reader.u16(header.sectionSize);
  if (start === 0) return [];
  if (entrySize < section.size) {
    throw reader.malformed(
      `a section header has ${entrySize} bytes, expected at least ${section.size}`,
    );
  }
  const dataAt = (at: number) => image.word(at + section.offset);
  const sizeAt = (at: number) => image.word(at + section.fileSize);
  // Counts that do not fit 16 bits are in the first section header.
  reader.entries(start, 1, entrySize);
  const count = reader.u16(header.sectionCount) || sizeAt(start);
  const shortIndex = reader.u16(header.sectionNames);
  const namesIndex = shortIndex === 0xffff ? reader.u32(start + section.link) : shortIndex;
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
  const { header, section } = fieldsOf(is64);
  const count = reader.u16(header.programCount);
  if (count !== 0xffff) return count;
  const sections = is64 ? reader.u64(header.sections) : reader.u32(header.sections);
  return reader.u32(sections + section.info);
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
