// Reads Mach-O files, thin and universal, through their load commands.
import type { BinaryInfo, Segment } from '../binary-info.js';
import type { ByteReader } from '../byte-reader.js';
import { largestPage } from '../pages.js';
import { readSignature } from './code-signature.js';
import { COMMAND, type LoadCommand, type MachOImage, type Section } from './image.js';
import { readMachOOptions } from './options.js';
import { readMachOSymbols } from './symbols.js';

const MACHINES: Record<number, string> = {
  7: 'x86',
  12: 'arm',
  18: 'ppc',
  16777223: 'x64',
  16777228: 'arm64',
  16777234: 'ppc64',
  33554444: 'arm64_32',
};
const KINDS: Record<number, BinaryInfo['kind']> = {
  1: 'object',
  2: 'executable',
  6: 'shared-library',
  8: 'bundle',
};
const PLATFORMS: Record<number, string> = {
  1: 'darwin',
  2: 'ios',
  3: 'tvos',
  4: 'watchos',
  6: 'catalyst',
  7: 'ios-simulator',
};
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [0x1, 'MH_NOUNDEFS'],
  [0x4, 'MH_DYLDLINK'],
  [0x80, 'MH_TWOLEVEL'],
  [0x100, 'MH_FORCE_FLAT'],
  [0x2000, 'MH_SUBSECTIONS_VIA_SYMBOLS'],
  [0x8000, 'MH_WEAK_DEFINES'],
  [0x10000, 'MH_BINDS_TO_WEAK'],
  [0x20000, 'MH_ALLOW_STACK_EXECUTION'],
  [0x100000, 'MH_NO_REEXPORTED_DYLIBS'],
  [0x200000, 'MH_PIE'],
  [0x800000, 'MH_HAS_TLV_DESCRIPTORS'],
];

const LIBRARY_COMMANDS: readonly number[] = [
  COMMAND.loadLibrary,
  COMMAND.lazyLoadLibrary,
  COMMAND.weakLibrary,
  COMMAND.reexportLibrary,
  COMMAND.upwardLibrary,
];
const OPTIONAL_LIBRARIES: readonly number[] = [COMMAND.weakLibrary, COMMAND.lazyLoadLibrary];

/** Reads a Mach-O file, of a universal one the slice for `machine`, else the first; null when it is none. */
export function readMachO(file: ByteReader, machine?: string): BinaryInfo | null {
  if (file.size < 8) return null;
  const bigEndian = file.withByteOrder(false);
  const magic = bigEndian.u32(0);
  if (magic === 0xcafebabe || magic === 0xcafebabf) {
    const slices = readSlices(bigEndian, magic === 0xcafebabf);
    // A Java class has the same magic; its version, in this place, is at least 45.
    if (!slices) return null;
    const slice = slices.find((other) => other.machine === machine) ?? slices[0];
    const info = slice && readThin(slice.reader);
    if (!info) throw file.malformed('a slice is no Mach-O file, expected one per processor');
    // Slices for variants of one processor (arm64 and arm64e) have the same name.
    const machines = [...new Set(slices.map((other) => other.machine))];
    return { ...info, machines, size: file.size };
  }
  return readThin(file);
}

function readSlices(reader: ByteReader, wide: boolean) {
  const count = reader.u32(4);
  if (count === 0 || count > 30) return null;
  const slices = reader.entries(8, count, wide ? 32 : 20).map((at) => {
    const offset = wide ? reader.u64(at + 8) : reader.u32(at + 8);
    const size = wide ? reader.u64(at + 16) : reader.u32(at + 12);
    return { machine: machineName(reader.u32(at)), offset, reader: reader.part(offset, size) };
  });
  const sorted = slices.toSorted((a, b) => a.offset - b.offset);
  for (const [index, { offset, reader: slice }] of sorted.entries()) {
    if (offset + slice.size > (sorted[index + 1]?.offset ?? reader.size))
      throw reader.malformed('its slices overlap, expected one after the other');
  }
  return slices;
}

function machineName(type: number): string {
  return MACHINES[type] ?? `macho-${type}`;
}

/** Header, load commands and segments of a thin file; null when it is none. */
export function openMachO(file: ByteReader) {
  if (file.size < 4) return null;
  const magic = file.withByteOrder(true).u32(0);
  const littleEndian = magic === 0xfeedface || magic === 0xfeedfacf;
  if (!littleEndian && magic !== 0xcefaedfe && magic !== 0xcffaedfe) return null;
  const reader = file.withByteOrder(littleEndian);
  const is64 = magic === 0xfeedfacf || magic === 0xcffaedfe;

  const commands = readCommands(reader, is64);
  const parts = commands
    .filter(({ command }) => command === COMMAND.segment32 || command === COMMAND.segment64)
    .map((command) => readSegment(reader, command));
  return { reader, is64, commands, parts };
}

