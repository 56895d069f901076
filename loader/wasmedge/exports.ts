// What an instance exports, in the form of WebAssembly's JavaScript API.
import type { Signature, ValueType } from '../wasm/types.js';
import { TYPE_BYTES, valueTypeOf } from '../wasm/types.js';
import { keepAlive, type Owner } from './lifetime.js';
import type { Runtime } from './runtime.js';
import { typeByte, Values } from './values.js';

const PAGE = 65536;

/** Where an exported object of this engine is from, to be imported again. */
export interface Origin {
  readonly owner: Owner;
  readonly instance: bigint;
  readonly name: string;
}

const origins = new WeakMap<object, Origin>();

/** Undefined for what this engine did not export. */
export function originOf(value: unknown): Origin | undefined {
  return typeof value === 'object' && value !== null ? origins.get(value) : undefined;
}

/** What memories, tables and globals of the runtime share. */
class Exported {
  protected readonly runtime: Runtime;
  protected readonly pointer: bigint;
  protected readonly owner: Owner;

  constructor(runtime: Runtime, pointer: bigint, owner: Owner) {
    this.runtime = runtime;
    this.pointer = pointer;
    this.owner = owner;
  }

  /** A function that comes out of it lives as long as it does. */
  protected taken(value: unknown): unknown {
    if (typeof value === 'function') keepAlive(value, this.owner);
    return value;
  }

  /** What goes in must not be gone before it. */
  protected given(type: ValueType, value: unknown): ValueStructure {
    const words = valueStructure(this.runtime, type, value);
    this.runtime.lend(value, this.owner);
    return words;
  }
}

class EngineMemory extends Exported {
  #buffer: ArrayBuffer | undefined;
  #address = 0n;

