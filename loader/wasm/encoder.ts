// Writes the small WebAssembly modules the loader generates (forward.ts, reverse.ts, globals.ts, links.ts, ../bridge/trap.ts). It knows only
// what those need; every import comes from one module named "".
import { type Signature, signatureKey, TYPE_BYTES, type ValueType } from './types.js';

export type Import = { readonly name: string } & (
  | { readonly kind: 'function'; readonly signature: Signature }
  | { readonly kind: 'table'; readonly type: ValueType; readonly is64?: boolean }
  | {
      readonly kind: 'memory';
      readonly pages: number;
      readonly shared?: boolean;
      readonly is64?: boolean;
    }
  | { readonly kind: 'global'; readonly type: ValueType; readonly mutable: boolean }
);

export interface ModuleDefinition {
  readonly imports?: readonly Import[];
  readonly globals?: readonly {
    readonly type: ValueType;
    readonly mutable: boolean;
    /** A constant expression without its `end`. */
    readonly value: readonly number[];
  }[];
  readonly functions?: readonly {
    readonly signature: Signature;
    /** Numbered after the parameters. */
    readonly locals?: readonly ValueType[];
    /** Instructions without the closing `end`. */
    readonly body: readonly number[];
  }[];
  readonly exports?: readonly {
    readonly name: string;
    readonly kind: 'function' | 'global';
    readonly index: number;
  }[];
}

const KINDS = { function: 0, table: 1, memory: 2, global: 3 } as const;

/** An unsigned integer below 2^32 in LEB128. */
export function unsigned(value: number): number[] {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

/** A signed integer of up to 64 bits in LEB128. */
export function signed(value: bigint): number[] {
  const bytes = [];
  for (;;) {
    const byte = Number(value & 0x7fn);
    value >>= 7n;
    if (value === (byte & 0x40 ? -1n : 0n)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

export function string(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  if (items.length === 0) return [];
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function memoryType({ pages, shared, is64 }: Extract<Import, { kind: 'memory' }>): number[] {
  const flags = (shared ? 3 : 0) + (is64 ? 4 : 0);
  // A shared memory has a maximum; this is the largest that V8 accepts: 16 GiB, 4 GiB.
  const most = is64 ? 262144 : 65536;
  return [flags, ...unsigned(pages), ...(shared ? unsigned(most) : [])];
}

const types = (list: readonly ValueType[]) => vector(list.map((type) => [TYPE_BYTES[type]]));

/** The binary form of a module. Functions are numbered imports first, as in every module. */
export function encodeModule(module: ModuleDefinition): Uint8Array<ArrayBuffer> {
  const { imports = [], globals = [], functions = [], exports = [] } = module;
  const signatures = new Map<string, { index: number; bytes: number[] }>();
  const typeIndex = (signature: Signature) => {
    const key = signatureKey(signature);
    let entry = signatures.get(key);
    if (!entry) {
      const bytes = [0x60, ...types(signature.params), ...types(signature.results)];
      entry = { index: signatures.size, bytes };
      signatures.set(key, entry);
    }
    return unsigned(entry.index);
  };
  const importType = (item: Import) => {
    switch (item.kind) {
      case 'function':
        return typeIndex(item.signature);
      case 'table':
        return [TYPE_BYTES[item.type], item.is64 ? 4 : 0, 0];
      case 'memory':
        return memoryType(item);
      case 'global':
        return [TYPE_BYTES[item.type], item.mutable ? 1 : 0];
    }
  };
  // Written before the type section is, so that every signature has its number.
  const importItems = imports.map((item) => [
    ...string(''),
    ...string(item.name),
    KINDS[item.kind],
    ...importType(item),
  ]);
  const functionItems = functions.map(({ signature }) => typeIndex(signature));
  const globalItems = globals.map((item) => [
    TYPE_BYTES[item.type],
    item.mutable ? 1 : 0,
    ...item.value,
    0x0b,
  ]);
  const exportItems = exports.map((item) => [
    ...string(item.name),
    KINDS[item.kind],
    ...unsigned(item.index),
  ]);
  const codeItems = functions.map(({ locals = [], body }) => {
    const groups = vector(locals.map((type) => [1, TYPE_BYTES[type]]));
    const code = [...groups, ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  const typeItems = Array.from(signatures.values(), ({ bytes }) => bytes);
  return new Uint8Array([
    0x00,
    0x61,
    0x73,
    0x6d,
    0x01,
    0x00,
    0x00,
    0x00,
    ...section(1, typeItems),
    ...section(2, importItems),
    ...section(3, functionItems),
    ...section(6, globalItems),
    ...section(7, exportItems),
    ...section(10, codeItems),
  ]);
}
