// Reads PE files (DLLs and executables of Windows) through their data directories.
import { DESCRIPTOR } from '../api-symbols.js';
import type { BinaryInfo, ExportedSymbol, ImportedSymbol } from '../binary-info.js';
import type { ByteReader } from '../byte-reader.js';
import { largestPage } from '../pages.js';
import type { PeImage, PeSection } from './image.js';
import { readPeOptions } from './options.js';

const MACHINES: Record<number, string> = {
  332: 'x86',
  452: 'arm',
  34404: 'x64',
  42561: 'arm64ec',
  43620: 'arm64',
};
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [0x20, 'HIGH_ENTROPY_VA'],
  [0x40, 'DYNAMIC_BASE'],
  [0x80, 'FORCE_INTEGRITY'],
  [0x100, 'NX_COMPAT'],
  [0x200, 'NO_ISOLATION'],
  [0x400, 'NO_SEH'],
  [0x800, 'NO_BIND'],
  [0x1000, 'APPCONTAINER'],
  [0x2000, 'WDM_DRIVER'],
  [0x4000, 'GUARD_CF'],
  [0x8000, 'TERMINAL_SERVER_AWARE'],
];
export const DIRECTORY = {
  exports: 0,
  imports: 1,
  certificates: 4,
  debug: 6,
  delayImports: 13,
} as const;

/** The headers of a PE file; null when it is none. */
export function openPe(reader: ByteReader): PeImage | null {
  if (reader.size < 2 || reader.u16(0) !== 0x5a4d) return null;
  const header = reader.u32(60);
  if (reader.u32(header) !== 0x4550) {
    throw reader.malformed('it is a DOS program without a PE header, expected one for Windows');
  }
  const optional = header + 24;
  const magic = reader.u16(optional);
  if (magic !== 0x10b && magic !== 0x20b) {
    throw reader.malformed(`its optional header begins with ${magic}, expected 267 or 523`);
  }
  const is64 = magic === 0x20b;
  const directoryCount = Math.min(16, reader.u32(optional + (is64 ? 108 : 92)));
  return {
    reader,
    header,
    optional,
    is64,
    imageBase: is64 ? reader.u64(optional + 24) : reader.u32(optional + 28),
    sections: readSections(reader, header),
    directories: reader
      .entries(optional + (is64 ? 112 : 96), directoryCount, 8)
      .map((at) => ({ address: reader.u32(at), size: reader.u32(at + 4) })),
  };
}

/** Reads a PE file; null when it is none. */
export function readPe(reader: ByteReader): BinaryInfo | null {
  const image = openPe(reader);
  if (!image) return null;
  const { header, optional, is64 } = image;
  const characteristics = reader.u16(header + 22);
  const { soname, exports, descriptorAt } = readExports(image);
  const linked = readImports(image);
  const delayed = readDelayImports(image);
  const certificates = image.directories[DIRECTORY.certificates];
  // This one directory is an offset in the file: the certificates are not loaded.
  const isSigned = certificates !== undefined && certificates.size > 0;
  if (isSigned) reader.bytes(certificates.address, certificates.size);
  const dllFlags = reader.u16(optional + 70);
  const machine = MACHINES[reader.u16(header + 4)] ?? `pe-${reader.u16(header + 4)}`;
  const sectionNames = image.sections.map(({ name }) => name);

  return {
    format: 'pe',
    bits: is64 ? 64 : 32,
    machine,
    platform: 'win32',
    libc: null,
    kind: (characteristics & 0x2000) !== 0 ? 'shared-library' : 'executable',
    soname,
    needed: linked.libraries,
    optionalNeeded: delayed.libraries,
    neededVersions: [],
    rpaths: [],
    exports,
    imports: [...linked.imports, ...delayed.imports].flat(),
    segments: image.sections.map(({ name, flags }) => ({
      name,
      readable: (flags & 0x4000_0000) !== 0,
      writable: (flags & 0x8000_0000) !== 0,
      executable: (flags & 0x2000_0000) !== 0,
    })),
    sections: sectionNames,
    // The stack of a 64-bit process is never executable; NX_COMPAT, among the flags, says the rest.
    executableStack: false,
    largestPage: largestPage([reader.u32(optional + 32)]),
    relro: null,
    textRelocations: false,
    minimumSystem: `${reader.u16(optional + 48)}.${reader.u16(optional + 50)}`,
    signature: {
      present: isSigned,
      kind: isSigned ? 'signed' : 'none',
      valid: null,
      problem: null,
    },
    debugInfo: sectionNames.some((name) => /^\.z?debug_(info|line)/.test(name)),
    flags: FLAGS.filter(([bit]) => (dllFlags & bit) !== 0).map(([, name]) => name),
    machines: [machine],
    options: readPeOptions(image, machine, descriptorAt),
    size: reader.size,
  };
}

function readSections(reader: ByteReader, header: number): PeSection[] {
  const symbols = reader.u32(header + 12);
  const strings = symbols === 0 ? 0 : symbols + reader.u32(header + 16) * 18;
  // The string table begins with its size and ends the symbol table's part of the file.
  if (strings !== 0) reader.bytes(strings, reader.u32(strings));
  const start = header + 24 + reader.u16(header + 20);
  return reader.entries(start, reader.u16(header + 6), 40).map((at) => {
    const shortName = reader.string(at, at + 8);
    // A name longer than 8 bytes is a slash and its decimal place in the string table.
    const place = strings === 0 ? null : /^\/(\d+)$/.exec(shortName);
    const fileSize = reader.u32(at + 16);
    const offset = reader.u32(at + 20);
    reader.bytes(offset, fileSize);
    return {
      name: place ? reader.string(strings + Number(place[1])) : shortName,
      address: reader.u32(at + 12),
      size: fileSize,
      memorySize: Math.max(fileSize, reader.u32(at + 8)),
      offset,
      flags: reader.u32(at + 36),
    };
  });
}

