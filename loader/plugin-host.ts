// The entry to everything: loads plug-ins, finds them, creates their modules, and instantiates
// WebAssembly with what it imports from them.
import { parseAccelerator } from './bridge/accelerator.js';
import type { Accelerator, CreateModuleOptions } from './bridge/options.js';
import { openSession, type Session } from './bridge/session.js';
import type { RawOutcome } from './bridge/types.js';
import { type CompileOptions, compile, compileSync } from './compile.js';
import { type ErrorCode, PluginError } from './errors.js';
import {
  type InstantiateOptions,
  type InstantiateResult,
  instantiate,
  instantiateSync,
} from './instantiate.js';
import type { ModuleSource } from './link.js';
import { type OptionValue, Plugin } from './plugin.js';
import type { PluginModule } from './plugin-module.js';
import type { WebAssemblyBytes, WebAssemblyModule } from './web-assembly.js';

/** What executes WebAssembly. */
export type Engine = 'v8';

/** What became of one file, or of a path that holds none. */
export interface LoadOutcome {
  readonly path: string;
  readonly state: 'loaded' | 'already-loaded' | 'refused';
  /** The plug-in's name; not set when refused. */
  readonly plugin?: string;
  /** Set when refused: why, in one word; */
  readonly code?: ErrorCode;
  /** in a sentence; */
  readonly reason?: string;
  /** and what to do about it. */
  readonly hint?: string;
}

export interface LoadPluginsOptions {
  /** Files and directories, loaded in this order. */
  paths?: readonly string[];
  /** Whether to search the default paths, too. Default: when no `paths` are given. */
  defaultPaths?: boolean;
  /** Options to set: `{ [plugin]: { [option]: value } }`. */
  options?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
  /**
   * Whether host functions are called through node:ffi: where it is there and faster (`auto`), in any
   * case (`on`) or never (`off`). Default: $PLUGKIT_ACCELERATOR, else `auto`.
   */
  accelerator?: Accelerator;
}

/**
 * Loads plug-ins. A file that cannot be loaded is no error: see `outcomes` of the host returned.
 *
 * @throws PluginError ADDON_NOT_FOUND, ADDON_FAILED, ACCELERATOR_UNAVAILABLE; PLUGIN_NOT_FOUND, OPTION_UNKNOWN or OPTION_INVALID
 *   for `options`; ARGUMENT_INVALID
 */
export function loadPlugins({
  paths,
  defaultPaths = paths === undefined,
  options = {},
  accelerator,
}: LoadPluginsOptions = {}): PluginHost {
  if (paths !== undefined && !Array.isArray(paths)) {
    throw new PluginError(
      'ARGUMENT_INVALID',
      `Cannot load plug-ins: paths is a ${typeof paths}, expected an array of strings`,
    );
  }
  const host = new PluginHost(accelerator === undefined ? {} : { accelerator });
  for (const path of paths ?? []) host.loadFromPath(path);
  if (defaultPaths) host.loadFromDefaultPaths();
  for (const [name, values] of Object.entries(options)) {
    const plugin = host.findPlugin(name);
    if (!plugin) throw host.notFound('PLUGIN_NOT_FOUND', `set options of plug-in "${name}"`);
    for (const [option, value] of Object.entries(values)) plugin.setOption(option, value);
  }
  return host;
}

