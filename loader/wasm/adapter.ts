// The generated modules that carry values between WebAssembly and the addon through the call frame, a
// private memory. Its first page: the slot of a host call at 0, its status, and the values of callbacks
// from VALUES on, one word each (8 bytes, 16 for v128, integers zero-extended, references as the
// pointers a plug-in sees). The other pages hold the parameters and results of host calls as the plug-in
// sees them (frame-places.ts). One module per signature serves every function that has it.
import { encodeModule, type Import, signed, unsigned } from './encoder.js';
import { FRAME_PAGES, type FramePlaces, type Place, partsOf } from './frame-places.js';
import {
  isReference,
  type NumberType,
  type ReferenceType,
  type Signature,
  signatureKey,
  type ValueType,
} from './types.js';

/** Where the values start; the addon knows it as kFrameValues. */
export const VALUES = 16;

/** Where a dispatcher that cannot throw leaves 0 after a success; the addon's kFrameStatus. */
const STATUS = 8;

/** What every generated module imports, next to what is its own. */
export interface AdapterImports {
  frame: WebAssembly.Memory;
  places: FramePlaces;
  dispatch: () => void;
  /** Another way to the dispatcher, which cannot throw: where the status says so, `settle` does. */
  accelerator?: { fast: () => void; settle: () => void };
  /** What those that pass references import, too. */
  references: {
    /**
     * A whole host call, given its references and giving back those of its results (an array of several);
     * its numbers are in the frame. `many` is for any number of references, `one` for one external reference among the parameters.
     */
    callOne: (owner: object, binding: Binding, reference: unknown) => unknown;
    callMany: (owner: object, binding: Binding, ...references: unknown[]) => unknown;
    /** Put the pointer for a reference at this offset of the frame; give the reference of one there. */
    storeExtern: (owner: object, value: unknown, at: number) => void;
    loadExtern: (owner: object, at: number) => unknown;
    storeFunction: (owner: object, value: unknown, at: number) => void;
    loadFunction: (owner: object, at: number) => unknown;
  };
}

/** Where a host call that passes references has them, and the slot that the dispatcher reads. */
export interface Binding {
  /** The halves of the slot, as signed numbers. */
  readonly slotLow: number;
  readonly slotHigh: number;
  readonly params: readonly ReferencePlace[];
  readonly results: readonly ReferencePlace[];
}

export interface ReferencePlace {
  readonly type: ReferenceType;
  /** Offset in the frame, in bytes. */
  readonly at: number;
}

const NOTHING: Signature = { params: [], results: [] };
const FRAME: Import = { name: 'frame', kind: 'memory', pages: FRAME_PAGES };
const OWNER: Import = { name: 'owner', kind: 'global', type: 'externref', mutable: false };

const I32_CONST = 0x41;
const I32_CONST_0 = [I32_CONST, 0x00];
const CALL = 0x10;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;
const I64_CONST = 0x42;
const I64_STORE = [0x37, 0x03];
const I32_LOAD = [0x28, 0x02];
const IF = [0x04, 0x40];
const END = 0x0b;
const EXTEND_U = 0xad; // i64.extend_i32_u

// How each number leaves the operand stack for the frame, and comes back.
const STORES: Record<NumberType, readonly number[]> = {
  i32: [EXTEND_U, ...I64_STORE],
  i64: I64_STORE,
  f32: [0xbc, EXTEND_U, ...I64_STORE], // i32.reinterpret_f32
  f64: [0x39, 0x03],
  v128: [0xfd, 0x0b, 0x00],
};
const LOADS: Record<NumberType, readonly number[]> = {
  i32: I32_LOAD,
  i64: [0x29, 0x03],
  f32: [0x2a, 0x02],
  f64: [0x2b, 0x03],
  v128: [0xfd, 0x00, 0x00],
};

function offsets(types: readonly ValueType[]): number[] {
  let offset = VALUES;
  return types.map((type) => {
    const here = offset;
    offset += type === 'v128' ? 16 : 8;
    return here;
  });
}

/**
 * Instructions that move values to and from the frame, and the functions that do it for references.
 * Function `first` is the first of these, global `owner` the owner.
 */