function sectionAt(image: PeImage, address: number): PeSection | undefined {
  image.reader.spend(image.sections.length);
  return image.sections.find(
    (section) => address >= section.address && address < section.address + section.size,
  );
}

/** Where in the file an address of the loaded image is. */
export function fileOffset(image: PeImage, address: number): number {
  const section = sectionAt(image, address);
  if (section) return address - section.address + section.offset;
  throw image.reader.malformed(`no section holds the address ${address} of its tables`);
}

interface PeExports {
  soname: string | null;
  exports: ExportedSymbol[];
  /** The address of the plug-in's descriptor function, from the image base. */
  descriptorAt: number | undefined;
}

function readExports(image: PeImage): PeExports {
  const { reader } = image;
  const directory = image.directories[DIRECTORY.exports];
  if (!directory || directory.size === 0)
    return { soname: null, exports: [], descriptorAt: undefined };
  const at = fileOffset(image, directory.address);
  const ordinalBase = reader.u32(at + 16);
  const nameCount = reader.u32(at + 24);
  const functionCount = reader.u32(at + 20);
  const table = (field: number, count: number, size: number) =>
    count === 0 ? [] : reader.entries(fileOffset(image, reader.u32(at + field)), count, size);
  const functions = table(28, functionCount, 4).map((entry) => reader.u32(entry));
  const nameEntries = table(32, nameCount, 4);
  const ordinalEntries = table(36, nameCount, 2);

  const names = new Map<number, string[]>();
  for (const [index, entry] of nameEntries.entries()) {
    const ordinal = reader.u16(ordinalEntries[index] as number);
    const name = reader.string(fileOffset(image, reader.u32(entry)));
    const known = names.get(ordinal);
    if (known) known.push(name);
    else names.set(ordinal, [name]);
  }
  const exports = functions.flatMap((address, index) => {
    if (address === 0) return [];
    reader.keep();
    // An address within the directory itself is the name of a function in another DLL.
    const isForwarder =
      address >= directory.address && address < directory.address + directory.size;
    const isCode = ((sectionAt(image, address)?.flags ?? 0) & 0x2000_0000) !== 0;
    const kind = isForwarder ? 'forwarder' : isCode ? 'function' : 'data';
    return (names.get(index) ?? [`#${ordinalBase + index}`]).map(
      (name): ExportedSymbol => ({ name, version: null, isDefault: true, kind }),
    );
  });
  const descriptorAt = functions.find((_, index) => names.get(index)?.includes(DESCRIPTOR));
  const soname = reader.string(fileOffset(image, reader.u32(at + 12)));
  return { soname, exports, descriptorAt };
}

interface PeImports {
  libraries: string[];
  /** Of each library. */
  imports: ImportedSymbol[][];
}

function readImports(image: PeImage): PeImports {
  const { reader } = image;
  const result: PeImports = { libraries: [], imports: [] };
  for (const at of descriptors(image, DIRECTORY.imports, 20, 12)) {
    const library = reader.string(fileOffset(image, reader.u32(at + 12)));
    // Once bound, the second table holds addresses; only the first keeps the names.
    const table = reader.u32(at) || reader.u32(at + 16);
    result.libraries.push(library);
    result.imports.push(readThunks(image, fileOffset(image, table), 0, library));
  }
  return result;
}

function readDelayImports(image: PeImage): PeImports {
  const { reader } = image;
  const result: PeImports = { libraries: [], imports: [] };
  for (const at of descriptors(image, DIRECTORY.delayImports, 32, 4)) {
    // Before Visual C++ 7 these tables held addresses, not offsets from the image base.
    const base = (reader.u32(at) & 1) !== 0 ? 0 : image.imageBase;
    const library = reader.string(fileOffset(image, reader.u32(at + 4) - base));
    const table = fileOffset(image, reader.u32(at + 16) - base);
    result.libraries.push(library);
    result.imports.push(readThunks(image, table, base, library));
  }
  return result;
}

/** Offsets of the descriptors of a directory, up to the one whose name is null. */
function descriptors(image: PeImage, index: number, size: number, nameField: number): number[] {
  const { reader } = image;
  const directory = image.directories[index];
  if (!directory || directory.size === 0) return [];
  const offsets: number[] = [];
  for (
    let at = fileOffset(image, directory.address);
    reader.u32(at + nameField) !== 0;
    at += size
  ) {
    reader.spend(size);
    offsets.push(at);
  }
  return offsets;
}

function readThunks(image: PeImage, start: number, base: number, library: string) {
  const { reader, is64 } = image;
  const imports: ImportedSymbol[] = [];
  for (let at = start; ; at += is64 ? 8 : 4) {
    const low = reader.u32(at);
    const high = is64 ? reader.u32(at + 4) : low;
    if (low === 0 && high === 0) return imports;
    reader.spend(8);
    reader.keep(library);
    const isOrdinal = (high & 0x8000_0000) !== 0;
    const name = isOrdinal ? `#${low & 0xffff}` : reader.string(fileOffset(image, low - base) + 2);
    imports.push({ name, version: null, library, weak: false });
  }
}
