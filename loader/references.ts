// References as the plug-ins see them: pointers. An externref is a number that stands for a value while
// a host call runs that was given it, a funcref a function instance that lives as long as the function.
// The methods are imported by the generated adapters (wasm/adapter.ts) and called by hooks.ts.
import type { Addon } from './addon.js';
import type { Caller } from './caller.js';
import type { NativeModule } from './native-module.js';
import type { HeldFunction, Owner } from './owner.js';
import { createTrap } from './trap.js';
import { encodeTypes, type Signature } from './wasm/types.js';

/** A value that has a pointer. */
class ExternReference {
  lent = false;
  readonly value: unknown;
  readonly pointer: bigint;

  constructor(value: unknown, pointer: bigint) {
    this.value = value;
    this.pointer = pointer;
  }
}

/** A function of WebAssembly that has a function instance, which is deleted with it. */
class FunctionReference implements Owner {
  lent = false;
  readonly objects: [HeldFunction];
  readonly pointer: bigint;

  constructor(addon: Addon, caller: Caller, target: CallableFunction, signature?: Signature) {
    this.objects = [{ target, caller, signature, call: undefined }];
    this.pointer = signature
      ? addon.createFunction(this, encodeTypes(signature.params), encodeTypes(signature.results))
      : addon.createFunction(this);
  }
}

export type Reference = ExternReference | FunctionReference;

// Map keys are equal for 0 and -0, values passed through WebAssembly are not.
const NEGATIVE_ZERO = Symbol('-0');