function moves(types: readonly ValueType[], first: number, owner: number) {
  const imports: Import[] = [];
  const functions = new Map<string, number>();
  for (const type of ['externref', 'funcref'] as const) {
    if (!types.includes(type)) continue;
    const name = type === 'externref' ? 'Extern' : 'Function';
    const store: Signature = { params: ['externref', type, 'i32'], results: [] };
    const load: Signature = { params: ['externref', 'i32'], results: [type] };
    functions.set(`store ${type}`, first + imports.length);
    imports.push({ name: `store${name}`, kind: 'function', signature: store });
    functions.set(`load ${type}`, first + imports.length);
    imports.push({ name: `load${name}`, kind: 'function', signature: load });
  }
  const call = (name: string, offset: number, push: readonly number[] = []) => [
    ...[GLOBAL_GET, ...unsigned(owner), ...push, I32_CONST, ...signed(BigInt(offset))],
    ...[CALL, ...unsigned(functions.get(name) as number)],
  ];
  return {
    imports,
    /** Stores what `push` puts on the stack. */
    store: (type: ValueType, offset: number, push: readonly number[]) =>
      isReference(type)
        ? call(`store ${type}`, offset, push)
        : [...I32_CONST_0, ...push, ...STORES[type], ...unsigned(offset)],
    load: (type: ValueType, offset: number) =>
      isReference(type)
        ? call(`load ${type}`, offset)
        : [...I32_CONST_0, ...LOADS[type], ...unsigned(offset)],
  };
}

const cache = new Map<string, WebAssembly.Module>();

function cached(key: string, encode: () => Uint8Array<ArrayBuffer>): WebAssembly.Module {
  let module = cache.get(key);
  if (!module) {
    module = new WebAssembly.Module(encode());
    cache.set(key, module);
  }
  return module;
}

const passesReferences = ({ params, results }: Signature) =>
  [...params, ...results].some(isReference);

const DISPATCH = [CALL, 0];
const FAST_DISPATCH = [CALL, 1, ...I32_CONST_0, ...I32_LOAD, STATUS, ...IF, CALL, 2, END];

const storeWord = (offset: number, bits: bigint) => [
  ...[...I32_CONST_0, I64_CONST, ...signed(bits), ...I64_STORE, ...unsigned(offset)],
];

/** What every adapter does before the call: numbers into the frame, results to zero, or null. */
function prepareFrame(signature: Signature, place: Place): number[] {
  const parts = partsOf(signature, place);
  return [
    ...(place.shared ? parts.constants : []).flatMap(({ at, bits }) => storeWord(at, bits)),
    ...parts.params.flatMap(({ type, at }, i) =>
      isReference(type)
        ? []
        : [...I32_CONST_0, LOCAL_GET, ...unsigned(i), ...STORES[type], ...unsigned(at)],
    ),
    ...parts.results.flatMap(({ type, at }) => [
      ...storeWord(at, 0n),
      ...(type === 'v128' ? storeWord(at + 8, 0n) : []),
    ]),
  ];
}

const loadNumber = (type: NumberType, at: number) => [
  ...[...I32_CONST_0, ...LOADS[type], ...unsigned(at)],
];

function encodeForward(signature: Signature, place: Place, fast: boolean): Uint8Array<ArrayBuffer> {
  const calls = ['dispatch', ...(fast ? ['fast', 'settle'] : [])].map(
    (name): Import => ({ name, kind: 'function', signature: NOTHING }),
  );
  const { results } = partsOf(signature, place);
  return encodeModule({
    imports: [
      ...calls,
      FRAME,
      { name: 'slot', kind: 'global', type: 'i64', mutable: false },
      OWNER,
    ],
    functions: [
      {
        signature,
        body: [
          ...prepareFrame(signature, place),
          ...[...I32_CONST_0, GLOBAL_GET, 0, ...I64_STORE, 0],
          ...(fast ? FAST_DISPATCH : DISPATCH),
          ...results.flatMap(({ type, at }) => loadNumber(type as NumberType, at)),
        ],
      },
    ],
    exports: [{ name: 'call', kind: 'function', index: calls.length }],
  });
}

/** The adapter of a signature with references: one function of JavaScript makes the call with them. */
function encodeReferenceForward(signature: Signature, place: Place): Uint8Array<ArrayBuffer> {
  const { params, results } = signature;
  const references = { params: params.filter(isReference), results: results.filter(isReference) };
  const call: Signature = {
    params: ['externref', 'externref', ...references.params],
    results: references.results,
  };
  // Results that are references wait in locals until it is their turn among the others.
  const local = (index: number) => unsigned(params.length + index);
  let next = 0;
  const load = ({ type, at }: { type: ValueType; at: number }) =>
    isReference(type) ? [LOCAL_GET, ...local(next++)] : loadNumber(type, at);
  return encodeModule({
    imports: [
      { name: 'call', kind: 'function', signature: call },
      ...[FRAME, OWNER],
      { name: 'binding', kind: 'global', type: 'externref', mutable: false },
    ],
    functions: [
      {
        signature,
        locals: references.results,
        body: [
          ...prepareFrame(signature, place),
          ...[GLOBAL_GET, 0, GLOBAL_GET, 1],
          ...params.flatMap((type, i) => (isReference(type) ? [LOCAL_GET, ...unsigned(i)] : [])),
          ...[CALL, 0],
          ...references.results.flatMap((_, i) => [
            LOCAL_SET,
            ...local(references.results.length - 1 - i),
          ]),
          ...partsOf(signature, place).results.flatMap(load),
        ],
      },
    ],
    exports: [{ name: 'call', kind: 'function', index: 1 }],
  });
}

