// The dynamic symbols of an ELF file with their version nodes.
import type { ExportedSymbol, ImportedSymbol } from '../binary-info.js';
import type { ElfImage } from './image.js';

const KINDS: Record<number, ExportedSymbol['kind']> = {
  1: 'data',
  2: 'function',
  6: 'thread-local',
  10: 'function',
};

export interface ElfSymbols {
  exports: ExportedSymbol[];
  imports: ImportedSymbol[];
  neededVersions: { library: string; version: string }[];
}

/** Reads what the dynamic segment says of symbols; empty lists when there is none. */
export function readElfSymbols(image: ElfImage): ElfSymbols {
  const { reader, is64 } = image;
  const needList = readNeededVersions(image);
  const needs = new Map(needList.map((need) => [need.index, need]));
  const definitions = readVersionDefinitions(image);
  const versionTable = image.tag(0x6ffffff0);
  const symbols: ElfSymbols = {
    exports: [],
    imports: [],
    neededVersions: uniqueNeeds(needList),
  };
  const tableAddress = image.tag(6);
  if (tableAddress === undefined) return symbols;
  const versions = versionTable === undefined ? undefined : image.fileOffset(versionTable);
  const table = image.fileOffset(tableAddress);
  const entrySize = is64 ? 24 : 16;

  for (const [index, at] of reader.entries(table, symbolCount(image), entrySize).entries()) {
    const info = reader.u8(at + (is64 ? 4 : 12));
    const hidden = (reader.u8(at + (is64 ? 5 : 13)) & 3) % 3 !== 0;
    const section = reader.u16(at + (is64 ? 6 : 14));
    const binding = info >> 4;
    const name = image.string(reader.u32(at));
    if (binding === 0 || name === '') continue;

    const versionWord = versions === undefined ? 1 : reader.u16(versions + 2 * index);
    const versionIndex = versionWord & 0x7fff;
    if (section === 0) {
      const need = needs.get(versionIndex);
      reader.keep(need?.version ?? null, need?.library ?? null);
      symbols.imports.push({
        name,
        version: need?.version ?? null,
        library: need?.library ?? null,
        weak: binding === 2,
      });
    } else if (!hidden) {
      const version = definitions.get(versionIndex) ?? null;
      // GNU ld writes an absolute symbol for each version node; it is no export.
      if (section === 0xfff1 && name === version) continue;
      const isDefault = versionWord < 0x8000;
      reader.keep(version);
      symbols.exports.push({ name, version, isDefault, kind: KINDS[info & 15] ?? 'unknown' });
    }
  }
  return symbols;
}

/** Where the library has a symbol of this name, from the address it is loaded at. */
export function findSymbol(image: ElfImage, name: string): number | undefined {
  const table = image.tag(6);
  if (table === undefined) return undefined;
  const { reader, is64 } = image;
  const size = is64 ? 24 : 16;
  for (const at of reader.entries(image.fileOffset(table), symbolCount(image), size)) {
    const defined = reader.u16(at + (is64 ? 6 : 14)) !== 0;
    if (defined && image.isString(reader.u32(at), name)) return image.word(at + (is64 ? 8 : 4));
  }
  return undefined;
}

/** The address of the symbol of this number in a 64-bit file; 0 when another library has it. */
export function symbolValue(image: ElfImage, index: number): number {
  const table = image.tag(6);
  if (table === undefined) return 0;
  const at = image.fileOffset(table) + 24 * index;
  return image.reader.u16(at + 6) === 0 ? 0 : image.reader.u64(at + 8);
}

/**
 * The dynamic segment does not state how many symbols there are. The old hash table does; the GNU one
 * covers only exports, so what relocations refer to is counted, too.
 */
function symbolCount(image: ElfImage): number {
  const { reader } = image;
  const oldHash = image.tag(4);
  if (oldHash !== undefined) return reader.u32(image.fileOffset(oldHash) + 4);
  const gnuHash = image.tag(0x6ffffef5);
  const exported = gnuHash === undefined ? 0 : countByGnuHash(image, image.fileOffset(gnuHash));
  return Math.max(exported, highestRelocatedSymbol(image) + 1);
}