// Pointers to values count from here up. No plug-in has an object at such an address, so they cannot be
// mistaken for pointers that a plug-in made, and one that is out of date is known to be.
const FIRST_POINTER = 1n << 63n;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export class References {
  readonly #addon: Addon;
  readonly #objects = new WeakMap<object, ExternReference>();
  // While they are lent only: nothing tells when a primitive value is garbage.
  readonly #primitives = new Map<unknown, ExternReference>();
  readonly #functions = new WeakMap<CallableFunction, FunctionReference>();
  #nextPointer = FIRST_POINTER;

  // What running host calls were lent, oldest first, and externrefs of it by pointer.
  readonly #lent: Reference[] = [];
  readonly #externs = new Map<bigint, ExternReference>();
  // Host calls with references in their signature: where the loans of each running one start.
  readonly #starts: number[] = [];
  #depth = 0;
  #passing = false;

  // Pointers a plug-in made, as frozen objects.
  readonly #opaque = new Map<bigint, WeakRef<object>>();
  readonly #opaquePointers = new WeakMap<object, bigint>();
  readonly #opaqueForgotten = new FinalizationRegistry<bigint>((pointer) => {
    if (!this.#opaque.get(pointer)?.deref()) this.#opaque.delete(pointer);
  });
  readonly #hostFunctions = new WeakMap<
    CallableFunction,
    { pointer: bigint; module: NativeModule }
  >();
  readonly #signatures = new WeakMap<CallableFunction, Signature>();

  constructor(addon: Addon) {
    this.#addon = addon;
  }

  /** Remembers the type of a function, which JavaScript cannot ask for. */
  setSignature(target: CallableFunction, signature: Signature): void {
    this.#signatures.set(target, signature);
  }

  signatureOf(target: CallableFunction): Signature | undefined {
    return this.#signatures.get(target);
  }

  /** Remembers that `adapter` is a host function, so that its plug-in gets the original back. */
  setHostFunction(adapter: CallableFunction, pointer: bigint, module: NativeModule): void {
    this.#hostFunctions.set(adapter, { pointer, module });
  }

  /** A host call with references begins: its arguments are converted next. */
  readonly enter = (): void => {
    // What is left of calls that ended with an exception.
    if (this.#depth === 0 && this.#lent.length > 0 && !this.#addon.currentModule()) this.release(0);
    this.#starts[this.#depth] = this.#lent.length;
    this.#passing = true;
  };

  /** Calls the host function; its results are converted next. */
  readonly dispatch = (): void => {
    this.#passing = false;
    this.#depth += 1;
    try {
      this.#addon.dispatch();
      this.#depth -= 1;
    } catch (error) {
      this.#depth -= 1;
      this.leave();
      throw error;
    }
  };

  /** A host call with references has ended. */
  readonly leave = (): void => this.release(this.#starts[this.#depth] as number);

  /** Ends all loans but the first so many. */
  release(height: number): void {
    while (this.#lent.length > height) {
      const reference = this.#lent.pop() as Reference;
      reference.lent = false;
      if (reference instanceof FunctionReference) continue;
      this.#externs.delete(reference.pointer);
      if (!isObject(reference.value)) this.#primitives.delete(keyOf(reference.value));
    }
  }

  /** Keeps a reference at least until the host call that gets it has ended. */
  #lend(caller: object, reference: Reference): bigint {
    (caller as Caller).keep(reference);
    if (reference.lent) return reference.pointer; // to a call that ends later
    // A host function that runs already got it from a callback, a table or a global.
    if (!this.#passing) this.#addon.beginLoan(this.#lent.length);
    reference.lent = true;
    this.#lent.push(reference);
    if (reference instanceof ExternReference) this.#externs.set(reference.pointer, reference);
    return reference.pointer;
  }

  readonly externToPointer = (caller: object, value: unknown): bigint => {
    if (value === null) return 0n;
    const known = isObject(value) ? this.#opaquePointers.get(value) : undefined;
    if (known !== undefined) return known;
    const references: { get(key: unknown): ExternReference | undefined } = isObject(value)
      ? (this.#objects as WeakMap<WeakKey, ExternReference>)
      : this.#primitives;
    let reference = references.get(keyOf(value));
    if (!reference) {
      reference = new ExternReference(value, this.#nextPointer);
      this.#nextPointer += 1n;
      if (isObject(value)) this.#objects.set(value, reference);
      else this.#primitives.set(keyOf(value), reference);
    }
    return this.#lend(caller, reference);
  };

  /** Throws a trap with code REFERENCE_RELEASED for a value that is on loan no more. */
  readonly externFromPointer = (caller: object, pointer: bigint): unknown => {
    if (pointer === 0n) return null;
    const address = BigInt.asUintN(64, pointer);
    const reference = this.#externs.get(address) ?? (caller as Caller).keptExtern(address);
    if (reference) return reference.value;
    if (address >= FIRST_POINTER && address < this.#nextPointer) {
      throw createTrap(
        'Cannot use an external reference: the host call it was passed to has ended, expected one of a running call',
        {
          code: 'REFERENCE_RELEASED',
          hint: 'If its plug-in keeps references, create the module with { keepReferences: true }',
        },
      );
    }
    let opaque = this.#opaque.get(address)?.deref();
    if (!opaque) {
      opaque = Object.freeze(Object.create(null)) as object;
      this.#opaque.set(address, new WeakRef(opaque));
      this.#opaquePointers.set(opaque, address);
      this.#opaqueForgotten.register(opaque, address);
    }
    return opaque;
  };

  readonly functionToPointer = (caller: object, value: unknown): bigint => {
    if (value === null) return 0n;
    const target = value as CallableFunction;
    const host = this.#hostFunctions.get(target);
    // Another plug-in might keep the pointer when the function's module is gone.
    if (host && (caller as Caller).usesOnly(host.module)) return host.pointer;
    let reference = this.#functions.get(target);
    if (!reference) {
      const signature = this.#signatures.get(target);
      reference = new FunctionReference(this.#addon, caller as Caller, target, signature);
      this.#functions.set(target, reference);
    }
    return this.#lend(caller, reference);
  };

  readonly functionFromPointer = (caller: object, pointer: bigint): unknown => {
    if (pointer === 0n) return null;
    return (caller as Caller).functionAt(BigInt.asUintN(64, pointer));
  };
}

const keyOf = (value: unknown): unknown => (Object.is(value, -0) ? NEGATIVE_ZERO : value);
