// The memory of a loaded ELF library, for the options of a plug-in.
import { CommandError } from '../../errors.js';
import type { StaticOption } from '../binary-info.js';
import { type Memory, readOptions } from '../static-options.js';
import type { ElfImage } from './image.js';
import { findSymbol, symbolValue } from './symbols.js';

/** More relocations than a plug-in has; a larger library is not looked into. */
const MOST_RELOCATIONS = 4_000_000;

/** By machine: a relocation that is the load address and an addend; those that are a symbol's address. */
const RELOCATIONS: Record<string, { relative: number; symbolic: readonly number[] }> = {
  x64: { relative: 8, symbolic: [1, 6] },
  arm64: { relative: 1027, symbolic: [257, 1025] },
};

/** An ELF library, loaded at address 0. */
class ElfMemory implements Memory {
  readonly #image: ElfImage;
  /** Pointers that the system's loader writes. */
  readonly #pointers = new Map<number, number>();

  constructor(image: ElfImage, machine: string) {
    this.#image = image;
    const kinds = RELOCATIONS[machine];
    const [table, size] = [image.tag(7), image.tag(8)];
    if (!kinds || table === undefined || size === undefined) return;
    if (size / 24 > MOST_RELOCATIONS) return;
    const { reader } = image;
    for (const at of reader.entries(image.fileOffset(table), Math.floor(size / 24), 24)) {
      const kind = reader.u32(at + 8);
      const addend = reader.u64(at + 16);
      const value = kinds.symbolic.includes(kind) ? symbolValue(image, reader.u32(at + 12)) : 0;
      if (kind === kinds.relative || value) this.#pointers.set(reader.u64(at), value + addend);
    }
  }

  /** Bytes at an address, with zeros where the file has none; undefined when nothing is loaded there. */
  bytes(address: number, size: number): Buffer | undefined {
    const { headers, reader } = this.#image;
    reader.spend(headers.length + size);
    const segment = headers.find(
      (header) =>
        header.type === 1 &&
        address >= header.address &&
        address + size <= header.address + header.memorySize,
    );
    if (!segment) return undefined;
    const start = address - segment.address;
    const stored = Math.max(0, Math.min(size, segment.fileSize - start));
    const bytes = Buffer.alloc(size);
    if (stored > 0) reader.bytes(segment.offset + start, stored).copy(bytes);
    return bytes;
  }

  pointer(address: number): number {
    const known = this.#pointers.get(address);
    if (known !== undefined) return known;
    const bytes = this.bytes(address, 8);
    return bytes ? Number(bytes.readBigUInt64LE()) : 0;
  }

  text(address: number): string {
    return this.#image.reader.string(this.#image.fileOffset(address));
  }
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
    return readOptions(new ElfMemory(image, machine), machine, start);
  } catch (error) {
    // Relocations that are not in the file.
    if (error instanceof CommandError) return null;
    throw error;
  }
}
