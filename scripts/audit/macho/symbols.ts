// Symbols of a Mach-O file: the export trie, the symbol table, and what dyld is to bind, by
// opcodes (older linkers) or chained fixups (newer ones).
import { DESCRIPTOR } from '../api-symbols.js';
import type { ExportedSymbol, ImportedSymbol } from '../binary-info.js';
import type { ByteReader } from '../byte-reader.js';
import { COMMAND, type MachOImage } from './image.js';

interface SymbolTable {
  exports: ExportedSymbol[];
  imports: ImportedSymbol[];
  hasDebugSymbols: boolean;
}

export interface MachOSymbols extends SymbolTable {
  /** The address of the plug-in's descriptor function, as the export trie has it. */
  descriptorAt: number | undefined;
}

/**
 * Reads all symbols. Exports are those of the trie, which is all that dlsym looks at, and imports those
 * that dyld is to bind; the symbol table counts where a file has no trie, or nothing to bind.
 */
export function readMachOSymbols(image: MachOImage): MachOSymbols {
  const table = readSymbolTable(image);
  const bound = [...readBindings(image), ...readChainedFixups(image)];
  const listed = new Map(table.imports.map((symbol) => [symbol.name, symbol]));
  const imports = bound.flatMap(({ ordinal, name, weak }) => {
    if (isImport(ordinal)) return [makeImport(image, name, ordinal, weak)];
    return listed.get(plainName(name)) ?? [];
  });
  const terminals = readTerminals(image);
  const unique = new Map(imports.map((symbol) => [symbol.name, symbol]));
  return {
    exports: terminals?.map((terminal) => toExport(image, terminal)) ?? table.exports,
    descriptorAt: terminals?.find(({ name }) => name === DESCRIPTOR)?.address,
    imports: bound.length > 0 ? [...unique.values()] : table.imports,
    hasDebugSymbols: table.hasDebugSymbols,
  };
}

/** A symbol as the file describes it to dyld. */
interface BoundSymbol {
  name: string;
  ordinal: number;
  weak: boolean;
}

function plainName(name: string): string {
  return name.startsWith('_') ? name.slice(1) : name;
}

/** Offset and size of what a load command points to, when there is such a command and it is not empty. */
function locate(image: MachOImage, commands: number[], field: number): ByteReader | undefined {
  const { reader } = image;
  const found = image.commands.find(({ command }) => commands.includes(command));
  if (!found) return undefined;
  const size = reader.u32(found.at + field + 4);
  return size === 0 ? undefined : reader.part(reader.u32(found.at + field), size);
}

function makeImport(
  image: MachOImage,
  name: string,
  ordinal: number,
  weak: boolean,
): ImportedSymbol {
  // The negative ordinals stand for the program (-1) and for "whoever has it" (-2).
  const library = image.libraries[ordinal - 1] ?? null;
  image.reader.keep(library);
  return { name: plainName(name), version: null, library, weak };
}

function kindAt(image: MachOImage, address: number): ExportedSymbol['kind'] {
  image.reader.spend(image.sections.length);
  const section = image.sections.find(
    (other) => address >= other.address && address < other.address + other.size,
  );
  if (!section) return 'unknown';
  return (section.flags & 0x80000400) !== 0 ? 'function' : 'data';
}

function readSymbolTable(image: MachOImage): SymbolTable {
  const { reader, is64 } = image;
  const symbols: SymbolTable = { exports: [], imports: [], hasDebugSymbols: false };
  const command = image.commands.find((other) => other.command === COMMAND.symbolTable);
  if (!command) return symbols;
  const strings = reader.part(reader.u32(command.at + 16), reader.u32(command.at + 20));
  const entries = reader.entries(
    reader.u32(command.at + 8),
    reader.u32(command.at + 12),
    is64 ? 16 : 12,
  );
  const twoLevel = (reader.u32(24) & 0x80) !== 0;
  for (const at of entries) {
    const type = reader.u8(at + 4);
    const isDebug = (type & 0xe0) !== 0;
    const isExternal = (type & 0x11) === 0x01;
    symbols.hasDebugSymbols ||= isDebug;
    if (isDebug || !isExternal) continue;
    const name = strings.string(reader.u32(at));
    const description = reader.u16(at + 6);
    const value = is64 ? reader.u64(at + 8) : reader.u32(at + 8);
    const defined = (type & 0x0e) !== 0 || value !== 0;
    if (defined) {
      const kind = kindAt(image, value);
      symbols.exports.push({ name: plainName(name), version: null, isDefault: true, kind });
    } else {
      const weak = (description & 0x40) !== 0;
      symbols.imports.push(
        makeImport(image, name, twoLevel ? signed8(description >> 8) : -2, weak),
      );
    }
  }
  return symbols;
}

/** Ordinals from 0xf0 on are negative. */
function signed8(value: number): number {
  return value >= 0xf0 ? value - 0x100 : value;
}

function signed16(value: number): number {
  return value >= 0xfff0 ? value - 0x10000 : value;
}

