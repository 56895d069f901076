// Reads numbers and names out of a file that may be damaged or hostile. Every access is checked. Every
// loop whose length the file announces draws on a budget of work, and everything that is kept on a budget
// of memory, so that nothing here throws a RangeError, reads a stray byte, runs for hours or fills the memory.
import { CommandError } from '../errors.js';
import { LIMITS, limitExceeded } from './limits.js';

const LONGEST_NAME = 65536;
/** What a name or symbol takes beside its characters, in bytes; rounded up. */
const ENTRY_COST = 64;

interface Budget {
  /** Bytes looked at. */
  work: number;
  /** Bytes of names and entries kept, of the most that a file of this size may need. */
  kept: number;
  readonly mostKept: number;
  readonly limit: number;
}

function budgetFor(size: number, limit: number): Budget {
  const mostKept = Math.min(16 * size + 1024 * 1024, limit);
  return { work: 64 * size + LONGEST_NAME, kept: 0, mostKept, limit };
}

export class ByteReader {
  readonly size: number;
  readonly name: string;
  readonly #bytes: Buffer;
  readonly #littleEndian: boolean;
  readonly #budget: Budget;

  /** `name` is what error messages call the file, `memory` the most bytes that may be kept of its tables. */
  constructor(
    bytes: Buffer,
    name: string,
    {
      littleEndian = true,
      memory = LIMITS.memory,
      budget = budgetFor(bytes.length, memory),
    }: { littleEndian?: boolean; memory?: number | undefined; budget?: Budget } = {},
  ) {
    this.#bytes = bytes;
    this.name = name;
    this.size = bytes.length;
    this.#littleEndian = littleEndian;
    this.#budget = budget;
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

  /** Values above 2^53 lose low bits: as offsets they are outside any file, and that is all they are. */
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
    const value = this.#bytes.toString('utf8', offset, end);
    this.keep(value);
    return { value, next: end + 1 };
  }

  /** The offsets of `count` entries of `entrySize` bytes; all of them must be within the file. */
  entries(offset: number, count: number, entrySize: number): number[] {
    this.#require(offset, count * entrySize);
    this.spend(count);
    return Array.from({ length: count }, (_, index) => offset + index * entrySize);
  }

  /** Whether the name at `offset` is this one. */
  holds(name: string, offset: number): boolean {
    const bytes = Buffer.from(`${name}\0`);
    return offset + bytes.length <= this.size && this.bytes(offset, bytes.length).equals(bytes);
  }

  /** Accounts for an entry that is kept, with the texts it holds: also those that other entries hold. */
  keep(...texts: (string | null)[]): void {
    const budget = this.#budget;
    // Other characters take more: two bytes each, and six in JSON.
    const sizes = texts.map((text) => (text ?? '').length * (isPlain(text ?? '') ? 1 : 6));
    budget.kept += sizes.reduce((sum, size) => sum + size, ENTRY_COST);
    if (budget.kept <= budget.mostKept) return;
    if (budget.mostKept === budget.limit) throw limitExceeded('memory', this.name, budget.limit);
    throw this.malformed(
      'its tables hold more than 16 times its size, expected names that do not overlap',
    );
  }

  /** Accounts for work that the file asks for. */
  spend(amount: number): void {
    this.#budget.work -= amount;
    if (this.#budget.work < 0) {
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

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
