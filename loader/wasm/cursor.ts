// Reads the elements of WebAssembly's binary format one after the other. What it is given may be of a
// proposal that it does not know: then it throws Unreadable, and who asked does without.

/** The bytes are not what this reader knows; the engine has the last word on them. */
export class Unreadable extends Error {}

// A byte order mark at the start, which a decoder leaves out by default, belongs to the name.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export function decodeName(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

export class Cursor {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  get position(): number {
    return this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Unreadable();
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
    if (length > this.#bytes.length - this.#at) throw new Unreadable();
    this.#at += length;
  }

  take(length: number): Uint8Array {
    const start = this.#at;
    this.skip(length);
    return this.#bytes.subarray(start, this.#at);
  }

  text(): string {
    return decodeName(this.take(this.number()));
  }

  /** The items of a vector; those from the first unreadable one on are undefined. */
  list<T>(read: () => T): (T | undefined)[] {
    const count = this.number();
    // Every item takes a byte at least; what the engine accepted is never beyond that.
    if (count > this.#bytes.length - this.#at) throw new Unreadable();
    const items = new Array<T | undefined>(count).fill(undefined);
    try {
      for (let i = 0; i < count; i += 1) items[i] = read();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
    return items;
  }
}