/**
 * A WebAssembly function of this signature that calls the host function of a binding.
 *
 * @param slot the binding's address in the addon
 * @param owner the object that keeps the binding alive; reachable as long as the function is
 */
export function createForward(
  imports: AdapterImports,
  signature: Signature,
  slot: bigint,
  owner: object,
): CallableFunction {
  const { references, accelerator, places, ...own } = imports;
  const place = places.placeOf(signature);
  const key = `${place.at} ${signatureKey(signature)}`;
  if (!passesReferences(signature)) {
    const module = cached(`forward ${accelerator !== undefined} ${key}`, () =>
      encodeForward(signature, place, accelerator !== undefined),
    );
    const instance = new WebAssembly.Instance(module, {
      '': { ...own, ...accelerator, slot: slot as never, owner: owner as never },
    });
    return instance.exports.call as CallableFunction;
  }
  const { params, results } = partsOf(signature, place);
  const isPlace = (part: { type: ValueType }): part is ReferencePlace => isReference(part.type);
  const binding: Binding = {
    slotLow: Number(BigInt.asIntN(32, slot)),
    slotHigh: Number(BigInt.asIntN(32, slot >> 32n)),
    params: params.filter(isPlace),
    results: results.filter(isPlace),
  };
  const one = binding.params.length === 1 && binding.params[0]?.type === 'externref';
  const call = one ? references.callOne : references.callMany;
  const module = cached(`forward ${key}`, () => encodeReferenceForward(signature, place));
  const instance = new WebAssembly.Instance(module, {
    '': { call, frame: own.frame, owner: owner as never, binding: binding as never },
  });
  return instance.exports.call as CallableFunction;
}

function encodeReverse({ params, results }: Signature): Uint8Array<ArrayBuffer> {
  const { imports, store, load } = moves([...params, ...results], 1, 0);
  const paramOffsets = offsets(params);
  const resultOffsets = offsets(results);
  // Results leave the stack last first, and a store wants its address below the value: each goes
  // through a function of its own that takes the value as parameter.
  const storeFirst = 1 + imports.length;
  return encodeModule({
    imports: [
      { name: 'target', kind: 'function', signature: { params, results } },
      ...imports,
      FRAME,
      OWNER,
    ],
    functions: [
      ...results.map((type, i) => ({
        signature: { params: [type], results: [] },
        body: store(type, resultOffsets[i] as number, [LOCAL_GET, 0]),
      })),
      {
        signature: NOTHING,
        body: [
          ...params.flatMap((type, i) => load(type, paramOffsets[i] as number)),
          ...[CALL, 0],
          ...results.flatMap((_, i) => [CALL, ...unsigned(storeFirst + results.length - 1 - i)]),
        ],
      },
    ],
    exports: [{ name: 'call', kind: 'function', index: storeFirst + results.length }],
  });
}

/**
 * A function that WebAssembly imports as one of whatever type: the engine takes a function of
 * WebAssembly for one of its own type only.
 */
export function ofAnyType(target: CallableFunction): CallableFunction {
  return (...args: unknown[]) => target(...args);
}

/**
 * A function that calls `target` with parameters from the frame and leaves the results there.
 * Throws a WebAssembly.LinkError when `target` is a WebAssembly function of another signature.
 */
export function createReverse(
  imports: AdapterImports,
  signature: Signature,
  target: CallableFunction,
  owner: object,
): () => void {
  const module = cached(`reverse ${signatureKey(signature)}`, () => encodeReverse(signature));
  const instance = new WebAssembly.Instance(module, {
    '': {
      frame: imports.frame,
      ...imports.references,
      target: (signature.isNominal ? ofAnyType(target) : target) as never,
      owner: owner as never,
    },
  });
  return instance.exports.call as () => void;
}

/** Reads and writes a global through the first slot of the frame. */
export interface GlobalAccess {
  get(): void;
  set?(): void;
}