interface Terminal {
  name: string;
  flags: number;
  /** Of what is exported; of a name for another library's symbol, undefined. */
  address: number | undefined;
}

/** The leaves of the export trie; undefined when the file has none. */
function readTerminals(image: MachOImage): Terminal[] | undefined {
  const trie =
    locate(image, [COMMAND.exportTrie], 8) ??
    locate(image, [COMMAND.dyldInfo, COMMAND.dyldInfoOnly], 40);
  if (!trie) return undefined;
  const terminals: Terminal[] = [];
  const pending = [{ at: 0, name: '' }];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const { value: terminalSize, next } = trie.uleb128(node.at);
    if (terminalSize > 0) {
      trie.keep();
      const { value: flags, next: place } = trie.uleb128(next);
      const isForwarder = (flags & 0x8) !== 0;
      const address = isForwarder ? undefined : image.base + trie.uleb128(place).value;
      terminals.push({ name: plainName(node.name), flags, address });
    }
    let at = next + terminalSize + 1;
    for (let children = trie.u8(at - 1); children > 0; children--) {
      const label = trie.terminated(at);
      const child = trie.uleb128(label.next);
      // Spending the length of the name ends a trie that leads back into itself.
      trie.spend(node.name.length + label.value.length + 1);
      pending.push({ at: child.value, name: node.name + label.value });
      at = child.next;
    }
  }
  return terminals;
}

function toExport(image: MachOImage, { name, flags, address }: Terminal): ExportedSymbol {
  const isThreadLocal = (flags & 3) === 1;
  const kind =
    address === undefined ? 'forwarder' : isThreadLocal ? 'thread-local' : kindAt(image, address);
  return { name, version: null, isDefault: true, kind };
}

/**
 * Not imports: what the file has itself (0), and C++ symbols of which the process keeps one copy (-3),
 * which the symbol table lists, too, when the file lacks them.
 */
function isImport(ordinal: number): boolean {
  return ordinal !== 0 && ordinal !== -3;
}

/** Runs the bind opcodes as far as names and libraries go. */
function readBindings(image: MachOImage): BoundSymbol[] {
  const bound: BoundSymbol[] = [];
  // Opcodes for binding at load; the second list is for binding at first call.
  for (const field of [16, 32]) {
    const opcodes = locate(image, [COMMAND.dyldInfo, COMMAND.dyldInfoOnly], field);
    if (!opcodes) continue;
    let symbol = { name: '', weak: false };
    let ordinal = 0;
    for (let at = 0; at < opcodes.size; ) {
      const opcode = opcodes.u8(at) >> 4;
      const immediate = opcodes.u8(at) & 15;
      at++;
      const skipNumbers = (count: number) => {
        for (let left = count; left > 0; left--) at = opcodes.uleb128(at).next;
      };
      if (opcode === 0x1) ordinal = immediate;
      else if (opcode === 0x2) {
        const number = opcodes.uleb128(at);
        ordinal = number.value;
        at = number.next;
      } else if (opcode === 0x3) ordinal = immediate === 0 ? 0 : immediate - 16;
      else if (opcode === 0x4) {
        const name = opcodes.terminated(at);
        symbol = { name: name.value, weak: (immediate & 1) !== 0 };
        at = name.next;
      } else if (opcode === 0x6 || opcode === 0x7 || opcode === 0x8) skipNumbers(1);
      else if (opcode === 0xd) skipNumbers(immediate === 0 ? 1 : 0);
      else if (opcode >= 0x9 && opcode <= 0xc) {
        const last = bound.at(-1);
        if (last?.name !== symbol.name || last.ordinal !== ordinal) {
          opcodes.keep();
          bound.push({ name: symbol.name, weak: symbol.weak, ordinal });
        }
        skipNumbers(opcode === 0xa ? 1 : opcode === 0xc ? 2 : 0);
      } else if (opcode > 0xd) {
        throw opcodes.malformed(`bind opcode 0x${opcode.toString(16)} does not exist`);
      }
    }
  }
  return bound;
}

function readChainedFixups(image: MachOImage): BoundSymbol[] {
  const fixups = locate(image, [COMMAND.chainedFixups], 8);
  if (!fixups) return [];
  const [start, names, count, format, compression] = [8, 12, 16, 20, 24].map((at) =>
    fixups.u32(at),
  );
  if (count === 0) return [];
  if (compression !== 0 || format === undefined || format < 1 || format > 3) {
    throw fixups.malformed(
      `its chained imports have format ${format} and compression ${compression}, expected 1 to 3 and 0`,
    );
  }
  const entrySize = [0, 4, 8, 16][format] as number;
  return fixups.entries(start as number, count as number, entrySize).map((at) => {
    const bits = fixups.u32(at);
    const [ordinal, weak, name] =
      format === 3
        ? [signed16(bits & 0xffff), (bits >>> 16) & 1, fixups.u32(at + 4)]
        : [signed8(bits & 0xff), (bits >>> 8) & 1, bits >>> 9];
    return { name: fixups.string((names as number) + name), ordinal, weak: weak === 1 };
  });
}
