// What a file of any format holds at addresses, once it is loaded where it asks to be.
import type { ByteReader } from './byte-reader.js';
import type { Memory } from './static-options.js';

/** A segment or section. */
export interface LoadedPart {
  readonly address: number;
  /** In the file. */
  readonly offset: number;
  readonly size: number;
  /** Once loaded; what the file does not hold of it is zeros. */
  readonly memorySize: number;
}

/** Parts of one file at their addresses. */
export class LoadedMemory implements Memory {
  readonly #reader: ByteReader;
  readonly #parts: readonly LoadedPart[];
  readonly #pointers: ReadonlyMap<number, number>;

  /** `pointers`: those that the system's loader writes, by the addresses they are at. */
  constructor(
    reader: ByteReader,
    parts: readonly LoadedPart[],
    pointers: ReadonlyMap<number, number> = new Map(),
  ) {
    this.#reader = reader;
    this.#parts = parts;
    this.#pointers = pointers;
  }

  bytes(address: number, size: number): Buffer | undefined {
    this.#reader.spend(this.#parts.length + size);
    const part = this.#parts.find(
      (other) => address >= other.address && address + size <= other.address + other.memorySize,
    );
    if (!part) return undefined;
    const start = address - part.address;
    const stored = Math.max(0, Math.min(size, part.size - start));
    const bytes = Buffer.alloc(size);
    if (stored > 0) this.#reader.bytes(part.offset + start, stored).copy(bytes);
    return bytes;
  }

  pointer(address: number): number {
    return this.#pointers.get(address) ?? Number(this.bytes(address, 8)?.readBigUInt64LE() ?? 0);
  }

  text(address: number): string {
    this.#reader.spend(this.#parts.length);
    const part = this.#parts.find(
      (other) => address >= other.address && address < other.address + other.size,
    );
    if (!part) throw this.#reader.malformed(`nothing in it is loaded at the address ${address}`);
    return this.#reader.string(address - part.address + part.offset);
  }
}