function readThin(file: ByteReader): BinaryInfo | null {
  const opened = openMachO(file);
  if (!opened) return null;
  const { reader, is64, commands, parts } = opened;
  const select = (...kinds: number[]) => commands.filter(({ command }) => kinds.includes(command));
  const pathOf = ({ at, size }: LoadCommand) => reader.string(at + reader.u32(at + 8), at + size);
  const sections = parts.flatMap((part) => part.sections);
  const libraries = select(...LIBRARY_COMMANDS);
  const image: MachOImage = {
    reader,
    is64,
    commands,
    sections,
    libraries: libraries.map(pathOf),
    base: parts.find(({ segment }) => segment.name === '__TEXT')?.address ?? 0,
  };
  const { exports, imports, hasDebugSymbols, descriptorAt } = readMachOSymbols(image);
  const signature = select(COMMAND.codeSignature)[0];
  const machine = machineName(reader.u32(4));
  const kind = KINDS[reader.u32(12)] ?? 'other';
  const headerFlags = reader.u32(24);
  const flags = FLAGS.filter(([bit]) => (headerFlags & bit) !== 0).map(([, name]) => name);
  const optional = libraries.filter(({ command }) => OPTIONAL_LIBRARIES.includes(command));
  const id = select(COMMAND.idLibrary)[0];

  return {
    format: 'macho',
    bits: is64 ? 64 : 32,
    machine,
    libc: null,
    kind,
    soname: id ? pathOf(id) : null,
    needed: libraries.filter((library) => !optional.includes(library)).map(pathOf),
    optionalNeeded: optional.map(pathOf),
    neededVersions: [],
    rpaths: select(COMMAND.rpath).map(pathOf),
    exports,
    imports,
    segments: parts.map(({ segment }) => segment),
    sections: sections.map(({ name }) => name),
    executableStack: flags.includes('MH_ALLOW_STACK_EXECUTION'),
    // Pages without contents are mapped, too, but not from the file.
    largestPage: largestPage(
      parts.filter(({ size }) => size > 0).flatMap(({ address, offset }) => [address, offset]),
    ),
    relro: null,
    textRelocations:
      kind !== 'object' && sections.some((s) => s.executable && (s.flags & 0x300) !== 0),
    ...readPlatform(reader, commands),
    signature: readSignature(reader, signature?.at),
    debugInfo: hasDebugSymbols || sections.some(({ name }) => name.startsWith('__DWARF,')),
    flags,
    machines: [machine],
    options: readMachOOptions(image, parts, machine, descriptorAt),
    size: reader.size,
  };
}

function readCommands(reader: ByteReader, is64: boolean): LoadCommand[] {
  const commands: LoadCommand[] = [];
  let at = is64 ? 32 : 28;
  reader.bytes(at, reader.u32(20));
  for (let left = reader.u32(16); left > 0; left--) {
    const size = reader.u32(at + 4);
    if (size < 8) throw reader.malformed(`a load command has ${size} bytes, expected at least 8`);
    reader.bytes(at, size);
    reader.keep();
    commands.push({ command: reader.u32(at), at, size });
    at += size;
  }
  return commands;
}

function readSegment(reader: ByteReader, { command, at, size: commandSize }: LoadCommand) {
  const is64 = command === COMMAND.segment64;
  const word = (offset: number) => (is64 ? reader.u64(offset) : reader.u32(offset));
  const protection = reader.u32(at + (is64 ? 60 : 44));
  const segment: Segment = {
    name: reader.string(at + 8, at + 24),
    readable: (protection & 1) !== 0,
    writable: (protection & 2) !== 0,
    executable: (protection & 4) !== 0,
  };
  const [offset, size] = [word(at + (is64 ? 40 : 32)), word(at + (is64 ? 48 : 36))];
  // A cut-off file is recognised by its segments; nothing else announces its end.
  reader.bytes(offset, size);
  const [headerSize, entrySize] = is64 ? [72, 80] : [56, 68];
  const count = reader.u32(at + (is64 ? 64 : 48));
  if (headerSize + count * entrySize > commandSize) {
    throw reader.malformed(`a segment announces ${count} sections, more than its command holds`);
  }
  const headers = reader.entries(at + headerSize, count, entrySize);
  const sections = headers.map(
    (header): Section => ({
      name: `${reader.string(header + 16, header + 32)},${reader.string(header, header + 16)}`,
      address: word(header + 32),
      offset: reader.u32(header + (is64 ? 48 : 40)),
      size: word(header + (is64 ? 40 : 36)),
      flags: reader.u32(header + (is64 ? 64 : 56)),
      executable: segment.executable,
    }),
  );
  const [address, memorySize] = [word(at + 24), word(at + (is64 ? 32 : 28))];
  return { segment, sections, address, memorySize, offset, size };
}

/** The system and its oldest version. A file for macOS and Catalyst states both; macOS counts. */
function readPlatform(
  reader: ByteReader,
  commands: LoadCommand[],
): Pick<BinaryInfo, 'platform' | 'minimumSystem'> {
  const builds = commands
    .filter(({ command }) => command === COMMAND.buildVersion)
    .map(({ at }) => ({ platform: reader.u32(at + 8), minimum: reader.u32(at + 12) }));
  const build = builds.find(({ platform }) => platform === 1) ?? builds[0];
  const old = commands.find(({ command }) => command === COMMAND.minimumMacOS);
  const minimum = build?.minimum ?? (old && reader.u32(old.at + 8));
  return {
    platform: build ? (PLATFORMS[build.platform] ?? `macho-${build.platform}`) : 'darwin',
    minimumSystem: minimum === undefined ? null : formatVersion(minimum),
  };
}

function formatVersion(packed: number): string {
  const patch = packed & 0xff;
  return `${packed >>> 16}.${(packed >>> 8) & 0xff}${patch ? `.${patch}` : ''}`;
}
