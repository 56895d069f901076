// The memory of a loaded Mach-O library, for the options of a plug-in.
import type { StaticOption } from '../binary-info.js';
import { type Memory, readOptions } from '../static-options.js';
import { COMMAND, type MachOImage } from './image.js';

interface Part {
  address: number;
  /** In the file, and once loaded. */
  offset: number;
  size: number;
  memorySize: number;
}

/** A library, loaded at the addresses of its segments, so that no pointer in it changes. */
class MachOMemory implements Memory {
  readonly #image: MachOImage;
  readonly #parts: readonly Part[];

  constructor(image: MachOImage, parts: readonly Part[]) {
    this.#image = image;
    this.#parts = parts;
  }

  bytes(address: number, size: number): Buffer | undefined {
    const { reader } = this.#image;
    reader.spend(this.#parts.length + size);
    const part = this.#parts.find(
      (other) => address >= other.address && address + size <= other.address + other.memorySize,
    );
    if (!part) return undefined;
    const start = address - part.address;
    const stored = Math.max(0, Math.min(size, part.size - start));
    const bytes = Buffer.alloc(size);
    if (stored > 0) reader.bytes(part.offset + start, stored).copy(bytes);
    return bytes;
  }

  pointer(address: number): number {
    return Number(this.bytes(address, 8)?.readBigUInt64LE() ?? 0);
  }

  text(address: number): string {
    const { reader } = this.#image;
    const part = this.#parts.find(
      (other) => address >= other.address && address < other.address + other.size,
    );
    if (!part) throw reader.malformed(`no segment holds the address ${address}`);
    return reader.string(address - part.address + part.offset);
  }
}

/**
 * The options with a default value; null when the descriptor is not there to read, or when the pointers are links
 * of a chain (chained fixups) instead of addresses.
 */
export function readMachOOptions(
  image: MachOImage,
  parts: readonly Part[],
  machine: string,
  descriptorAt: number | undefined,
): StaticOption[] | null {
  const isChained = image.commands.some(({ command }) => command === COMMAND.chainedFixups);
  if (!image.is64 || isChained || !['x64', 'arm64'].includes(machine)) return null;
  if (descriptorAt === undefined) return null;
  return readOptions(new MachOMemory(image, parts), machine, descriptorAt);
}
