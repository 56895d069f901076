// References as the plug-ins see them: pointers. An externref is a number that stands for a value while
// a host call runs that was given it, a funcref a function instance that lives as long as the function.
// The methods are imported by the generated adapters (wasm/adapter.ts) and called by hooks.ts; they put
// pointers into the call frame themselves, as JavaScript would make a BigInt of each.

import { type Binding, type ReferencePlace, VALUES } from '../wasm/adapter.js';
import { bufferOf } from '../wasm/intrinsics.js';
import { encodeTypes, type Signature } from '../wasm/types.js';
import { createTrap } from './trap.js';
import type { Addon, CallingSide, HeldFunction, Owner, Shared } from './types.js';

/** A value that has a pointer: 2^63 and its key. */
class ExternReference {
  lent = false;
  readonly value: unknown;
  readonly key: number;
  /** The halves of its pointer, as small integers. */
  readonly low: number;
  readonly high: number;
  readonly primitive: boolean;

  constructor(value: unknown, key: number) {
    this.primitive = !isObject(value);
    this.value = value;
    this.key = key;
    this.low = key | 0;
    this.high = FIRST_HIGH + Math.floor(key / 2 ** 32);
  }
}

/** A function of WebAssembly that has a function instance, which is deleted with it. */
class FunctionReference implements Owner {
  lent = false;
  /** No external reference has such halves. */
  readonly low = 0;
  readonly high = 0;
  readonly objects: [HeldFunction];
  /** Its pointer. */
  readonly key: bigint;

  constructor(addon: Addon, caller: CallingSide, target: CallableFunction, signature?: Signature) {
    this.objects = [{ target, caller, signature, call: undefined }];
    const { params, results } = signature ?? {};
    this.key =
      params && results
        ? addon.createFunction(this, caller, encodeTypes(params), encodeTypes(results))
        : addon.createFunction(this, caller);
  }
}

export type Reference = ExternReference | FunctionReference;

// Map keys are equal for 0 and -0, values passed through WebAssembly are not.
const NEGATIVE_ZERO = Symbol('-0');

// The upper half of the first pointer to a value, as a signed number; they count from 2^63 up. No plug-in
// has an object at such an address, so they cannot be mistaken for pointers that a plug-in made, and one
// that is out of date is known to be.
const FIRST_HIGH = -(2 ** 31);

/** All keys there can be: below it, numbers are exact. */
const KEYS = 2 ** 53;

