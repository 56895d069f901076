// Finds what a module imports: in the import object that is given, else in modules of plug-ins.
import { Caller } from '../bridge/caller.js';
import type { NativeModule } from '../bridge/native-module.js';
import type { Session } from '../bridge/session.js';
import type { RawExport } from '../bridge/types.js';
import { quote } from '../describe.js';
import { type PluginModule, sideOf } from '../plugin-module.js';
import type { ImportName, ImportShape, ModuleShape } from '../wasm/reader.js';
import { ofAnyType } from '../wasm/reverse.js';
import { importsOf } from './compile.js';
import { isObject, readImport } from './import-lookup.js';
import { describeExport, describeImport, fits } from './import-types.js';
import { type Mismatch, MissingImports, mismatchError, otherEngine } from './link-problems.js';
import { V8Module } from './module.js';
import { createByInstance, type ModuleOffers } from './offers.js';

/** Where modules come from. */
export interface ModuleSource extends ModuleOffers {
  readonly session: Session;
}

function liveNative(module: PluginModule<object>): NativeModule {
  const side = sideOf(module);
  if (!(side instanceof V8Module)) {
    throw otherEngine(module.name, 'v8');
  }
  const { native } = side;
  native.assertLive('instantiate with');
  return native;
}

/** The modules of plug-ins that one instance uses, by name. */
class UsedModules {
  readonly natives = new Map<string, NativeModule>();
  readonly all: PluginModule<object>[] = [];
  readonly #source: ModuleSource;
  readonly #given: number;

  constructor(source: ModuleSource, given: readonly PluginModule<object>[]) {
    this.#source = source;
    for (const module of given) this.#add(module);
    this.#given = this.all.length;
  }

  #add(module: PluginModule<object>): NativeModule {
    const native = liveNative(module);
    this.natives.set(native.name, native);
    this.all.push(module);
    return native;
  }

  /** The module of this name, created when it was not given; undefined when no plug-in offers it. */
  find(name: string): NativeModule | undefined {
    const known = this.natives.get(name);
    if (known) return known;
    if (this.#source.offers(name)) return this.#add(this.#source.createModule(name));
    const used = [...this.natives.values()].find(({ instanceName }) => instanceName === name);
    if (used) return used;
    const instanceNameOf = (module: PluginModule<object>) => liveNative(module).instanceName;
    const created = createByInstance(this.#source, name, instanceNameOf);
    return created && this.#add(created);
  }

  disposeCreated(): void {
    for (const module of this.all.slice(this.#given)) module.dispose();
  }
}

/** An import that a plug-in's module has. */
interface Found extends ImportName {
  readonly native: NativeModule;
  readonly raw: RawExport;
}

/** The imports of one instance, and what serves them. */
export class Link {
  /** The import object; its objects have no prototype. */
  readonly imports = Object.create(null) as Record<string, Record<string, unknown>>;
  /** Undefined when no module of a plug-in is used. */
  readonly caller: Caller | undefined;
  readonly #used: UsedModules;
  readonly #wanted: readonly ImportShape[];
  readonly #found: Found[] = [];
  #isAdapted = false;

  /**
   * @param given an import object; what it has wins over what plug-ins have
   * @param modules to use; others are created
   * @throws PluginError MODULE_NOT_FOUND, IMPORT_NOT_FOUND, MODULE_CREATE_FAILED, MODULE_DISPOSED,
   *   ARGUMENT_INVALID, TYPE_UNSUPPORTED
   */
  constructor(
    source: ModuleSource,
    module: WebAssembly.Module,
    given: unknown,
    modules: readonly PluginModule<object>[],
  ) {
    this.#used = new UsedModules(source, modules);
    this.#wanted = importsOf(module);
    try {
      this.#resolve(source, given);
      const natives = [...this.#used.natives.values()];
      this.caller = natives.length > 0 ? new Caller(source.session, natives) : undefined;
      for (const { module: from, name, native, raw } of this.#found) {
        this.#namespace(from)[name] = native.exportFor(this.caller as Caller, raw);
      }
    } catch (error) {
      this.#used.disposeCreated();
      throw error;
    }
  }

  /** Those given, then those created. */
  get modules(): readonly PluginModule<object>[] {
    return this.#used.all;
  }

  #namespace(name: string): Record<string, unknown> {
    this.imports[name] ??= Object.create(null) as Record<string, unknown>;
    return this.imports[name];
  }

  /** Takes the values that are given, and finds what the modules of plug-ins have. */
  #resolve(source: ModuleSource, given: unknown): void {
    let missing: MissingImports | undefined;
    for (const { module, name } of this.#wanted) {
      const namespace = readImport(given, module, `imports[${quote(module)}]`);
      const value = readImport(namespace, name, `imports[${quote(module)}][${quote(name)}]`);
      const native = value === undefined ? this.#used.find(module) : undefined;
      const raw = native?.findExport(name);
      if (native && raw) this.#found.push({ module, name, native, raw });
      else if (native && !(isObject(namespace) && Object.hasOwn(namespace, name))) {
        missing ??= new MissingImports();
        missing.addExport({ module, name }, native);
      } else if (!native && namespace === undefined) {
        missing ??= new MissingImports();
        missing.addModule({ module, name });
      }
      // The engine reports what else is missing or has another type.
      if (native || isObject(namespace)) {
        const values = this.#namespace(module);
        if (value !== undefined) values[name] = value;
      } else this.imports[module] = namespace as Record<string, unknown>;
    }
    if (missing) throw missing.toError(source.offered(), source.tried());
  }

  /**
   * For when the engine refused the imports: replaces those that it accepts in another form, or throws.
   *
   * @param error what the engine threw
   * @param shape of the module, when it is known
   * @throws PluginError IMPORT_MISMATCH when it is about what a plug-in exports; else the error itself
   */
  relink(error: unknown, shape: ModuleShape | undefined): void {
    // Other errors come from code that has run, such as a start function.
    if (!(error instanceof WebAssembly.LinkError)) throw error;
    const mismatches: Mismatch[] = [];
    const nominal: Found[] = [];
    const found = new Map(this.#found.map((each) => [keyOf(each), each]));
    for (const item of shape?.imports ?? this.#wanted) {
      const each = found.get(keyOf(item));
      if (each && !fits(item, each.raw)) mismatches.push(describe(each, describeImport(item)));
      else if (each && item.signature?.isNominal) nominal.push(each);
    }
    if (mismatches.length === 0 && nominal.length > 0 && !this.#isAdapted) {
      this.#isAdapted = true;
      for (const { module, name } of nominal) {
        const values = this.#namespace(module);
        values[name] = ofAnyType(values[name] as CallableFunction);
      }
      return;
    }
    if (mismatches.length === 0) {
      // The type is not known; the message is about the import of this number.
      const item = this.#wanted[Number(/Import #(\d+) /.exec(error.message)?.[1])];
      const each = item && found.get(keyOf(item));
      if (each) mismatches.push(describe(each, 'another type'));
    }
    this.#used.disposeCreated();
    throw mismatches.length > 0 ? mismatchError(mismatches, error) : error;
  }
}

const keyOf = ({ module, name }: ImportName) => JSON.stringify([module, name]);

const describe = ({ module, name, raw }: Found, expected: string): Mismatch => ({
  module,
  name,
  expected,
  actual: describeExport(raw),
});