function countByGnuHash({ reader, is64 }: ElfImage, at: number): number {
  const bucketCount = reader.u32(at);
  const firstHashed = reader.u32(at + 4);
  const buckets = at + 16 + reader.u32(at + 8) * (is64 ? 8 : 4);
  const chains = buckets + bucketCount * 4;
  let last = 0;
  for (const bucket of reader.entries(buckets, bucketCount, 4)) {
    last = Math.max(last, reader.u32(bucket));
  }
  if (last < firstHashed) return firstHashed;
  // The last entry of a chain has its lowest bit set.
  while ((reader.u32(chains + 4 * (last - firstHashed)) & 1) === 0) {
    reader.spend(1);
    last++;
  }
  return last + 1;
}

function highestRelocatedSymbol(image: ElfImage): number {
  const { reader, is64 } = image;
  const word = is64 ? 8 : 4;
  const withAddend = image.tag(20) === 7;
  const tables = [
    [image.tag(7), image.tag(8), 3],
    [image.tag(17), image.tag(18), 2],
    [image.tag(23), image.tag(2), withAddend ? 3 : 2],
  ] as const;
  let highest = 0;
  for (const [address, size, words] of tables) {
    if (address === undefined || !size) continue;
    const entrySize = words * word;
    const count = Math.floor(size / entrySize);
    for (const at of reader.entries(image.fileOffset(address), count, entrySize)) {
      const symbol = is64
        ? Math.floor(image.word(at + word) / 0x1_0000_0000)
        : reader.u32(at + word) >>> 8;
      highest = Math.max(highest, symbol);
    }
  }
  return highest;
}

interface Need {
  /** What the symbols' version table calls it. */
  index: number;
  library: string;
  version: string;
}

function uniqueNeeds(needs: Need[]): ElfSymbols['neededVersions'] {
  const byKey = new Map(
    needs.map(({ library, version }) => [`${library}\0${version}`, { library, version }]),
  );
  return [...byKey.values()];
}

function readNeededVersions(image: ElfImage): Need[] {
  const { reader } = image;
  const needs: Need[] = [];
  for (const at of chain(image, 0x6ffffffe, 0x6fffffff, 12)) {
    const library = image.string(reader.u32(at + 4));
    let auxiliary = at + reader.u32(at + 8);
    for (let left = reader.u16(at + 2); left > 0; left--) {
      reader.spend(1);
      const version = image.string(reader.u32(auxiliary + 8));
      needs.push({ index: reader.u16(auxiliary + 6) & 0x7fff, library, version });
      const next = reader.u32(auxiliary + 12);
      if (next === 0) break;
      auxiliary += next;
    }
  }
  return needs;
}

/** Version index -> version node, without the base definition that only repeats the file's name. */
function readVersionDefinitions(image: ElfImage): Map<number, string> {
  const { reader } = image;
  const definitions = new Map<number, string>();
  for (const at of chain(image, 0x6ffffffc, 0x6ffffffd, 16)) {
    const isBase = (reader.u16(at + 2) & 1) !== 0;
    if (isBase) continue;
    const auxiliary = at + reader.u32(at + 12);
    definitions.set(reader.u16(at + 4) & 0x7fff, image.string(reader.u32(auxiliary)));
  }
  return definitions;
}

/** Offsets of the entries of a version table, which is a list linked by offsets. */
function chain(image: ElfImage, tableTag: number, countTag: number, nextField: number): number[] {
  const address = image.tag(tableTag);
  if (address === undefined) return [];
  const offsets: number[] = [];
  let at = image.fileOffset(address);
  for (let left = image.tag(countTag) ?? 0; left > 0; left--) {
    image.reader.spend(1);
    offsets.push(at);
    const next = image.reader.u32(at + nextField);
    if (next === 0) break;
    at += next;
  }
  return offsets;
}