/** So many references are looked through, see References. */
const FEW = 8;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export class References {
  readonly #addon: Addon;
  // Keys are unique in the thread: no evaluation of this code takes those of another for its own.
  readonly #shared: Shared;
  // The call frame, by halves of pointers and by pointers.
  readonly #halves: Int32Array;
  readonly #pointers: BigUint64Array;
  // A bigint is the pointer of an object that stands for one.
  readonly #objects = new WeakMap<object, ExternReference | bigint>();
  // While they are lent only: nothing says when a primitive value is garbage.
  readonly #primitives = new Map<unknown, ExternReference>();
  readonly #functions = new WeakMap<CallableFunction, FunctionReference>();

  // What running host calls were lent, oldest first. To look through a few is cheaper than to have each
  // in a map for the time of a call; what is beyond them is there by key.
  readonly #lent: (Reference | undefined)[] = [];
  #count = 0;
  readonly #more = new Map<number, ExternReference>();

  // Pointers a plug-in made, as frozen objects.
  readonly #opaque = new Map<bigint, WeakRef<object>>();
  readonly #opaqueForgotten = new FinalizationRegistry<bigint>((pointer) => {
    if (!this.#opaque.get(pointer)?.deref()) this.#opaque.delete(pointer);
  });
  readonly #hostFunctions = new WeakMap<CallableFunction, { pointer: bigint; module: object }>();
  readonly #signatures = new WeakMap<CallableFunction, Signature>();

  constructor(addon: Addon, shared: Shared) {
    this.#addon = addon;
    this.#shared = shared;
    const buffer = bufferOf(shared.frame);
    this.#halves = new Int32Array(buffer);
    this.#pointers = new BigUint64Array(buffer);
  }

  /** Remembers the type of a function, which JavaScript cannot ask for. */
  setSignature(target: CallableFunction, signature: Signature): void {
    this.#signatures.set(target, signature);
  }

  signatureOf(target: CallableFunction): Signature | undefined {
    return this.#signatures.get(target);
  }

  /** Remembers that `adapter` is a host function, so that its plug-in gets the original back. */
  setHostFunction(adapter: CallableFunction, pointer: bigint, module: object): void {
    this.#hostFunctions.set(adapter, { pointer, module });
  }

  /** Makes a host call with one external reference as its only one among parameters. */
  readonly callOne = (caller: object, binding: Binding, value: unknown): unknown => {
    const height = this.#begin();
    try {
      this.#storeExtern(caller, value, binding.params[0]?.at as number, true);
      return this.#run(caller, binding);
    } finally {
      if (this.#count > height) this.release(height);
    }
  };

  /** Makes a host call with any number of references. */
  readonly callMany = (caller: object, binding: Binding, ...values: unknown[]): unknown => {
    const height = this.#begin();
    try {
      binding.params.forEach(({ type, at }, i) => {
        if (type === 'externref') this.#storeExtern(caller, values[i], at, true);
        else this.#storeFunction(caller, values[i], at, true);
      });
      return this.#run(caller, binding);
    } finally {
      this.release(height);
    }
  };

  /** How many references are lent before a host call. */
  #begin(): number {
    // What is left of calls for whose end the stack had no room.
    if (this.#count > 0 && !this.#addon.currentModule()) this.release(0);
    return this.#count;
  }

  #run(caller: object, { slotLow, slotHigh, results }: Binding): unknown {
    // The slot comes last: what stores a reference may itself have used the frame.
    this.#halves[0] = slotLow;
    this.#halves[1] = slotHigh;
    this.#addon.dispatch();
    if (results.length === 0) return undefined;
    if (results.length === 1) return this.#load(caller, results[0] as ReferencePlace);
    return results.map((place) => this.#load(caller, place));
  }

  #load(caller: object, { type, at }: ReferencePlace): unknown {
    return type === 'externref' ? this.loadExtern(caller, at) : this.loadFunction(caller, at);
  }

  /** Ends all loans but the first so many. */
  release(height: number): void {
    const lent = this.#lent;
    for (let at = this.#count - 1; at >= height; at -= 1) {
      const reference = lent[at] as Reference;
      lent[at] = undefined;
      this.#count = at;
      reference.lent = false;
      if (reference instanceof ExternReference && (reference.primitive || at >= FEW)) {
        this.#more.delete(reference.key);
        if (reference.primitive) this.#primitives.delete(keyOf(reference.value));
      }
    }
  }

  /** Keeps a reference at least until the host call that gets it has ended. */
  #lend(caller: object, reference: Reference, passed: boolean): void {
    if ((caller as CallingSide).keeps) (caller as CallingSide).keep(reference);
    if (reference.lent) return; // to a call that ends later
    // A host function that runs already got it from a callback, a table or a global.
    if (!passed) this.#addon.beginLoan(caller, this.#count);
    reference.lent = true;
    this.#lent[this.#count] = reference;
    this.#count += 1;
    if (this.#count > FEW && reference instanceof ExternReference) {
      this.#more.set(reference.key, reference);
    }
  }

  #lentExtern(low: number, high: number): ExternReference | undefined {
    const lent = this.#lent;
    for (let i = (this.#count < FEW ? this.#count : FEW) - 1; i >= 0; i -= 1) {
      const reference = lent[i] as Reference;
      if (reference.low === low && reference.high === high) return reference as ExternReference;
    }
    if (this.#more.size === 0) return undefined;
    return this.#more.get((high - FIRST_HIGH) * 2 ** 32 + (low >>> 0));
  }

  readonly storeExtern = (caller: object, value: unknown, at: number): void =>
    this.#storeExtern(caller, value, at, false);

  /** `passed`: as a parameter of a host call that is about to begin. */
  #storeExtern(caller: object, value: unknown, at: number, passed: boolean): void {
    if (value === null) {
      this.#pointers[at / 8] = 0n;
      return;
    }
    const key = isObject(value) ? value : keyOf(value);
    const references = isObject(value) ? this.#objects : this.#primitives;
    let reference = (references as Map<unknown, ExternReference | bigint>).get(key);
    if (typeof reference === 'bigint') {
      this.#pointers[at / 8] = reference;
      return;
    }
    if (!reference) {
      reference = new ExternReference(value, this.#shared.nextKey);
      this.#shared.nextKey += 1;
      (references as Map<unknown, ExternReference>).set(key, reference);
    }
    this.#lend(caller, reference, passed);
    this.#halves[at >> 2] = reference.low;
    this.#halves[(at >> 2) + 1] = reference.high;
  }

  /** Throws a trap with code REFERENCE_RELEASED for a value that is on loan no more. */
  readonly loadExtern = (caller: object, at: number): unknown => {
    const low = this.#halves[at >> 2] as number;
    const high = this.#halves[(at >> 2) + 1] as number;
    if (high === 0 && low === 0) return null;
    const lent = this.#lentExtern(low, high);
    if (lent) return lent.value;
    const key = (high - FIRST_HIGH) * 2 ** 32 + (low >>> 0);
    const kept = (caller as CallingSide).keptExtern(key);
    if (kept) return kept.value;
    if (key < 0 || key >= KEYS) return this.#opaqueAt(this.#pointers[at / 8] as bigint);
    throw createTrap(
      'Cannot use an external reference: the host call it was passed to has ended, expected one of a running call',
      {
        code: 'REFERENCE_RELEASED',
        hint: 'If its plug-in keeps references, create the module with { keepReferences: true }',
      },
    );
  };

  /** The object that stands for a pointer of a plug-in's own. */
  #opaqueAt(pointer: bigint): object {
    const known = this.#opaque.get(pointer)?.deref();
    if (known) return known;
    const opaque = Object.freeze(Object.create(null)) as object;
    this.#opaque.set(pointer, new WeakRef(opaque));
    this.#objects.set(opaque, pointer);
    this.#opaqueForgotten.register(opaque, pointer);
    return opaque;
  }

  /** The reference of a pointer, as loadExtern() gives it. */
  externAt(caller: object, pointer: bigint): unknown {
    this.#pointers[VALUES / 8] = pointer;
    return this.loadExtern(caller, VALUES);
  }

  readonly storeFunction = (caller: object, value: unknown, at: number): void =>
    this.#storeFunction(caller, value, at, false);

  #storeFunction(caller: object, value: unknown, at: number, passed: boolean): void {
    this.#pointers[at / 8] =
      value === null ? 0n : this.#pointerOf(caller, value as CallableFunction, passed);
  }

  #pointerOf(caller: object, target: CallableFunction, passed: boolean): bigint {
    const host = this.#hostFunctions.get(target);
    // Another plug-in might keep the pointer when the function's module is gone.
    if (host && (caller as CallingSide).usesOnly(host.module)) return host.pointer;
    let reference = this.#functions.get(target);
    if (!reference) {
      const signature = this.#signatures.get(target);
      reference = new FunctionReference(this.#addon, caller as CallingSide, target, signature);
      this.#functions.set(target, reference);
    }
    this.#lend(caller, reference, passed);
    return reference.key;
  }

  readonly loadFunction = (caller: object, at: number): unknown => {
    const pointer = this.#pointers[at / 8] as bigint;
    return pointer === 0n ? null : (caller as CallingSide).functionAt(pointer);
  };
}

const keyOf = (value: unknown): unknown => (Object.is(value, -0) ? NEGATIVE_ZERO : value);
