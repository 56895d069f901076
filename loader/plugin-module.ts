// A module that a plug-in created, as JavaScript and WebAssembly use it.
import type { EngineModule } from './engine-module.js';
import type { ModuleExport } from './module-exports.js';
import type { ImportObject, WebAssemblyInstance, WebAssemblyMemory } from './web-assembly.js';

/**
 * The functions of modules by the modules' names: empty here, filled by files for TypeScript that `plugkit bindings`
 * writes, so that createModule() is typed by the name.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be augmented
export interface PluginModules {}

/**
 * The functions of a module by its name: those of PluginModules, else what is asked for.
 *
 * @typeParam Name - the module's name
 * @typeParam Functions - its functions when PluginModules has none of this name
 */
export type FunctionsOf<Name extends string, Functions> = Name extends keyof PluginModules
  ? PluginModules[Name]
  : Functions;

/** The functions of a module whose types are not known, by name. The object has no prototype. */
export type PluginFunctions = Record<string, (...args: unknown[]) => unknown>;

/** What PluginModule.bind() takes beside the instance. */
export interface BindOptions {
  /**
   * The memory that host functions work on, when the instance does not export it. `null` says that the
   * instance has none.
   */
  memory?: WebAssemblyMemory | null;
}

const sides = new WeakMap<object, EngineModule>();
const disposed = new WeakSet<object>();

/**
 * A module that a plug-in created: functions, memories, tables and globals.
 *
 * @typeParam Functions - the functions it offers, for TypeScript
 */
export class PluginModule<Functions extends object = PluginFunctions> {
  /** The module's name, under which WebAssembly imports it. */
  readonly name: string;
  /** The name of the plug-in that created it; PluginHost.findPlugin() has the rest. */
  readonly plugin: string;
  readonly #side: EngineModule;

  /** @internal */
  constructor(plugin: string, name: string, side: EngineModule) {
    this.name = name;
    this.plugin = plugin;
    this.#side = side;
    sides.set(this, side);
  }

  /**
   * What the module exports, with types: functions, memories, tables and globals.
   *
   * @throws PluginError MODULE_DISPOSED
   */
  get exports(): readonly ModuleExport[] {
    return this.#side.exports;
  }

  /**
   * The module's functions, callable from JavaScript with WebAssembly's own conversions: i64 is a
   * bigint, several results are an array. Called so, a function has its own module for a caller, as in a
   * stock WasmEdge: its memory is the first that the module itself has, if any. The object has no
   * prototype.
   *
   * @throws PluginError MODULE_DISPOSED; TYPE_UNSUPPORTED when a function is read whose type no call can pass
   */
  get functions(): Functions {
    return this.#side.functions as Functions;
  }

  /**
   * What a WebAssembly module imports from this one: `{ [module]: { [export]: value } }`, for
   * WebAssembly.instantiate(). Its host functions work on the importing instance once that is given to bind().
   *
   * @throws PluginError MODULE_DISPOSED; TYPE_UNSUPPORTED when an export is read whose type no call can pass;
   *   ENGINE_UNSUPPORTED with the engine `wasmedge`, whose modules only PluginHost.instantiate() links
   */
  get imports(): ImportObject {
    return this.#side.imports;
  }

  /**
   * Ties `imports` to the instance that imports them: its memory is the one exported as "memory", else
   * the only exported one, else the option's. Once for each module; again with the same instance does nothing.
   *
   * @param instance - an instance that was given `imports`, of any realm
   * @param options - its memory, when it is not exported
   * @throws PluginError ARGUMENT_INVALID; ALREADY_BOUND by another instance; MEMORY_UNREACHABLE when the
   *   instance exports no memory and none is given; MODULE_DISPOSED
   */
  bind(instance: WebAssemblyInstance, options?: BindOptions): void {
    this.#side.bind(instance, options);
  }

  /**
   * Ends the module: its native side is freed (during a host call, at its end), and calling its
   * functions becomes an error. A second time does nothing. Without it, the module is freed when it is
   * collected as garbage.
   */
  dispose(): void {
    this.#side.dispose();
    disposed.add(this);
  }

  /** The same as dispose(), for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** @internal */
export function isDisposed(module: PluginModule<object>): boolean {
  return disposed.has(module);
}

/** @internal The engine's side of a module. Undefined for what is not a module. */
export function sideOf(module: PluginModule<object>): EngineModule | undefined {
  return sides.get(module);
}