  /**
   * The bytes, where the runtime has them; it reserves what a memory may need, and moves none. After the
   * memory has grown it is another one; unlike with Node's own engine, that of before still shows its bytes.
   */
  get buffer(): ArrayBuffer {
    this.owner.assertUsable();
    const { api, koffi } = this.runtime;
    const size = PAGE * Number(api.MemoryInstanceGetPageSize(this.pointer));
    const address = size && BigInt(api.MemoryInstanceGetPointer(this.pointer, 0, size) ?? 0);
    const known = this.#buffer;
    if (known && known.byteLength === size && (size === 0 || this.#address === address)) {
      return known;
    }
    this.#buffer = size === 0 ? new ArrayBuffer(0) : koffi.view(address, size);
    this.#address = BigInt(address);
    keepAlive(this.#buffer, this.owner);
    return this.#buffer;
  }

  /** @returns the size before, in pages; @throws RangeError */
  grow(pages: number): number {
    this.owner.assertUsable();
    const { api } = this.runtime;
    const before = Number(api.MemoryInstanceGetPageSize(this.pointer));
    const count = Number(pages);
    const fits = Number.isInteger(count) && count >= 0 && count <= 65536;
    if (!fits || (api.MemoryInstanceGrowPage(this.pointer, count) as number) !== 0) {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    }
    this.buffer;
    return before;
  }
}

class EngineTable extends Exported {
  readonly #type: ValueType;

  constructor(runtime: Runtime, pointer: bigint, owner: Owner) {
    super(runtime, pointer, owner);
    this.#type = tableType(runtime, pointer) ?? 'funcref';
  }

  get length(): number {
    this.owner.assertUsable();
    return Number(this.runtime.api.TableInstanceGetSize(this.pointer));
  }

  /** @throws RangeError */
  get(index: number): unknown {
    this.#assertIndex(index, 'get');
    const values = this.runtime.values(1);
    this.runtime.check(
      this.runtime.api.TableInstanceGetData(this.pointer, values.words, index) as number,
    );
    return this.taken(values.read(0, this.#type));
  }

  /** @throws RangeError, TypeError */
  set(index: number, value: unknown = null): void {
    this.#assertIndex(index, 'set');
    const { api } = this.runtime;
    const words = this.given(this.#type, value);
    this.runtime.check(api.TableInstanceSetData(this.pointer, words, index) as number);
  }

  /** @returns the length before; @throws RangeError */
  grow(count: number, value: unknown = null): number {
    const before = this.length;
    if ((this.runtime.api.TableInstanceGrow(this.pointer, count) as number) !== 0) {
      throw new RangeError(`WebAssembly.Table.grow(): failed to grow table by ${count}`);
    }
    if (value !== null) for (let at = before; at < before + count; at += 1) this.set(at, value);
    return before;
  }

  #assertIndex(index: number, method: string): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    throw new RangeError(`WebAssembly.Table.${method}(): invalid address ${index}`);
  }
}

class EngineGlobal extends Exported {
  readonly #type: ValueType;
  readonly #mutable: boolean;

  constructor(runtime: Runtime, pointer: bigint, owner: Owner) {
    super(runtime, pointer, owner);
    const { type, mutable } = globalType(runtime, pointer);
    this.#type = type ?? 'v128'; // of neither JavaScript knows values
    this.#mutable = mutable;
  }

  get value(): unknown {
    this.owner.assertUsable();
    const words = this.runtime.api.GlobalInstanceGetValue(this.pointer) as ValueStructure;
    const array = BigUint64Array.of(BigInt(words.Low), BigInt(words.High), 0n, 0n);
    return this.taken(new Values(this.runtime, array).read(0, this.#type));
  }

  /** @throws TypeError when it is immutable, or the value does not fit */
  set value(value: unknown) {
    this.owner.assertUsable();
    if (!this.#mutable) throw new TypeError("Can't set the value of an immutable global.");
    const words = this.given(this.#type, value);
    this.runtime.check(this.runtime.api.GlobalInstanceSetValue(this.pointer, words) as number);
  }

  override valueOf(): object {
    return this.value as object; // as WebAssembly.Global has it, any value
  }
}

/** A WasmEdge_Value that is passed by value. */
interface ValueStructure {
  readonly Low: bigint;
  readonly High: bigint;
  readonly Type: bigint;
  readonly Padding: bigint;
}

export function valueStructure(runtime: Runtime, type: ValueType, value: unknown): ValueStructure {
  const values = runtime.values(1);
  values.write(0, type, value);
  const [Low, High, Type, Padding] = values.words as unknown as [bigint, bigint, bigint, bigint];
  return { Low, High, Type, Padding };
}

const typeOf = (word: unknown) => valueTypeOf(typeByte(BigInt(word as bigint)));

export function tableType({ api }: Runtime, pointer: bigint): ValueType | undefined {
  return typeOf(api.TableTypeGetRefType(api.TableInstanceGetTableType(pointer)));
}

export function globalType({ api }: Runtime, pointer: bigint) {
  const type = api.GlobalInstanceGetGlobalType(pointer) as bigint;
  return {
    type: typeOf(api.GlobalTypeGetValType(type)),
    mutable: api.GlobalTypeGetMutability(type) === 1,
  };
}

/** What can be exported, and how the C API finds it. */
const FINDERS = {
  function: 'ModuleInstanceFindFunction',
  memory: 'ModuleInstanceFindMemory',
  table: 'ModuleInstanceFindTable',
  global: 'ModuleInstanceFindGlobal',
} as const;

export type NativeKind = keyof typeof FINDERS;

export function findNative(
  runtime: Runtime,
  instance: bigint,
  kind: NativeKind,
  name: string,
): bigint | undefined {
  return (runtime.api[FINDERS[kind]](instance, runtime.text(name)) as bigint | null) ?? undefined;
}

/** An export in JavaScript's form. */
export function exportOf(
  runtime: Runtime,
  origin: Origin,
  kind: NativeKind,
  pointer: bigint,
  signature?: Signature,
): unknown {
  const { owner, name } = origin;
  if (kind === 'function') {
    const type = signature ?? runtime.signatureAt(pointer, `function "${name}"`);
    return runtime.wrap(pointer, type, name, owner);
  }
  const classes = { memory: EngineMemory, table: EngineTable, global: EngineGlobal };
  const object = new classes[kind](runtime, pointer, owner);
  origins.set(object, origin);
  return object;
}

/** The character of a type, as bridge/types.ts writes types. */
export const typeCode = (type: ValueType | undefined) =>
  type === undefined ? '\0' : String.fromCharCode(TYPE_BYTES[type]);
