// What the generated modules have in common that carry values between WebAssembly and the addon through the
// call frame, a private memory: forward.ts, reverse.ts and globals.ts make them. The frame's first page: the
// slot of a host call at 0, its status, and the values of callbacks from VALUES on, one word each (8 bytes,
// 16 for v128, integers zero-extended, references as the pointers a plug-in sees). The other pages hold the
// parameters and results of host calls as the plug-in sees them (frame-places.ts). One module per signature
// serves every function that has it.
import { type Import, signed, unsigned } from './encoder.js';
import { FRAME_PAGES, type FramePlaces } from './frame-places.js';
import {
  isReference,
  type NumberType,
  type ReferenceType,
  type Signature,
  type ValueType,
} from './types.js';

/** Where the values start; the addon knows it as kFrameValues. */
export const VALUES = 16;

/** Where a dispatcher that cannot throw leaves 0 after a success; the addon's kFrameStatus. */
export const STATUS = 8;

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

export const NOTHING: Signature = { params: [], results: [] };
export const FRAME: Import = { name: 'frame', kind: 'memory', pages: FRAME_PAGES };
export const OWNER: Import = { name: 'owner', kind: 'global', type: 'externref', mutable: false };

const I32_CONST = 0x41;
export const I32_CONST_0 = [I32_CONST, 0x00];
export const CALL = 0x10;
export const LOCAL_GET = 0x20;
export const LOCAL_SET = 0x21;
export const GLOBAL_GET = 0x23;
export const GLOBAL_SET = 0x24;
export const I64_CONST = 0x42;
export const I64_STORE = [0x37, 0x03];
export const I32_LOAD = [0x28, 0x02];
export const IF = [0x04, 0x40];
export const END = 0x0b;
const EXTEND_U = 0xad; // i64.extend_i32_u

// How each number leaves the operand stack for the frame, and comes back.
export const STORES: Record<NumberType, readonly number[]> = {
  i32: [EXTEND_U, ...I64_STORE],
  i64: I64_STORE,
  f32: [0xbc, EXTEND_U, ...I64_STORE], // i32.reinterpret_f32
  f64: [0x39, 0x03],
  v128: [0xfd, 0x0b, 0x00],
};
export const LOADS: Record<NumberType, readonly number[]> = {
  i32: I32_LOAD,
  i64: [0x29, 0x03],
  f32: [0x2a, 0x02],
  f64: [0x2b, 0x03],
  v128: [0xfd, 0x00, 0x00],
};

/**
 * Instructions that move values to and from the frame, and the functions that do it for references.
 * Function `first` is the first of these, global `owner` the owner.
 */
export function moves(types: readonly ValueType[], first: number, owner: number) {
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
    GLOBAL_GET,
    ...unsigned(owner),
    ...push,
    I32_CONST,
    ...signed(BigInt(offset)),
    CALL,
    ...unsigned(functions.get(name) as number),
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

export function cached(key: string, encode: () => Uint8Array<ArrayBuffer>): WebAssembly.Module {
  let module = cache.get(key);
  if (!module) {
    module = new WebAssembly.Module(encode());
    cache.set(key, module);
  }
  return module;
}
