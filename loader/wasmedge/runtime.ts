// A stock libwasmedge in use by this thread: its functions, an executor, references, and calls in both
// directions.
import type { RunMode } from '../bridge/options.js';
import type { PathEnvironment } from '../default-paths.js';
import { PluginError } from '../errors.js';
import type { Signature, ValueType } from '../wasm/types.js';
import { bindApi, type CApi, type RuntimeVersion, readVersion } from './c-api.js';
import { failureOf, resultOfThrown, type Thrown } from './failures.js';
import { type Koffi, loadKoffi, type NativeFunction, type NativeLibrary } from './koffi.js';
import { openLibrary } from './library.js';
import { keepAlive, type Owner, ownersOf } from './lifetime.js';
import { type ReferenceTable, signatureOf, typeWord, Values, WORDS } from './values.js';

/** A function of WebAssembly or of a plug-in, and what it is part of. */
interface NativeCallable {
  readonly pointer: bigint;
  readonly owner: Owner | undefined;
}

/** A function of JavaScript that WebAssembly imports. */
export interface HostFunction {
  readonly key: bigint;
  /** Of the runtime; who adds it to a module gives it away. */
  readonly pointer: bigint;
  readonly target: CallableFunction;
  readonly signature: Signature;
  /** The instance that imports it. */
  user: Owner | undefined;
}

const NOTHING = new BigUint64Array(0);

/** The numbers of WasmEdge_RunMode. */
const RUN_MODES: Readonly<Record<RunMode, number>> = { interpreter: 0, jit: 1, aot: 2 };

/** Keys of JavaScript's values among pointers: no address is so low or that high. */
const FIRST_KEY = 1n << 60n;

const EMPTY_MODULE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The host library of this package, too, has the whole C API, but no engine behind it. */
function assertExecutes({ api, loader, file }: Runtime): void {
  const module = new BigUint64Array(1);
  const bytes = new Uint8Array(EMPTY_MODULE);
  const result = api.LoaderParseFromBuffer(loader, module, bytes, bytes.length) as number;
  if (result !== 0) {
    throw new PluginError(
      'LIBRARY_UNSUPPORTED',
      `Cannot use engine "wasmedge": ${file} executes no WebAssembly, expected a stock libwasmedge`,
      { hint: 'Name that of an installation of WasmEdge, not the one of wasmedge-plugin-kit' },
    );
  }
  api.ASTModuleDelete(module[0]);
}

export class Runtime implements ReferenceTable {
  readonly koffi: Koffi;
  readonly library: NativeLibrary;
  readonly api: CApi;
  readonly version: RuntimeVersion;
  readonly file: string;
  readonly mode: RunMode;
  readonly configuration: bigint;
  readonly executor: bigint;
  readonly loader: bigint;
  readonly validator: bigint;
  // Weak, as a function may hold the instance that imports it: that holds the function.
  readonly #hostFunctions = new Map<bigint, WeakRef<HostFunction>>();
  #nextHostFunction = 1n;
  readonly #callback: bigint;
  // Nothing says when WebAssembly or a plug-in lets go of a reference, so values stay with the runtime.
  readonly #externs = new Map<unknown, bigint>();
  readonly #externByKey = new Map<bigint, unknown>();
  readonly #opaque = new Map<bigint, object>();
  readonly #natives = new WeakMap<CallableFunction, NativeCallable>();
  readonly #functions = new Map<bigint, WeakRef<CallableFunction>>();
  #thrown: Thrown | undefined;