function encodeGlobalAccess(type: ValueType, mutable: boolean): Uint8Array<ArrayBuffer> {
  const { imports, store, load } = moves([type], 0, 1);
  const get = { signature: NOTHING, body: store(type, VALUES, [GLOBAL_GET, 0]) };
  const set = { signature: NOTHING, body: [...load(type, VALUES), GLOBAL_SET, 0] };
  const names = mutable ? ['get', 'set'] : ['get'];
  return encodeModule({
    imports: [...imports, FRAME, { name: 'global', kind: 'global', type, mutable }, OWNER],
    functions: mutable ? [get, set] : [get],
    exports: names.map((name, i) => ({ name, kind: 'function', index: imports.length + i })),
  });
}

/** Access to a global; throws a WebAssembly.LinkError when it has another type or mutability. */
export function createGlobalAccess(
  imports: AdapterImports,
  type: ValueType,
  mutable: boolean,
  global: WebAssembly.Global,
  owner: object,
): GlobalAccess {
  const module = cached(`global ${type} ${mutable}`, () => encodeGlobalAccess(type, mutable));
  const instance = new WebAssembly.Instance(module, {
    '': { frame: imports.frame, ...imports.references, global, owner: owner as never },
  });
  return instance.exports as unknown as GlobalAccess;
}

/** A new global that holds these little-endian bits; JavaScript has no numbers for v128 or NaN bits. */
export function createNumericGlobal(
  type: NumberType,
  mutable: boolean,
  bits: bigint,
): WebAssembly.Global {
  const bytes = (count: number) =>
    Array.from({ length: count }, (_, i) => Number((bits >> BigInt(8 * i)) & 0xffn));
  const value = {
    i32: () => [0x41, ...signed(BigInt.asIntN(32, bits))],
    i64: () => [0x42, ...signed(BigInt.asIntN(64, bits))],
    f32: () => [0x43, ...bytes(4)],
    f64: () => [0x44, ...bytes(8)],
    v128: () => [0xfd, 0x0c, ...bytes(16)],
  }[type]();
  const module = encodeModule({
    globals: [{ type, mutable, value }],
    exports: [{ name: 'global', kind: 'global', index: 0 }],
  });
  return new WebAssembly.Instance(new WebAssembly.Module(module)).exports
    .global as WebAssembly.Global;
}

let memory64: ReturnType<typeof askMemory64> | undefined;

/** Whether V8 links it as an import of this kind; it refuses with a LinkError otherwise. */
function links(key: string, kind: Import, value: WebAssembly.ImportValue): boolean {
  const module = cached(key, () => encodeModule({ imports: [kind] }));
  try {
    new WebAssembly.Instance(module, { '': { [kind.name]: value } });
    return true;
  } catch (error) {
    if (error instanceof WebAssembly.LinkError) return false;
    throw error;
  }
}

export interface TableType {
  readonly type: ReferenceType;
  /** Whether its indices have 64 bits. */
  readonly is64: boolean;
}

const TABLE_TYPES: readonly TableType[] = [
  { type: 'funcref', is64: false },
  { type: 'externref', is64: false },
  { type: 'funcref', is64: true },
  { type: 'externref', is64: true },
];

/** The type of a table; undefined when it holds references of a later proposal. */
export function typeOfTable(table: WebAssembly.Table): TableType | undefined {
  return TABLE_TYPES.find((each) => {
    const kind = { name: 'table', kind: 'table', ...each } as const;
    // An engine without 64-bit indices has no such table, and no such module.
    if (each.is64 && !WebAssembly.validate(encodeModule({ imports: [kind] }))) return false;
    return links(`table ${each.type} ${each.is64}`, kind, table);
  });
}

/** Whether the engine has memories with 64-bit addresses, and whether linking tells them from the others. */
function askMemory64(): { exists: boolean; isChecked: boolean } {
  const kind = { name: 'memory', kind: 'memory', pages: 0, is64: true } as const;
  const exists = WebAssembly.validate(encodeModule({ imports: [kind] }));
  const memory = exists && new WebAssembly.Memory({ initial: 0 });
  return { exists, isChecked: memory !== false && !links('memory64', kind, memory) };
}

/**
 * Whether the addresses of a memory have 64 bits. Node 20 with its flag does not say: then every memory
 * counts as one that has, which is safe for the others, too.
 */
export function isMemory64(memory: WebAssembly.Memory, shared: boolean): boolean {
  memory64 ??= askMemory64();
  if (!memory64.isChecked) return memory64.exists;
  const kind = { name: 'memory', kind: 'memory', pages: 0, shared } as const;
  return !links(`memory ${shared}`, kind, memory);
}
