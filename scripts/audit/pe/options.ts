// The memory of a loaded DLL, for the options of a plug-in.
import type { StaticOption } from '../binary-info.js';
import { type Memory, readOptions } from '../static-options.js';
import type { PeImage } from './image.js';

/** A DLL, loaded at the address that it asks for, so that no pointer in it changes. */
class PeMemory implements Memory {
  readonly #image: PeImage;

  constructor(image: PeImage) {
    this.#image = image;
  }

  bytes(address: number, size: number): Buffer | undefined {
    const { reader, imageBase, sections } = this.#image;
    reader.spend(sections.length + size);
    const place = address - imageBase;
    const section = sections.find(
      (other) => place >= other.address && place + size <= other.address + other.memorySize,
    );
    if (!section) return undefined;
    const start = place - section.address;
    const stored = Math.max(0, Math.min(size, section.size - start));
    const bytes = Buffer.alloc(size);
    if (stored > 0) reader.bytes(section.offset + start, stored).copy(bytes);
    return bytes;
  }

  pointer(address: number): number {
    return Number(this.bytes(address, 8)?.readBigUInt64LE() ?? 0);
  }

  text(address: number): string {
    const { reader, imageBase, sections } = this.#image;
    const place = address - imageBase;
    const section = sections.find(
      (other) => place >= other.address && place < other.address + other.size,
    );
    if (!section) throw reader.malformed(`no section holds the address ${address}`);
    return reader.string(place - section.address + section.offset);
  }
}

/** The options with a default value; null when the descriptor is not there to read. */
export function readPeOptions(
  image: PeImage,
  machine: string,
  descriptorAt: number | undefined,
): StaticOption[] | null {
  if (!image.is64 || !['x64', 'arm64'].includes(machine) || !descriptorAt) return null;
  return readOptions(new PeMemory(image), machine, image.imageBase + descriptorAt);
}
