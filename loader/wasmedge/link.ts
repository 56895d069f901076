// Finds what a module imports, in the import object that is given, else in modules of plug-ins, and makes
// a store that has it. What serves an import is called otherwise there: a store has one module a name.
import { quote } from '../describe.js';
import { PluginError } from '../errors.js';
import { readImport } from '../guest/import-lookup.js';
import { describeExport, describeImport, fits } from '../guest/import-types.js';
import {
  type Mismatch,
  MissingImports,
  mismatchError,
  otherEngine,
} from '../guest/link-problems.js';
import type { ModuleOffers } from '../guest/offers.js';
import { createByInstance } from '../guest/offers.js';
import { type CheckedWasi, isWasi } from '../guest/wasi-options.js';
import { type PluginModule, sideOf } from '../plugin-module.js';
import type { ImportName, ImportShape, ModuleShape } from '../wasm/reader.js';
import { originOf, valueStructure } from './exports.js';
import { Owner } from './lifetime.js';
import { WasmEdgeModule } from './module.js';
import type { HostFunction, Runtime } from './runtime.js';
import { typeWord } from './values.js';
import { EngineWasi } from './wasi.js';

/** The module that holds what JavaScript gives. */
const GIVEN = 'plugkit:given';

/** The name of the runtime's own module. */
const WASI = 'wasi_snapshot_preview1';

interface Registered {
  readonly name: string;
  readonly instance: bigint;
  readonly owner: Owner;
}

/** The imports of one instance, and what serves them. */
export class Link {
  readonly store: bigint;
  /** The new name of each import. */
  readonly names: (ImportName | undefined)[] = [];
  readonly modules: PluginModule<object>[] = [];
  readonly hostFunctions: HostFunction[] = [];
  readonly owner: Owner;
  readonly #runtime: Runtime;
  readonly #offers: ModuleOffers;
  readonly #registered = new Map<bigint, Registered>();
  readonly #given: bigint;
  readonly #checkedWasi: CheckedWasi | undefined;
  /** Set when the module imports from WASI, and that is not given. */
  wasi: EngineWasi | undefined;
  /** Other instances, and modules that keep references. */
  readonly #lentTo: Owner[] = [];
  #givenCount = 0;

