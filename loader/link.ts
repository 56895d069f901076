// Finds what a module imports: in the import object that is given, else in modules of plug-ins.
import { Caller } from './bridge/caller.js';
import type { NativeModule } from './bridge/native-module.js';
import type { Session } from './bridge/session.js';
import type { RawExport } from './bridge/types.js';
import { importsOf } from './compile.js';
import { PluginError } from './errors.js';
import { isObject, lookUp } from './import-lookup.js';
import { LinkProblems } from './link-problems.js';
import { nativeOf, type PluginModule } from './plugin-module.js';
import { ofAnyType } from './wasm/adapter.js';
import type { ImportShape } from './wasm/reader.js';

/** Where modules come from. */
export interface ModuleSource {
  readonly session: Session;
  /** The names of the modules that can be created. */
  offered(): readonly string[];
  createModule(name: string): PluginModule;
  /** Lines on what was loaded and refused. */
  tried(): readonly string[];
}

export interface Linked {
  /** The values for the imports of one instance. Its objects have no prototype. */
  readonly imports: Record<string, Record<string, unknown>>;
  /** Undefined when no module of a plug-in is used. */
  readonly caller: Caller | undefined;
  /** Those given, then those created. */
  readonly modules: readonly PluginModule[];
}

function liveNative(module: PluginModule): NativeModule {
  const native = nativeOf(module);
  if (!native) {
    throw new PluginError(
      'ARGUMENT_INVALID',
      `Cannot instantiate: ${module === null ? 'null' : typeof module} among modules, expected modules of createModule()`,
    );
  }
  native.assertLive('instantiate with');
  return native;
}

/** The modules of plug-ins that one instance uses, by name. */
class Modules {
  readonly natives = new Map<string, NativeModule>();
  readonly all: PluginModule[] = [];
  readonly #source: ModuleSource;
  readonly #given: number;

  constructor(source: ModuleSource, given: readonly PluginModule[]) {
    this.#source = source;
    for (const module of given) this.#add(module);
    this.#given = this.all.length;
  }

  #add(module: PluginModule): NativeModule {
    const native = liveNative(module);
    this.natives.set(native.name, native);
    this.all.push(module);
    return native;
  }

  /** The module of this name, created when it was not given; undefined when no plug-in offers it. */
  find(name: string): NativeModule | undefined {
    const known = this.natives.get(name);
    if (known || !this.#source.offered().includes(name)) return known;
    return this.#add(this.#source.createModule(name));
  }

  disposeCreated(): void {
    for (const module of this.all.slice(this.#given)) module[Symbol.dispose]();
  }
}

/** An import that a plug-in's module has. */
interface Found {
  readonly item: ImportShape;
  readonly native: NativeModule;
  readonly raw: RawExport;
}

/** Puts the values that are given into `imports`; returns what the modules of plug-ins have. */
function resolve(
  source: ModuleSource,
  wanted: readonly ImportShape[],
  given: unknown,
  used: Modules,
  imports: Linked['imports'],
): Found[] {
  const found: Found[] = [];
  const problems = new LinkProblems();
  for (const item of wanted) {
    const { module, name } = item;
    const namespace = lookUp(given, module);
    const value = lookUp(namespace, name);
    const native = value === undefined ? used.find(module) : undefined;
    const raw = native?.exports.get(name);
    if (native && raw) {
      problems.compare(item, raw);
      found.push({ item, native, raw });
    } else if (native && !(isObject(namespace) && Object.hasOwn(namespace, name))) {
      problems.addExport(item, native);
    } else if (!native && namespace === undefined) {
      problems.addModule(item, source.offered());
    }
    // What else is not there, or is of the wrong type, is for the engine to say.
    if (native || namespace === undefined || isObject(namespace)) {
      imports[module] ??= Object.create(null) as Record<string, unknown>;
      if (value !== undefined) imports[module][name] = value;
    } else imports[module] = namespace as Record<string, unknown>;
  }
  problems.throwIfAny(() => source.tried());
  return found;
}

/**
 * @param given an import object; what it has wins over what plug-ins have
 * @param modules to use; others are created
 * @throws PluginError MODULE_NOT_FOUND, IMPORT_NOT_FOUND, IMPORT_MISMATCH, MODULE_CREATE_FAILED,
 *   MODULE_DISPOSED, ARGUMENT_INVALID, TYPE_UNSUPPORTED
 */
export function link(
  source: ModuleSource,
  module: WebAssembly.Module,
  given: unknown,
  modules: readonly PluginModule[],
): Linked {
  const used = new Modules(source, modules);
  try {
    const imports = Object.create(null) as Linked['imports'];
    const found = resolve(source, importsOf(module), given, used, imports);
    const natives = [...used.natives.values()];
    const caller = natives.length > 0 ? new Caller(source.session, natives) : undefined;
    for (const { item, native, raw } of found) {
      const exported = native.exportFor(caller as Caller, raw);
      const value = item.signature?.isNominal ? ofAnyType(exported as CallableFunction) : exported;
      (imports[item.module] as Record<string, unknown>)[item.name] = value;
    }
    return { imports, caller, modules: used.all };
  } catch (error) {
    used.disposeCreated();
    throw error;
  }
}
