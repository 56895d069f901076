// The parts of a thin Mach-O file.
import type { ByteReader } from '../byte-reader.js';
import type { Region } from '../region.js';
import { COMMAND, type LoadCommand } from './image.js';
import { openMachO } from './macho.js';

const COMMAND_NAMES: Record<number, string> = {
  [COMMAND.symbolTable]: 'LC_SYMTAB',
  11: 'LC_DYSYMTAB',
  [COMMAND.loadLibrary]: 'LC_LOAD_DYLIB',
  [COMMAND.idLibrary]: 'LC_ID_DYLIB',
  [COMMAND.segment64]: 'LC_SEGMENT_64',
  27: 'LC_UUID',
  [COMMAND.codeSignature]: 'LC_CODE_SIGNATURE',
  [COMMAND.dyldInfoOnly]: 'LC_DYLD_INFO_ONLY',
  38: 'LC_FUNCTION_STARTS',
  41: 'LC_DATA_IN_CODE',
  42: 'LC_SOURCE_VERSION',
  [COMMAND.buildVersion]: 'LC_BUILD_VERSION',
  [COMMAND.rpath]: 'LC_RPATH',
  [COMMAND.exportTrie]: 'LC_DYLD_EXPORTS_TRIE',
  [COMMAND.chainedFixups]: 'LC_DYLD_CHAINED_FIXUPS',
};

/** Commands that hold nothing but offset and size of a part of __LINKEDIT. */
const LINK_DATA: Record<number, string> = {
  [COMMAND.codeSignature]: 'code signature',
  38: 'function starts',
  41: 'data in code',
  [COMMAND.exportTrie]: 'export trie',
  [COMMAND.chainedFixups]: 'chained fixups',
};
const DYLD_INFO = ['rebase', 'binding', 'weak binding', 'lazy binding', 'export trie'];

/** The parts of __LINKEDIT that a load command points at. */
function linkData(reader: ByteReader, { command, at }: LoadCommand): Region[] {
  const pair = (name: string, place: number, entrySize = 1) => ({
    name,
    offset: reader.u32(at + place),
    size: reader.u32(at + place + 4) * entrySize,
  });
  const name = LINK_DATA[command];
  if (name !== undefined) return [pair(name, 8)];
  if (command === COMMAND.symbolTable) {
    return [pair('symbol table', 8, 16), pair('string table', 16)];
  }
  if (command === COMMAND.dyldInfo || command === COMMAND.dyldInfoOnly) {
    return DYLD_INFO.map((info, index) => pair(info, 8 + 8 * index));
  }
  return command === 11 ? [pair('indirect symbols', 56, 4)] : [];
}

/** Header, load commands, sections and the parts of __LINKEDIT; null when it is no thin file. */
export function machoRegions(file: ByteReader): Region[] | null {
  const opened = openMachO(file);
  if (!opened) return null;
  const { reader, is64, commands, parts } = opened;
  return [
    { name: 'Mach-O header', offset: 0, size: is64 ? 32 : 28 },
    ...commands.map(({ command, at, size }) => ({
      name: `load command ${COMMAND_NAMES[command] ?? `0x${command.toString(16)}`}`,
      offset: at,
      size,
    })),
    ...commands.flatMap((command) => linkData(reader, command)),
    ...parts.flatMap(({ segment, sections, offset, size }) => [
      { name: `segment ${segment.name}`, offset, size },
      // Sections of zeros (of type 1, 12 and 18) occupy nothing of the file.
      ...sections.filter(({ flags }) => ![1, 12, 18].includes(flags & 0xff)),
    ]),
  ];
}
