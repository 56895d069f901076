// The entry to everything: loads plug-ins, finds them, creates their modules, and instantiates
// WebAssembly with what it imports from them.
import type { Engine } from './bridge/options.js';
import type { RawOutcome } from './bridge/types.js';
import type { PluginEngine } from './engine.js';
import { type ErrorCode, PluginError } from './errors.js';
import type {
  CompileOptions,
  InstantiateOptions,
  InstantiateResult,
} from './guest/instantiate-options.js';
import type { ModuleOffers } from './guest/offers.js';
import {
  checkFindOptions,
  checkLoadOptions,
  type FindModuleOptions,
  type LoadOutcome,
  type LoadPluginsOptions,
} from './load-options.js';
import { type OptionValue, Plugin } from './plugin.js';
import type { FunctionsOf, PluginFunctions, PluginModule } from './plugin-module.js';
import { V8Engine } from './v8-engine.js';
import { filePath, invalid, text } from './validate.js';
import { WasmEdgeEngine } from './wasmedge/engine.js';
import type { WebAssemblyBytes, WebAssemblyInstance, WebAssemblyModule } from './web-assembly.js';

const ARGUMENT = { action: 'load plug-ins', name: 'the argument' };

/**
 * Loads plug-ins. A file that cannot be loaded is no error: see PluginHost.outcomes.
 *
 * @param options - what to load; without it, everything in the default paths
 * @returns the host that finds the plug-ins, creates their modules and instantiates WebAssembly
 * @throws PluginError ARGUMENT_INVALID; ADDON_NOT_FOUND, ADDON_FAILED, ACCELERATOR_UNAVAILABLE; KOFFI_NOT_FOUND,
 *   LIBRARY_NOT_FOUND, LIBRARY_UNSUPPORTED, ENGINE_CONFLICT, ENGINE_UNSUPPORTED; PLUGIN_NOT_FOUND, OPTION_UNKNOWN or OPTION_INVALID
 *   for `options`
 */
export function loadPlugins(options?: LoadPluginsOptions): PluginHost {
  const checked = checkLoadOptions(options, ARGUMENT);
  const { paths, defaultPaths = paths === undefined } = checked;
  const host = new PluginHost(openEngine(checked), paths);
  if (defaultPaths) host.loadFromDefaultPaths();
  if (checked.options === undefined) return host;
  for (const [name, values] of checked.options) {
    const plugin = host.findPlugin(name);
    if (!plugin) throw host.notFound('PLUGIN_NOT_FOUND', `set options of plug-in "${name}"`);
    for (const [option, value] of values) plugin.setOption(option, value as OptionValue);
  }
  return host;
}

/** What is of one engine only is an error with the other. */
function openEngine({
  engine,
  library,
  runMode,
  accelerator,
}: ReturnType<typeof checkLoadOptions>): PluginEngine {
  const isWasmEdge = engine === 'wasmedge';
  const others = isWasmEdge ? { accelerator } : { library, runMode };
  for (const [name, value] of Object.entries(others)) {
    const place = { action: ARGUMENT.action, name };
    const expected = `no such option with the engine "${engine ?? 'v8'}"`;
    if (value !== undefined) throw invalid(value, place, expected);
  }
  const { library: opened } = WasmEdgeEngine;
  if (!isWasmEdge && opened !== undefined) {
    throw new PluginError(
      'ENGINE_CONFLICT',
      `Cannot use engine "v8": this thread uses ${opened}, and plug-ins would get the functions of both`,
      { hint: 'Use one engine in a process; start another process for the other' },
    );
  }
  return isWasmEdge ? WasmEdgeEngine.open(library, runMode) : new V8Engine(accelerator);
}

/** The plug-ins that one loadPlugins() loaded, and what can be done with them. */
export class PluginHost {
  /** What executes WebAssembly. */
  readonly engine: Engine;
  readonly #engine: PluginEngine;
  #asOffers: ModuleOffers | undefined;
  // By path: a host that loads the same paths again and again does not grow.
  readonly #outcomes = new Map<string, LoadOutcome>();
  // Each described once it is looked at; undefined until then.
  readonly #plugins = new Map<string, Plugin | undefined>();
  // Weak, so that modules nobody uses any more are freed without dispose().
  readonly #modules = new Set<WeakRef<PluginModule<object>>>();
  #collected: FinalizationRegistry<WeakRef<PluginModule<object>>> | undefined;

  /** @internal The paths are checked. */
  constructor(engine: PluginEngine, paths: readonly string[] = []) {
    this.engine = engine.engine;
    this.#engine = engine;
    for (const path of paths) this.#load(path);
  }