  /** @throws PluginError KOFFI_NOT_FOUND, ENGINE_CONFLICT, LIBRARY_UNSUPPORTED */
  constructor(file: string, mode: RunMode, platform: PathEnvironment['platform']) {
    this.koffi = loadKoffi();
    this.library = openLibrary(this.koffi, file, platform);
    this.version = readVersion(this.library, file);
    this.api = bindApi(this.koffi, this.library, file, this.version);
    this.file = file;
    this.mode = mode;
    const { api } = this;
    api.LogOff(); // errors are thrown
    this.configuration = api.ConfigureCreate() as bigint;
    api.ConfigureSetRunMode?.(this.configuration, RUN_MODES[mode]);
    this.executor = api.ExecutorCreate(this.configuration, null) as bigint;
    this.loader = api.LoaderCreate(this.configuration) as bigint;
    this.validator = api.ValidatorCreate(this.configuration) as bigint;
    assertExecutes(this);
    const type = this.koffi.proto('plugkit_HostFunction', 'uint32_t', [
      'void *',
      'void *',
      'void *',
      'void *',
    ]);
    this.#callback = this.koffi.register(
      (data: bigint, _frame: bigint, params: bigint | null, results: bigint | null) =>
        this.#enter(BigInt(data), params, results),
      this.koffi.pointer(type),
    ) as bigint;
  }

  /** A WasmEdge_String, valid as long as the returned object is. */
  text(value: string): { Length: number; Buf: Buffer } {
    const Buf = Buffer.from(value);
    return { Length: Buf.length, Buf };
  }

  /** What is at an address, copied. */
  copyBytes(pointer: bigint, length: number): Buffer {
    if (length === 0) return Buffer.alloc(0);
    return Buffer.from(this.koffi.view(pointer, length).slice(0));
  }

  /** The names that two functions of the C API list: how many there are, and which. */
  names(length: NativeFunction, list: NativeFunction, ...of: bigint[]): string[] {
    const count = length(...of) as number;
    const strings = new BigUint64Array(2 * count);
    list(...of, strings, count);
    return Array.from({ length: count }, (_, index) => {
      const size = Number((strings[2 * index] as bigint) & 0xffff_ffffn);
      return this.copyBytes(strings[2 * index + 1] as bigint, size).toString();
    });
  }

  /** The name that a module instance has, under which guests of a stock WasmEdge import it. */
  instanceName(instance: bigint): string {
    const text = this.api.ModuleInstanceGetModuleName(instance) as { Length: number; Buf: bigint };
    return this.copyBytes(text.Buf, text.Length).toString();
  }

  /** The type of a function. @throws PluginError TYPE_UNSUPPORTED */
  signatureAt(pointer: bigint, what: string): Signature {
    const { api } = this;
    const type = api.FunctionInstanceGetFunctionType(pointer) as bigint;
    const params = new BigUint64Array(api.FunctionTypeGetParametersLength(type) as number);
    const results = new BigUint64Array(api.FunctionTypeGetReturnsLength(type) as number);
    api.FunctionTypeGetParameters(type, params, params.length);
    api.FunctionTypeGetReturns(type, results, results.length);
    return signatureOf(what, params, results);
  }

  values(count: number): Values {
    return new Values(this, count === 0 ? NOTHING : count);
  }

  /** Calls a function with what JavaScript passes. @throws traps, and what JavaScript threw inside */
  invoke(pointer: bigint, { params, results }: Signature, args: readonly unknown[]): unknown {
    const given = this.values(params.length);
    for (const [index, type] of params.entries()) given.write(index, type, args[index]);
    const returned = this.values(results.length);
    this.#thrown = undefined;
    this.check(
      this.api.ExecutorInvoke(
        this.executor,
        pointer,
        given.words,
        params.length,
        returned.words,
        results.length,
      ) as number,
    );
    return returned.readResults(results);
  }

  /** @throws when the result of running WebAssembly is no success */
  check(result: number): void {
    if (result === 0) return;
    const thrown = this.#thrown;
    this.#thrown = undefined;
    if (thrown && thrown.result === result) throw thrown.error;
    throw failureOf(result, this.api.ResultGetMessage(result) as string);
  }

  /** A function of WebAssembly or of a plug-in as one of JavaScript; `owner` is what it is part of, if that is known. */
  wrap(pointer: bigint, signature: Signature, name: string, owner?: Owner): CallableFunction {
    const known = this.#functions.get(pointer)?.deref();
    if (known) return known;
    const wrapped = (...args: unknown[]): unknown => {
      owner?.assertUsable();
      for (const value of args) this.lend(value, owner);
      const returned = this.invoke(pointer, signature, args);
      if (owner) this.#borrow(returned, owner);
      return returned;
    };
    Object.defineProperties(wrapped, {
      name: { value: name, configurable: true },
      length: { value: signature.params.length, configurable: true },
    });
    this.#natives.set(wrapped, { pointer, owner });
    this.#functions.set(pointer, new WeakRef(wrapped));
    return wrapped;
  }

  /** What takes a function, perhaps to keep it, must not outlive it. */
  lend(value: unknown, taker: Owner | undefined): void {
    const native = this.nativeOf(value);
    if (!native || !taker) return;
    if (native.owner) taker.adopt(native.owner);
    for (const owner of ownersOf(value as object)) taker.adopt(owner);
  }

  /** A function that was given by something lives as long as that. */
  #borrow(value: unknown, giver: Owner): void {
    if (typeof value === 'function') keepAlive(value, giver);
    else if (Array.isArray(value)) for (const each of value) this.#borrow(each, giver);
  }

  /** The native side of a function that wrap() made. */
  nativeOf(value: unknown): NativeCallable | undefined {
    return typeof value === 'function' ? this.#natives.get(value) : undefined;
  }

  /** A function instance that calls JavaScript; it works as long as the returned object lives. */
  createHostFunction(target: CallableFunction, signature: Signature): HostFunction {
    const key = this.#nextHostFunction;
    this.#nextHostFunction += 1n;
    const words = (types: readonly ValueType[]) => BigUint64Array.from(types, typeWord);
    const { api } = this;
    const { params, results } = signature;
    const type = api.FunctionTypeCreate(
      words(params),
      params.length,
      words(results),
      results.length,
    ) as bigint;
    const pointer = api.FunctionInstanceCreate(type, this.#callback, key, 0) as bigint;
    api.FunctionTypeDelete(type);
    const created = { key, pointer, target, signature, user: undefined };
    this.#hostFunctions.set(key, new WeakRef(created));
    return created;
  }

  forgetHostFunction(key: bigint): void {
    this.#hostFunctions.delete(key);
  }

  #enter(key: bigint, params: bigint | null, results: bigint | null): number {
    const called = this.#hostFunctions.get(key)?.deref() as HostFunction;
    const { target, signature, user } = called;
    const array = (count: number) => this.koffi.array('uint64_t', count * WORDS, 'Typed');
    try {
      const { length } = signature.params;
      const given = length
        ? (this.koffi.decode(params as bigint, array(length)) as BigUint64Array)
        : NOTHING;
      const values = new Values(this, given);
      const args = signature.params.map((type, index) => values.read(index, type));
      if (user) this.#borrow(args, user);
      const returned = this.values(signature.results.length);
      const value: unknown = Reflect.apply(target, undefined, args);
      for (const each of Array.isArray(value) ? value : [value]) this.lend(each, user);
      returned.writeResults(signature.results, value);
      if (signature.results.length > 0) {
        this.koffi.encode(results as bigint, array(signature.results.length), returned.words);
      }
      return 0;
    } catch (error) {
      // WebAssembly ends with a result; what was thrown is thrown again where JavaScript called it.
      this.#thrown = { error, result: resultOfThrown(error) };
      return this.#thrown.result;
    }
  }

  pointerOfExtern(value: unknown): bigint {
    if (value === null) return 0n;
    const known = this.#externs.get(value);
    if (known !== undefined) return known;
    const key = FIRST_KEY + BigInt(this.#externs.size);
    this.#externs.set(value, key);
    this.#externByKey.set(key, value);
    return key;
  }

  externAt(pointer: bigint): unknown {
    if (pointer === 0n) return null;
    if (this.#externByKey.has(pointer)) return this.#externByKey.get(pointer);
    let opaque = this.#opaque.get(pointer);
    if (!opaque) {
      opaque = Object.freeze(Object.create(null)) as object;
      this.#opaque.set(pointer, opaque);
      this.#externs.set(opaque, pointer);
    }
    return opaque;
  }

  pointerOfFunction(value: unknown): bigint {
    if (value === null) return 0n;
    const native = this.nativeOf(value);
    if (native) return native.pointer;
    throw new TypeError('type incompatibility when transforming from/to JS');
  }

  functionAt(pointer: bigint): unknown {
    if (pointer === 0n) return null;
    const known = this.#functions.get(pointer)?.deref();
    if (known) return known;
    const signature = this.signatureAt(pointer, 'a function reference');
    return this.wrap(pointer, signature, '');
  }

  wordsOf(type: 'funcref' | 'externref', pointer: bigint): { Low: bigint; High: bigint } {
    const { api } = this;
    const generate = type === 'funcref' ? api.ValueGenFuncRef : api.ValueGenExternRef;
    return generate(pointer === 0n ? null : pointer) as { Low: bigint; High: bigint };
  }
}
