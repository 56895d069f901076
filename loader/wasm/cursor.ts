// Reads the elements of WebAssembly's binary format one after the other. What it is given may be of a
// proposal that it does not know: then it throws Unreadable, and who asked does without.

/** The bytes are not what this reader knows; the engine has the last word on them. */
export class Unreadable extends Error {}

// A byte order mark at the start, which a decoder leaves out by default, belongs to the name.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  /** Reads from `start` to `end`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  get position(): number {
    return this.#at;
  }

  byte(): number {
    if (this.#at >= this.#end) throw new Unreadable();
    const byte = this.#bytes[this.#at] as number;
    this.#at += 1;
    return byte;
  }

  /** Goes back by one byte. */
  back(): void {
    this.#at -= 1;
  }

  /** An unsigned integer of 32 bits; the encoding may be longer than needed. */
  number(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new Unreadable();
  }

  /** An unsigned integer of 64 bits. */
  big(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Unreadable();
  }

  /** Passes over an integer of any size and sign. */
  skipInteger(): void {
    while (this.byte() >= 0x80);
  }

  skip(length: number): void {
    if (length > this.#end - this.#at) throw new Unreadable();
    this.#at += length;
  }

  skipText(): void {
    this.skip(this.number());
  }

  text(): string {
    const length = this.number();
    const start = this.#at;
    this.skip(length);
    return utf8.decode(this.#bytes.subarray(start, this.#at));
  }

  /** The items of a vector; those from the first unreadable one on are undefined. */
  list<T>(read: () => T): (T | undefined)[] {
    const items: (T | undefined)[] = [];
    let count = 1;
    const start = this.#at;
    try {
      count = this.number();
      while (items.length < count) items.push(read());
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      // Each item takes a byte at least.
      const most = Math.min(count, Math.max(this.#end - start, 1));
      while (items.length < most) items.push(undefined);
    }
    return items;
  }
}
