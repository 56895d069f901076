import { CommandError } from '../errors.js';

// Reads numbers and names out of a file that may be damaged or hostile. Every access is checked, and
// every loop whose length the file announces draws on a budget that grows with the file's size, so
// that nothing here throws a RangeError, reads a stray byte, or runs for hours.

const LONGEST_NAME = 65536;

export class ByteReader {
  readonly size: number;
  readonly name: string;
  readonly #bytes: Buffer;
  readonly #littleEndian: boolean;
  readonly #budget: { left: number };

  /** `name` is what error messages call the file. */
  constructor(
    bytes: Buffer,
    name: string,
    { littleEndian = true, budget }: { littleEndian?: boolean; budget?: { left: number } } = {},
  ) {
    this.#bytes = bytes;
    this.name = name;
    this.size = bytes.length;
    this.#littleEndian = littleEndian;
    this.#budget = budget ?? { left: 64 * bytes.length + LONGEST_NAME };
  }

  /** The same bytes in the other byte order. */
  withByteOrder(littleEndian: boolean): ByteReader {
    return new ByteReader(this.#bytes, this.name, { littleEndian, budget: this.#budget });
  }

  /** A reader of its own on a part of the file; offsets start at 0 there. */
  part(offset: number, size: number, littleEndian = this.#littleEndian): ByteReader {
    const bytes = this.bytes(offset, size);
    return new ByteReader(bytes, this.name, { littleEndian, budget: this.#budget });
  }

  u8(offset: number): number {
    this.#require(offset, 1);
    return this.#bytes.readUInt8(offset);
  }

  u16(offset: number): number {
    this.#require(offset, 2);
    return this.#littleEndian ? this.#bytes.readUInt16LE(offset) : this.#bytes.readUInt16BE(offset);
  }

  u32(offset: number): number {
    this.#require(offset, 4);
    return this.#littleEndian ? this.#bytes.readUInt32LE(offset) : this.#bytes.readUInt32BE(offset);
  }

  /** Values above 2^53 lose low bits: as offsets they lie outside any file, and that is all they are. */
  u64(offset: number): number {
    const [low, high] = this.#littleEndian ? [offset, offset + 4] : [offset + 4, offset];
    return this.u32(high) * 0x1_0000_0000 + this.u32(low);
  }

  /** The variable-length number at `offset` and the offset after it. */
  uleb128(offset: number): { value: number; next: number } {
    let value = 0;
    for (let index = 0; index < 10; index++) {
      const byte = this.u8(offset + index);
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, next: offset + index + 1 };
    }
    throw this.malformed(`the number at ${offset} has more than 10 bytes, expected at most 10`);
  }

  bytes(offset: number, size: number): Buffer {
    this.#require(offset, size);
    return this.#bytes.subarray(offset, offset + size);
  }

  /** The name at `offset`, up to a NUL byte or to `limit` (an offset), whichever is first. */
  string(offset: number, limit = this.size): string {
    return this.terminated(offset, limit).value;
  }

  /** The same with the offset after its NUL byte. */
  terminated(offset: number, limit = this.size): { value: string; next: number } {
    this.#require(offset, 1);
    const last = Math.max(offset, Math.min(limit, this.size, offset + LONGEST_NAME));
    const length = this.#bytes.subarray(offset, last).indexOf(0);
    const end = length < 0 ? last : offset + length;
    this.spend(end - offset);
    return { value: this.#bytes.toString('utf8', offset, end), next: end + 1 };
  }

  /** The offsets of `count` entries of `entrySize` bytes; all of them must lie within the file. */
  entries(offset: number, count: number, entrySize: number): number[] {
    this.#require(offset, count * entrySize);
    this.spend(count);
    return Array.from({ length: count }, (_, index) => offset + index * entrySize);
  }

  /** Accounts for work that the file asks for. */
  spend(amount: number): void {
    this.#budget.left -= amount;
    if (this.#budget.left < 0) {
      throw this.malformed(
        'its tables announce more than 64 times its size, expected tables that do not overlap',
      );
    }
  }

  /** The error for a file whose parts contradict each other. */
  malformed(problem: string): CommandError {
    return new CommandError('NOT_A_LIBRARY', `Cannot read "${this.name}": ${problem}`, {
      hint: 'The file is damaged or was made by a tool that does not follow the format; build it again',
    });
  }

  #require(offset: number, size: number): void {
    if (offset >= 0 && size >= 0 && offset + size <= this.size) return;
    const message = `its headers announce ${size} bytes at offset ${offset}, but the file has ${this.size}`;
    throw new CommandError('LIBRARY_TRUNCATED', `Cannot read "${this.name}": ${message}`, {
      hint: 'The file is incomplete; copy, download or build it again',
    });
  }
}
