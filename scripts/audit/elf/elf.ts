// Reads ELF files the way the loader does: through program headers and the dynamic segment. Section
// headers may be stripped; they only add section names and show that a file is cut off.
import { DESCRIPTOR } from '../api-symbols.js';
import type { BinaryInfo, Segment } from '../binary-info.js';
import type { ByteReader } from '../byte-reader.js';
import { largestPage } from '../pages.js';
import {
  type ElfImage,
  openElf,
  type ProgramHeader,
  readSections,
  SEGMENT_NAMES,
} from './image.js';
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
  const program = image.headers.find((header) => header.type === 3);
  const interpreter = program
    ? reader.string(program.offset, program.offset + program.fileSize)
    : '';
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
    rpaths: [...names(15), ...names(29)].flatMap((path) => splitPath(path, reader)),
    segments: image.headers.map(toSegment),
    sections,
    // Without the header, glibc makes the stack executable on every processor but arm64.
    executableStack: stack ? (stack.flags & 1) !== 0 : kind !== 'object' && machine !== 'arm64',
    largestPage: largestPage(
      image.headers
        .filter(({ type }) => type === 1)
        .flatMap(({ address, offset, alignment }) => [alignment, address - offset]),
    ),
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

function splitPath(path: string, reader: ByteReader): string[] {
  const parts = path.split(':');
  for (const part of parts) reader.keep(part);
  return parts;
}
