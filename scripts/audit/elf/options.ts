// The options of a plug-in in an ELF library, whose pointers are relocations.
import { CommandError } from '../../errors.js';
import type { StaticOption } from '../binary-info.js';
import { LoadedMemory } from '../loaded-memory.js';
import { readOptions } from '../static-options.js';
import type { ElfImage } from './image.js';
import { findSymbol, symbolValue } from './symbols.js';

/** More relocations than a plug-in has; a larger library is not looked into. */
const MOST_RELOCATIONS = 4_000_000;

/** By machine: a relocation that is the load address and an addend; those that are a symbol's address. */
const RELOCATIONS: Record<string, { relative: number; symbolic: readonly number[] }> = {
  x64: { relative: 8, symbolic: [1, 6] },
  arm64: { relative: 1027, symbolic: [257, 1025] },
};

/** The pointers that the system's loader writes into a library loaded at address 0. */
function relocatedPointers(image: ElfImage, machine: string): Map<number, number> {
  const pointers = new Map<number, number>();
  const kinds = RELOCATIONS[machine];
  const [table, size] = [image.tag(7), image.tag(8)];
  if (!kinds || table === undefined || size === undefined) return pointers;
  if (size / 24 > MOST_RELOCATIONS) return pointers;
  const { reader } = image;
  for (const at of reader.entries(image.fileOffset(table), Math.floor(size / 24), 24)) {
    const kind = reader.u32(at + 8);
    const addend = reader.u64(at + 16);
    const value = kinds.symbolic.includes(kind) ? symbolValue(image, reader.u32(at + 12)) : 0;
    if (kind === kinds.relative || value) pointers.set(reader.u64(at), value + addend);
  }
  return pointers;
}

/** A library loaded at address 0. */
function loadedMemory(image: ElfImage, machine: string): LoadedMemory {
  const parts = image.headers
    .filter(({ type }) => type === 1)
    .map(({ address, offset, fileSize, memorySize }) => ({
      address,
      offset,
      size: fileSize,
      memorySize,
    }));
  return new LoadedMemory(image.reader, parts, relocatedPointers(image, machine));
}

/** The options with a default value; null when the descriptor is not there to read. */
export function readElfOptions(
  image: ElfImage,
  machine: string,
  getter: string,
): StaticOption[] | null {
  if (!image.is64 || !Object.hasOwn(RELOCATIONS, machine)) return null;
  const start = findSymbol(image, getter);
  if (!start) return null;
  try {
    return readOptions(loadedMemory(image, machine), machine, start);
  } catch (error) {
    // Relocations that are not in the file.
    if (error instanceof CommandError) return null;
    throw error;
  }
}
