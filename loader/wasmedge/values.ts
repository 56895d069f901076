// WasmEdge_Value in JavaScript: 32 bytes, the value in the first 16 and its type in the next 8. Of a
// reference, the pointer is in the second 8. Source: facts/c-api.json, layouts.
import { PluginError } from '../errors.js';
import { type Signature, TYPE_BYTES, type ValueType, valueTypeOf } from '../wasm/types.js';

/** So many 64-bit words has a value. */
export const WORDS = 4;

/** The second and third of the type's bytes: a number's own, or a reference's and what it refers to. */
const NUMBER_TYPE = 0x4000_0000n;
const NULLABLE = 0x63_0000n;

/** A WasmEdge_ValType, as a word. */
export function typeWord(type: ValueType): bigint {
  const byte = BigInt(TYPE_BYTES[type]);
  return type === 'funcref' || type === 'externref'
    ? NULLABLE | (byte << 24n)
    : NUMBER_TYPE | (byte << 16n);
}

/** The type's byte in WebAssembly's binary format, one of which typeOf() knows or another. */
export function typeByte(word: bigint): number {
  const first = Number((word >> 16n) & 0xffn);
  return first >= TYPE_BYTES.v128 && first <= TYPE_BYTES.i32
    ? first
    : Number((word >> 24n) & 0xffn);
}

/** Converts references to pointers and back. */
export interface ReferenceTable {
  pointerOfExtern(value: unknown): bigint;
  externAt(pointer: bigint): unknown;
  pointerOfFunction(value: unknown): bigint;
  functionAt(pointer: bigint): unknown;
  /** The first two words of a reference, which versions write otherwise. */
  wordsOf(type: 'funcref' | 'externref', pointer: bigint): { Low: bigint; High: bigint };
}

/** Values side by side, as the C API takes and gives them. */
export class Values {
  readonly words: BigUint64Array;
  readonly #view: DataView;
  readonly #references: ReferenceTable;

  constructor(references: ReferenceTable, source: number | BigUint64Array) {
    this.#references = references;
    this.words = typeof source === 'number' ? new BigUint64Array(source * WORDS) : source;
    this.#view = new DataView(this.words.buffer, this.words.byteOffset, this.words.byteLength);
  }

  /** Converts as WebAssembly's JavaScript API does. @throws TypeError for what that does not convert */
  write(index: number, type: ValueType, value: unknown): void {
    const at = index * WORDS;
    this.words.fill(0n, at, at + WORDS);
    this.words[at + 2] = typeWord(type);
    switch (type) {
      case 'i32':
        this.#view.setInt32(at * 8, (value as number) | 0, true);
        return;
      case 'i64':
        this.words[at] = BigInt.asUintN(64, value as bigint);
        return;
      case 'f32':
        this.#view.setFloat32(at * 8, +(value as number), true);
        return;
      case 'f64':
        this.#view.setFloat64(at * 8, +(value as number), true);
        return;
      case 'v128':
        throw new TypeError('type incompatibility when transforming from/to JS');
      default: {
        const references = this.#references;
        const pointer =
          type === 'funcref'
            ? references.pointerOfFunction(value)
            : references.pointerOfExtern(value);
        const { Low, High } = references.wordsOf(type, pointer);
        this.words[at] = BigInt(Low);
        this.words[at + 1] = BigInt(High);
      }
    }
  }

  read(index: number, type: ValueType): unknown {
    const at = index * WORDS;
    switch (type) {
      case 'i32':
        return this.#view.getInt32(at * 8, true);
      case 'i64':
        return BigInt.asIntN(64, this.words[at] as bigint);
      case 'f32':
        return this.#view.getFloat32(at * 8, true);
      case 'f64':
        return this.#view.getFloat64(at * 8, true);
      case 'v128':
        throw new TypeError('type incompatibility when transforming from/to JS');
      case 'funcref':
        return this.#references.functionAt(this.words[at + 1] as bigint);
      case 'externref':
        return this.#references.externAt(this.words[at + 1] as bigint);
    }
  }

  /** What JavaScript gets for the results of a function. */
  readResults(types: readonly ValueType[]): unknown {
    if (types.length === 0) return undefined;
    if (types.length === 1) return this.read(0, types[0] as ValueType);
    return types.map((type, index) => this.read(index, type));
  }

  /** The other way round. @throws TypeError when there are more or fewer than the type says */
  writeResults(types: readonly ValueType[], value: unknown): void {
    if (types.length === 0) return;
    if (types.length === 1) {
      this.write(0, types[0] as ValueType, value);
      return;
    }
    const values = [...(value as Iterable<unknown>)];
    if (values.length !== types.length) throw new TypeError('multi-return length mismatch');
    for (const [index, type] of types.entries()) this.write(index, type, values[index]);
  }
}

/** A type of words of the C API. @throws PluginError TYPE_UNSUPPORTED for one that no call can pass */
export function signatureOf(
  what: string,
  params: Iterable<bigint>,
  results: Iterable<bigint>,
): Signature {
  const decode = (word: bigint): ValueType => {
    const type = valueTypeOf(typeByte(word));
    if (type) return type;
    throw new PluginError(
      'TYPE_UNSUPPORTED',
      `Cannot use ${what}: it has a value of a later proposal, expected numbers, funcref or externref`,
    );
  };
  return { params: Array.from(params, decode), results: Array.from(results, decode) };
}
