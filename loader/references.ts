// References as the plug-ins see them: pointers. An externref is an address that stands for a value, a
// funcref a function instance; one value has one pointer, for as long as a module that got it lives.
// The methods are imported by the generated adapters (wasm/adapter.ts).
import type { Addon } from './addon.js';
import type { Caller } from './caller.js';
import type { NativeModule } from './native-module.js';
import type { HeldFunction, Owner } from './owner.js';
import { encodeTypes, type Signature } from './wasm/types.js';

/** A value that has a pointer. Its native side is released with it. */
class ExternReference {
  readonly value: unknown;
  readonly pointer: bigint;

  constructor(addon: Addon, value: unknown) {
    this.value = value;
    this.pointer = addon.createReference(this);
  }
}

/** A function of WebAssembly that has a function instance. */
class FunctionReference implements Owner {
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

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export class References {
  readonly #addon: Addon;
  // Values to references: ephemeral, the modules keep the references.
  readonly #objects = new WeakMap<object, ExternReference>();
  readonly #primitives = new Map<unknown, WeakRef<ExternReference>>();
  readonly #functions = new WeakMap<CallableFunction, FunctionReference>();
  readonly #externs = new Map<bigint, WeakRef<ExternReference>>();
  readonly #forgotten = new FinalizationRegistry<{ pointer: bigint; key: unknown }>((held) => {
    if (!this.#externs.get(held.pointer)?.deref()) this.#externs.delete(held.pointer);
    if (!this.#primitives.get(held.key)?.deref()) this.#primitives.delete(held.key);
  });
  // Pointers a plug-in invented, as frozen objects.
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

  /** Remembers that `adapter` is a host function, so that plug-ins get the original back. */
  setHostFunction(adapter: CallableFunction, pointer: bigint, module: NativeModule): void {
    this.#hostFunctions.set(adapter, { pointer, module });
  }

  readonly externToPointer = (caller: object, value: unknown): bigint => {
    if (value === null) return 0n;
    const known = isObject(value) ? this.#opaquePointers.get(value) : undefined;
    if (known !== undefined) return known;
    const key = Object.is(value, -0) ? NEGATIVE_ZERO : value;
    let reference = isObject(key) ? this.#objects.get(key) : this.#primitives.get(key)?.deref();
    if (!reference) {
      reference = new ExternReference(this.#addon, value);
      if (isObject(key)) this.#objects.set(key, reference);
      else this.#primitives.set(key, new WeakRef(reference));
      this.#externs.set(reference.pointer, new WeakRef(reference));
      this.#forgotten.register(reference, {
        pointer: reference.pointer,
        key: isObject(key) ? undefined : key,
      });
    }
    (caller as Caller).keep(reference);
    return reference.pointer;
  };

  readonly externFromPointer = (_caller: object, pointer: bigint): unknown => {
    if (pointer === 0n) return null;
    const address = BigInt.asUintN(64, pointer);
    const reference = this.#externs.get(address)?.deref();
    if (reference) return reference.value;
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
    if (host && !host.module.disposed) {
      (caller as Caller).keep(host.module);
      return host.pointer;
    }
    let reference = this.#functions.get(target);
    if (!reference) {
      const signature = this.#signatures.get(target);
      reference = new FunctionReference(this.#addon, caller as Caller, target, signature);
      this.#functions.set(target, reference);
    }
    (caller as Caller).keep(reference);
    return reference.pointer;
  };

  readonly functionFromPointer = (caller: object, pointer: bigint): unknown => {
    if (pointer === 0n) return null;
    return (caller as Caller).functionAt(BigInt.asUintN(64, pointer));
  };
}