  /**
   * @throws PluginError MODULE_NOT_FOUND, IMPORT_NOT_FOUND, IMPORT_MISMATCH, MODULE_CREATE_FAILED,
   *   MODULE_DISPOSED, ARGUMENT_INVALID, TYPE_UNSUPPORTED; WebAssembly.LinkError
   */
  constructor(
    runtime: Runtime,
    offers: ModuleOffers,
    shape: ModuleShape,
    given: unknown,
    modules: readonly PluginModule<object>[],
    wasi: CheckedWasi | undefined,
  ) {
    const { api } = runtime;
    this.#runtime = runtime;
    this.#offers = offers;
    this.#checkedWasi = wasi;
    this.#given = api.ModuleInstanceCreate(runtime.text(GIVEN)) as bigint;
    this.store = api.StoreCreate() as bigint;
    this.modules.push(...modules);
    for (const module of modules) this.#sideOf(module);
    try {
      this.#resolve(shape.imports, given);
      if (this.#givenCount > 0) this.#register(this.#given);
    } catch (error) {
      for (const module of this.modules.slice(modules.length)) module.dispose();
      throw error;
    } finally {
      const { store } = this;
      const holder = this.#given;
      const uses = Array.from(this.#registered.values(), ({ owner }) => owner);
      const keys = this.hostFunctions.map(({ key }) => key);
      const steps = [
        () => api.StoreDelete(store),
        () => api.ModuleInstanceDelete(holder),
        () => {
          for (const key of keys) runtime.forgetHostFunction(key);
        },
      ];
      this.owner = new Owner(uses, steps);
    }
  }

  /** Ties what JavaScript gives to the instance: each lives as long as the other. */
  bind(instance: bigint, owner: Owner): void {
    for (const each of this.hostFunctions) {
      each.user = owner;
      owner.adopt(each);
    }
    // What this instance puts into them may be used through them later.
    for (const other of this.#lentTo) other.adopt(owner);
    this.wasi?.bind(instance, owner);
  }

  /** Whether an import is called otherwise in the store. */
  get renames(): boolean {
    return this.names.some((name) => name !== undefined);
  }

  #sideOf(module: PluginModule<object>): WasmEdgeModule {
    const side = sideOf(module);
    if (!(side instanceof WasmEdgeModule)) {
      throw otherEngine(module.name, 'wasmedge');
    }
    side.assertLive('instantiate with');
    return side;
  }

  #register(instance: bigint, alias?: string): void {
    const { api, executor } = this.#runtime;
    const { ExecutorRegisterImport: register, ExecutorRegisterImportWithAlias: rename } = api;
    const result =
      alias !== undefined && rename
        ? rename(executor, this.store, instance, this.#runtime.text(alias))
        : register(executor, this.store, instance);
    this.#runtime.check(result as number);
  }

  /** The module of this name, created when it was not given; undefined when no plug-in offers it. */
  #find(name: string): WasmEdgeModule | undefined {
    const names = this.#offers.instanceNames;
    const known = this.modules.find((module) => {
      return module.name === name || names.get(module.name) === name;
    });
    if (known) return this.#sideOf(known);
    const created = this.#offers.offers(name)
      ? this.#offers.createModule(name)
      : createByInstance(this.#offers, name, (module) =>
          this.#runtime.instanceName(this.#sideOf(module).instance),
        );
    if (!created) return undefined;
    this.modules.push(created);
    return this.#sideOf(created);
  }

  #resolve(imports: readonly ImportShape[], given: unknown): void {
    let missing: MissingImports | undefined;
    const mismatches: Mismatch[] = [];
    for (const item of imports) {
      const { module, name } = item;
      const namespace = readImport(given, module, `imports[${quote(module)}]`);
      const value = readImport(namespace, name, `imports[${quote(module)}][${quote(name)}]`);
      if (value !== undefined) {
        this.names.push(this.#give(item, value));
        continue;
      }
      if (this.#checkedWasi && isWasi(module)) {
        this.names.push(this.#useWasi(this.#checkedWasi, name));
        continue;
      }
      const native = this.#find(module);
      const raw = native?.findExport(name);
      if (native && raw) {
        if (!fits(item, raw)) {
          const [actual, expected] = [describeExport(raw), describeImport(item)];
          mismatches.push({ module, name, actual, expected });
        } else {
          const own = this.#use(native);
          this.names.push(own === module ? undefined : { module: own, name });
        }
      } else {
        missing ??= new MissingImports();
        if (native) missing.addExport(item, native);
        else missing.addModule(item);
      }
    }
    if (missing) throw missing.toError(this.#offers.offered(), this.#offers.tried());
    if (mismatches.length > 0) throw mismatchError(mismatches, undefined);
  }

  /** Registers a module of a plug-in, once; its name in the store is its own, but beside those of a virtual machine. */
  #use({ instance, owner, keepsReferences }: WasmEdgeModule): string {
    const known = this.#registered.get(instance);
    if (known) return known.name;
    const runtime = this.#runtime;
    if (keepsReferences) this.#lentTo.push(owner);
    const own = runtime.instanceName(instance);
    const alias = runtime.mode === 'jit' ? `plugkit:module:${own}` : undefined;
    const name = alias ?? own;
    this.#registered.set(instance, { name, instance, owner });
    this.#register(instance, alias);
    return name;
  }

  /** Both versions have the same functions, as far as programs of the older one use them. */
  #useWasi(wasi: CheckedWasi, name: string): ImportName {
    if (!this.wasi) {
      this.wasi = new EngineWasi(this.#runtime, wasi);
      const { pointer, owner } = this.wasi;
      this.#registered.set(pointer, { name: WASI, instance: pointer, owner });
      this.#register(pointer);
    }
    return { module: WASI, name };
  }

  /** Serves an import with a value of JavaScript. */
  #give(item: ImportShape, value: unknown): ImportName {
    const { api } = this.#runtime;
    const name = String(this.#givenCount);
    const origin = originOf(value);
    if (origin) return this.#share(item, origin);
    if (item.kind === 'function' && typeof value === 'function' && item.signature) {
      const created = this.#runtime.createHostFunction(value, item.signature);
      this.hostFunctions.push(created);
      api.ModuleInstanceAddFunction(this.#given, this.#runtime.text(name), created.pointer);
    } else if (item.kind === 'global' && item.type && item.mutable === false) {
      const type = api.GlobalTypeCreate(typeWord(item.type), 0) as bigint;
      const words = valueStructure(this.#runtime, item.type, value);
      const instance = api.GlobalInstanceCreate(type, words) as bigint;
      api.GlobalTypeDelete(type);
      api.ModuleInstanceAddGlobal(this.#given, this.#runtime.text(name), instance);
    } else throw this.#wrongValue(item);
    this.#givenCount += 1;
    return { module: GIVEN, name };
  }

  #wrongValue({ module, name, kind }: ImportShape): Error {
    if (kind === 'function') {
      return new WebAssembly.LinkError(`${module}.${name}: function import requires a callable`);
    }
    return new PluginError(
      'TYPE_UNSUPPORTED',
      `Cannot instantiate: import ${quote(name)} of module ${quote(module)} is a ${kind}, and the engine "wasmedge" takes it only from an instance of its own`,
      { hint: 'Export it from another WebAssembly module, and pass that instance’s exports' },
    );
  }

  /** Serves an import with what another instance exports. */
  #share(item: ImportShape, origin: { owner: Owner; instance: bigint; name: string }): ImportName {
    const { api, version } = this.#runtime;
    const { instance, owner } = origin;
    owner.assertUsable();
    this.#lentTo.push(owner);
    const known = this.#registered.get(instance);
    if (known) return { module: known.name, name: origin.name };
    if (!api.ExecutorRegisterImportWithAlias) {
      throw new PluginError(
        'TYPE_UNSUPPORTED',
        `Cannot instantiate: import ${quote(item.name)} of module ${quote(item.module)} is of another instance, which WasmEdge ${version.text} cannot share`,
        { hint: 'Use WasmEdge 0.17' },
      );
    }
    const name = `plugkit:instance:${this.#registered.size}`;
    this.#register(instance, name);
    this.#registered.set(instance, { name, instance, owner });
    return { module: name, name: origin.name };
  }
}