  get #offers(): ModuleOffers {
    this.#asOffers ??= {
      offered: () => this.plugins.flatMap(({ modules }) => modules.map(({ name }) => name)),
      tried: () => this.#tried(),
      offers: (name) => this.#offering(name) !== undefined,
      createModule: (name) => this.createModule(name),
      instanceNames: new Map(),
    };
    return this.#asOffers;
  }

  /** Whether host functions are called through the accelerator. */
  get accelerated(): boolean {
    return this.#engine.accelerated;
  }

  /**
   * What became of every path tried so far: the latest outcome of each, in the order in which the paths
   * were first tried. What one call did is in the array that loadFromPath() and loadFromDefaultPaths() return.
   */
  get outcomes(): readonly LoadOutcome[] {
    return [...this.#outcomes.values()];
  }

  /** The plug-ins this host loaded, or found loaded, in that order. */
  get plugins(): readonly Plugin[] {
    return [...this.#plugins.keys()].map((name) => this.#plugin(name));
  }

  /**
   * Loads every plug-in in the default paths, which the README lists.
   *
   * @returns an outcome for every file found, in the order of the paths
   */
  loadFromDefaultPaths(): readonly LoadOutcome[] {
    return this.#register(this.#engine.loadFromDefaultPaths());
  }

  /**
   * Loads a file, or every plug-in below a directory.
   *
   * @param path - a string, relative to the working directory, or a `file:` URL as an object or a string
   * @returns an outcome for every file found, or one for the path
   * @throws PluginError ARGUMENT_INVALID when it is no path, or holds a NUL character
   */
  loadFromPath(path: string | URL): readonly LoadOutcome[] {
    const file = filePath(path, { action: 'load from a path', name: 'the path' });
    return this.#load(file);
  }

  #load(file: string): readonly LoadOutcome[] {
    return this.#register(this.#engine.loadFromPath(file));
  }

  #register(raw: readonly RawOutcome[]): readonly LoadOutcome[] {
    const outcomes = raw as readonly LoadOutcome[];
    for (const outcome of outcomes) {
      const { path, plugin } = outcome;
      this.#outcomes.set(path, outcome);
      if (plugin !== undefined && !this.#plugins.has(plugin)) this.#plugins.set(plugin, undefined);
    }
    return outcomes;
  }

  #plugin(name: string): Plugin {
    const known = this.#plugins.get(name);
    if (known) return known;
    const plugin = new Plugin(this.#engine, name, (module: PluginModule<object>) => {
      const reference = new WeakRef(module);
      this.#modules.add(reference);
      this.#collected ??= new FinalizationRegistry((gone) => this.#modules.delete(gone));
      this.#collected.register(module, reference);
    });
    this.#plugins.set(name, plugin);
    return plugin;
  }

  /**
   * Finds a plug-in of this host.
   *
   * @param name - the name in its descriptor
   * @returns the plug-in, or undefined when this host loaded none of this name
   * @throws PluginError ARGUMENT_INVALID when the name is not a string
   */
  findPlugin(name: string): Plugin | undefined {
    const wanted = text(name, { action: 'find a plug-in', name: 'the name' });
    return this.#plugins.has(wanted) ? this.#plugin(wanted) : undefined;
  }

  /**
   * Creates a module: a new instance of it, with memories, tables and globals of its own.
   *
   * @typeParam Functions - the functions it offers, for TypeScript; they are not checked
   * @typeParam Name - the module's name; of one in PluginModules, the functions are known by it
   * @param moduleName - the name that a plug-in gives the module; the first plug-in that offers it is taken
   * @param options - the plug-in to take it from, and how long references are kept
   * @returns the module, which the caller may dispose of
   * @throws PluginError ARGUMENT_INVALID, PLUGIN_NOT_FOUND, MODULE_NOT_FOUND, MODULE_CREATE_FAILED
   */
  createModule<Functions extends object = PluginFunctions, Name extends string = string>(
    moduleName: Name,
    options?: FindModuleOptions,
  ): PluginModule<FunctionsOf<Name, Functions> & object> {
    const action = 'create a module';
    const name = text(moduleName, { action, name: 'its name' });
    const { plugin, keepReferences } = checkFindOptions(options, {
      action: `create module "${name}"`,
      name: 'the second argument',
    });
    if (plugin !== undefined && !this.#plugins.has(plugin)) {
      throw this.notFound('PLUGIN_NOT_FOUND', `create module "${name}" of plug-in "${plugin}"`);
    }
    const source = plugin === undefined ? this.#offering(name) : this.#plugin(plugin);
    if (!source) throw this.notFound('MODULE_NOT_FOUND', `create module "${name}"`);
    const module = source.createModule(
      name,
      keepReferences === undefined ? {} : { keepReferences },
    );
    return module as PluginModule<FunctionsOf<Name, Functions> & object>;
  }

  #offering(moduleName: string): Plugin | undefined {
    for (const name of this.#plugins.keys()) {
      const plugin = this.#plugin(name);
      if (plugin.modules.some((module) => module.name === moduleName)) return plugin;
    }
    return undefined;
  }

  /**
   * Compiles WebAssembly to be instantiated by this package, as often as wanted: the types of functions
   * and where memories are is remembered beside the module.
   *
   * @param source - an ArrayBuffer or SharedArrayBuffer, or a view of one
   * @param options - the second argument of WebAssembly.compile
   * @returns the compiled module
   * @throws PluginError ARGUMENT_INVALID; and what WebAssembly.compile throws
   */
  compile(source: WebAssemblyBytes, options?: CompileOptions): Promise<WebAssemblyModule> {
    return this.#engine.compile(source, options);
  }

  /**
   * The same as compile(), at once: it blocks the thread as long as it takes.
   *
   * @param source - an ArrayBuffer or SharedArrayBuffer, or a view of one
   * @param options - the second argument of WebAssembly.compile
   * @returns the compiled module
   * @throws PluginError ARGUMENT_INVALID; and what `new WebAssembly.Module` throws
   */
  compileSync(source: WebAssemblyBytes, options?: CompileOptions): WebAssemblyModule {
    return this.#engine.compileSync(source, options);
  }

  /**
   * Instantiates WebAssembly with everything it imports from plug-ins, and ties the host functions to
   * the instance; then runs its start function. From bytes or a module of compile(), the loader knows
   * the types of functions and reaches every memory. Of another WebAssembly.Module it knows what
   * JavaScript knows.
   *
   * @typeParam Exports - what the instance exports, for TypeScript; it is not checked
   * @param source - the bytes of a module, or a compiled one
   * @param options - imports of your own, modules of plug-ins to use, how bytes are compiled
   * @returns the module, its instance, and the modules of plug-ins that it uses
   * @throws PluginError MODULE_NOT_FOUND, IMPORT_NOT_FOUND, IMPORT_MISMATCH, MODULE_CREATE_FAILED,
   *   MODULE_DISPOSED, ARGUMENT_INVALID, TYPE_UNSUPPORTED; and what WebAssembly.instantiate throws
   */
  instantiate<Exports extends object = WebAssemblyInstance['exports']>(
    source: WebAssemblyBytes | WebAssemblyModule,
    options?: InstantiateOptions,
  ): Promise<InstantiateResult<Exports>> {
    return this.#engine.instantiate(this.#offers, source, options) as Promise<
      InstantiateResult<Exports>
    >;
  }

  /**
   * The same as instantiate(), at once: compiling blocks the thread as long as it takes.
   *
   * @typeParam Exports - what the instance exports, for TypeScript; it is not checked
   * @param source - the bytes of a module, or a compiled one
   * @param options - imports of your own, modules of plug-ins to use, how bytes are compiled
   * @returns the module, its instance, and the modules of plug-ins that it uses
   * @throws PluginError as instantiate() does; and what `new WebAssembly.Instance` throws
   */
  instantiateSync<Exports extends object = WebAssemblyInstance['exports']>(
    source: WebAssemblyBytes | WebAssemblyModule,
    options?: InstantiateOptions,
  ): InstantiateResult<Exports> {
    return this.#engine.instantiateSync(
      this.#offers,
      source,
      options,
    ) as InstantiateResult<Exports>;
  }

  /** Disposes of every module created through this host. Plug-ins stay loaded, the host usable. */
  dispose(): void {
    for (const reference of this.#modules) reference.deref()?.dispose();
    this.#modules.clear();
  }

  /** The same as dispose(), for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal An error that lists what was tried. */
  notFound(code: ErrorCode, action: string): PluginError {
    const refused = this.outcomes.some(({ state }) => state === 'refused');
    return new PluginError(
      code,
      `Cannot ${action}: no loaded plug-in offers it, tried\n${this.#tried().join('\n')}`,
      {
        hint: refused
          ? 'Fix the refused files above, or load the plug-in with loadFromPath(path)'
          : 'Load the plug-in with loadFromPath(path), or put it into a default path',
      },
    );
  }

  /** What was loaded and what was refused, a line each. */
  #tried(): readonly string[] {
    const loaded = this.plugins.map(
      ({ name, path, modules }) =>
        `  ${path}: loaded "${name}", offers ${modules.map((module) => `"${module.name}"`).join(', ') || 'no module'}`,
    );
    const refused = this.outcomes
      .filter(({ state }) => state === 'refused')
      .map(({ path, code: why, reason }) => `  ${path}: ${why}, ${reason}`);
    return loaded.length + refused.length > 0 ? [...loaded, ...refused] : ['  nothing'];
  }
}