export class PluginHost {
  readonly engine: Engine = 'v8';
  readonly #session: Session;
  readonly #source: ModuleSource;
  readonly #outcomes: LoadOutcome[] = [];
  readonly #plugins = new Map<string, Plugin>();
  // Weak, so that modules nobody uses any more are freed without dispose().
  readonly #modules = new Set<WeakRef<PluginModule>>();
  readonly #collected = new FinalizationRegistry<WeakRef<PluginModule>>((reference) => {
    this.#modules.delete(reference);
  });

  /** @throws PluginError ADDON_NOT_FOUND, ADDON_FAILED, ACCELERATOR_UNAVAILABLE, ARGUMENT_INVALID */
  constructor({ accelerator }: Pick<LoadPluginsOptions, 'accelerator'> = {}) {
    this.#session = openSession(
      accelerator === undefined ? undefined : parseAccelerator(accelerator, 'accelerator'),
    );
    this.#source = {
      session: this.#session,
      offered: () => this.plugins.flatMap(({ modules }) => modules.map(({ name }) => name)),
      tried: () => this.#tried(),
      offers: (name) => this.#offering(name) !== undefined,
      createModule: (name) => this.createModule(name),
    };
  }

  /** Whether host functions are called through the accelerator. */
  get accelerated(): boolean {
    return this.#session.imports.accelerator !== undefined;
  }

  /** What became of every file tried so far. */
  get outcomes(): readonly LoadOutcome[] {
    return this.#outcomes;
  }

  /** The plug-ins this host loaded, or found loaded. */
  get plugins(): readonly Plugin[] {
    return [...this.#plugins.values()];
  }

  /** Loads every plug-in in the default paths. */
  loadFromDefaultPaths(): readonly LoadOutcome[] {
    return this.#register(this.#session.addon.loadFromDefaultPaths());
  }

  /**
   * Loads a file, or every plug-in below a directory.
   *
   * @throws PluginError ARGUMENT_INVALID when the path is not a string or holds a NUL character
   */
  loadFromPath(path: string): readonly LoadOutcome[] {
    if (typeof path !== 'string' || path === '' || path.includes('\0')) {
      throw new PluginError(
        'ARGUMENT_INVALID',
        `Cannot load from a path: ${JSON.stringify(path)}, expected a string that is a path`,
      );
    }
    return this.#register(this.#session.addon.loadFromPath(path));
  }

  #register(raw: readonly RawOutcome[]): readonly LoadOutcome[] {
    const outcomes = raw as readonly LoadOutcome[];
    this.#outcomes.push(...outcomes);
    for (const { plugin } of outcomes) {
      if (plugin === undefined || this.#plugins.has(plugin)) continue;
      const onCreate = (module: PluginModule) => {
        const reference = new WeakRef(module);
        this.#modules.add(reference);
        this.#collected.register(module, reference);
      };
      this.#plugins.set(plugin, new Plugin(this.#session, plugin, onCreate));
    }
    return outcomes;
  }

  findPlugin(name: string): Plugin | undefined {
    return this.#plugins.get(name);
  }

  /**
   * Creates a module.
   *
   * @param options.plugin the plug-in to take it from, when several offer a module of this name
   * @param options.keepReferences see CreateModuleOptions
   * @throws PluginError PLUGIN_NOT_FOUND, MODULE_NOT_FOUND, MODULE_CREATE_FAILED
   */
  createModule(
    moduleName: string,
    { plugin, ...options }: { plugin?: string } & CreateModuleOptions = {},
  ): PluginModule {
    if (plugin !== undefined && !this.#plugins.has(plugin)) {
      throw this.notFound(
        'PLUGIN_NOT_FOUND',
        `create module "${moduleName}" of plug-in "${plugin}"`,
      );
    }
    const source = plugin === undefined ? this.#offering(moduleName) : this.findPlugin(plugin);
    if (!source) throw this.notFound('MODULE_NOT_FOUND', `create module "${moduleName}"`);
    return source.createModule(moduleName, options);
  }

  #offering(moduleName: string): Plugin | undefined {
    return this.plugins.find(({ modules }) => modules.some(({ name }) => name === moduleName));
  }

  /**
   * Compiles WebAssembly to be instantiated by this package, as often as wanted: the types of functions
   * and where memories are is remembered beside the module.
   *
   * @param source an ArrayBuffer or SharedArrayBuffer, or a view of one
   * @param options the second argument of WebAssembly.compile
   * @throws PluginError ARGUMENT_INVALID; and what WebAssembly.compile throws
   */
  compile(source: WebAssemblyBytes, options?: CompileOptions): Promise<WebAssemblyModule> {
    return compile(source, options);
  }

  /** The same at once; @throws PluginError ARGUMENT_INVALID, and what `new WebAssembly.Module` throws */
  compileSync(source: WebAssemblyBytes, options?: CompileOptions): WebAssemblyModule {
    return compileSync(source, options);
  }

  /**
   * Instantiates WebAssembly with everything it imports from plug-ins, and ties the host functions to
   * the instance; then runs its start function. From bytes or a module of compile(), the loader knows
   * the types of functions and reaches every memory. Of another WebAssembly.Module it knows what
   * JavaScript knows.
   *
   * @throws PluginError MODULE_NOT_FOUND, IMPORT_NOT_FOUND, IMPORT_MISMATCH, MODULE_CREATE_FAILED,
   *   MODULE_DISPOSED, ARGUMENT_INVALID, TYPE_UNSUPPORTED; and what WebAssembly.instantiate throws
   */
  instantiate(
    source: WebAssemblyBytes | WebAssemblyModule,
    options?: InstantiateOptions,
  ): Promise<InstantiateResult> {
    return instantiate(this.#source, source, options);
  }

  /** The same at once. Compiling blocks the thread as long as it takes. */
  instantiateSync(
    source: WebAssemblyBytes | WebAssemblyModule,
    options?: InstantiateOptions,
  ): InstantiateResult {
    return instantiateSync(this.#source, source, options);
  }

  /** Disposes of every module created through this host. Plug-ins stay loaded. */
  [Symbol.dispose](): void {
    for (const reference of this.#modules) reference.deref()?.[Symbol.dispose]();
    this.#modules.clear();
  }

  /** @internal An error that lists what was tried. */
  notFound(code: ErrorCode, action: string): PluginError {
    const refused = this.#outcomes.some(({ state }) => state === 'refused');
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
    const refused = this.#outcomes
      .filter(({ state }) => state === 'refused')
      .map(({ path, code: why, reason }) => `  ${path}: ${why}, ${reason}`);
    return loaded.length + refused.length > 0 ? [...loaded, ...refused] : ['  nothing'];
  }
}
