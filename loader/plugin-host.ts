// The entry to everything: loads plug-ins, finds them, creates their modules, and instantiates
// WebAssembly with what it imports from them.
import { parseAccelerator } from './bridge/accelerator.js';
import { Caller } from './bridge/caller.js';
import type { Accelerator, CreateModuleOptions } from './bridge/options.js';
import { openSession, type Session } from './bridge/session.js';
import type { RawOutcome } from './bridge/types.js';
import { currentPathEnvironment, defaultPaths } from './default-paths.js';
import { type ErrorCode, PluginError, type WarningCode } from './errors.js';
import { type OptionValue, Plugin } from './plugin.js';
import { type ImportObject, nativeOf, type PluginModule } from './plugin-module.js';
import { runToEnd } from './termination.js';
import { expose, HIDDEN, type ModuleShape, readModule } from './wasm/reader.js';
import type {
  WebAssemblyBytes,
  WebAssemblyImports,
  WebAssemblyInstance,
  WebAssemblyModule,
} from './web-assembly.js';

// What is known of modules that were compiled here.
const shapes = new WeakMap<WebAssembly.Module, ModuleShape>();

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
  /** What behaves otherwise than it seems, loaded or refused; empty most of the time. */
  readonly warnings: readonly LoadWarning[];
}

/** What is to be known of a candidate, beside what became of it. */
export interface LoadWarning {
  readonly code: WarningCode;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
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

export interface InstantiateOptions {
  /** Imports of your own; they win over those of plug-ins. */
  imports?: WebAssemblyImports;
  /** Modules to use. For all other imports modules are created. */
  modules?: readonly PluginModule[];
}

export interface InstantiateResult {
  readonly module: WebAssemblyModule;
  readonly instance: WebAssemblyInstance;
  /** The modules it uses, given or created. */
  readonly modules: readonly PluginModule[];
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
  readonly #outcomes: LoadOutcome[] = [];
  // Each described once it is looked at; undefined until then.
  readonly #plugins = new Map<string, Plugin | undefined>();
  // Weak, so that modules nobody uses any more are freed without dispose().
  readonly #modules = new Set<WeakRef<PluginModule>>();
  #collected: FinalizationRegistry<WeakRef<PluginModule>> | undefined;

  /** @throws PluginError ADDON_NOT_FOUND, ADDON_FAILED, ACCELERATOR_UNAVAILABLE, ARGUMENT_INVALID */
  constructor({ accelerator }: Pick<LoadPluginsOptions, 'accelerator'> = {}) {
    this.#session = openSession(
      accelerator === undefined ? undefined : parseAccelerator(accelerator, 'accelerator'),
    );
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
    return [...this.#plugins.keys()].map((name) => this.#plugin(name));
  }

  /** Loads every plug-in in the default paths. */
  loadFromDefaultPaths(): readonly LoadOutcome[] {
    const { addon } = this.#session;
    // The environment of this thread decides, which native code cannot see in a worker.
    const paths = defaultPaths(currentPathEnvironment(addon.libraryPath() || undefined));
    return this.#register(addon.loadFromPaths(paths.flatMap(({ path, rule }) => [path, rule])));
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
      if (plugin !== undefined && !this.#plugins.has(plugin)) this.#plugins.set(plugin, undefined);
    }
    return outcomes;
  }

  #plugin(name: string): Plugin {
    const known = this.#plugins.get(name);
    if (known) return known;
    const plugin = new Plugin(this.#session, name, (module) => {
      const reference = new WeakRef(module);
      this.#modules.add(reference);
      this.#collected ??= new FinalizationRegistry((gone) => this.#modules.delete(gone));
      this.#collected.register(module, reference);
    });
    this.#plugins.set(name, plugin);
    return plugin;
  }

  findPlugin(name: string): Plugin | undefined {
    return this.#plugins.has(name) ? this.#plugin(name) : undefined;
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
   * Compiles WebAssembly to be instantiated by this package many times: memories that are not exported
   * and the start function get exports named `plugkit:...`, and the types of functions are remembered.
   *
   * @throws PluginError ARGUMENT_INVALID; and what WebAssembly.compile throws
   */
  async compile(source: WebAssemblyBytes): Promise<WebAssemblyModule> {
    const bytes = bytesOf(source);
    const shape = readModule(bytes);
    const module = await WebAssembly.compile(
      (shape ? expose(bytes, shape) : bytes) as BufferSource,
    );
    if (shape) shapes.set(module, shape);
    return module;
  }

  /**
   * Instantiates WebAssembly with everything it imports from plug-ins, and ties the host functions to
   * the instance; then runs its start function. From bytes or a module of compile(), the loader knows
   * the types of functions and reaches every memory. Of another WebAssembly.Module it knows what
   * JavaScript knows.
   *
   * @throws PluginError MODULE_NOT_FOUND, MODULE_CREATE_FAILED, MODULE_DISPOSED, ARGUMENT_INVALID; and what
   *   WebAssembly.instantiate throws
   */
  async instantiate(
    source: WebAssemblyBytes | WebAssemblyModule,
    { imports = {}, modules = [] }: InstantiateOptions = {},
  ): Promise<InstantiateResult> {
    const module = source instanceof WebAssembly.Module ? source : await this.compile(source);
    const shape = shapes.get(module);
    const { caller, importObject, used } = this.#link(module, imports, modules);
    const instance = await WebAssembly.instantiate(module, importObject as WebAssembly.Imports);
    caller.bind(instance, findMemories(module, instance, importObject, shape), shape);
    if (shape?.start !== undefined) runToEnd(instance.exports[HIDDEN.start] as () => void);
    return { module, instance, modules: used };
  }

  #link(
    module: WebAssembly.Module,
    imports: WebAssembly.Imports,
    given: readonly PluginModule[],
  ): { caller: Caller; importObject: ImportObject; used: PluginModule[] } {
    const wanted = WebAssembly.Module.imports(module);
    const byName = new Map(given.map((each) => [each.name, each]));
    const missing = wanted.filter((item) => imports[item.module]?.[item.name] === undefined);
    for (const { module: name, name: item } of missing) {
      if (byName.has(name)) continue;
      if (!this.#offering(name)) {
        // The engine has better words for an import that the caller's own object lacks.
        if (imports[name] !== undefined) continue;
        throw this.notFound('MODULE_NOT_FOUND', `find import "${item}" of module "${name}"`);
      }
      byName.set(name, this.createModule(name));
    }
    const used = [...byName.values()];
    const natives = used.map((each) => {
      each.imports; // throws when it was disposed of
      const native = nativeOf(each);
      if (native) return native;
      throw new PluginError(
        'ARGUMENT_INVALID',
        `Cannot instantiate: ${typeof each} among modules, expected modules of createModule()`,
      );
    });
    const caller = new Caller(this.#session, natives);
    const importObject: ImportObject = {};
    for (const { module: from, name } of wanted) {
      const native = natives.find((each) => each.name === from);
      const item = native?.exports.get(name);
      const own = imports[from]?.[name];
      const value = own === undefined && native && item ? native.exportFor(caller, item) : own;
      importObject[from] ??= {};
      if (value !== undefined) importObject[from][name] = value;
    }
    return { caller, importObject, used };
  }

  /** Disposes of every module created through this host. Plug-ins stay loaded. */
  [Symbol.dispose](): void {
    for (const reference of this.#modules) reference.deref()?.[Symbol.dispose]();
    this.#modules.clear();
  }

  /** @internal An error that lists what was tried. */
  notFound(code: ErrorCode, action: string): PluginError {
    const loaded = this.plugins.map(
      ({ name, path, modules }) =>
        `  ${path}: loaded "${name}", offers ${modules.map((module) => `"${module.name}"`).join(', ') || 'no module'}`,
    );
    const refused = this.#outcomes
      .filter(({ state }) => state === 'refused')
      .map(({ path, code: why, reason }) => `  ${path}: ${why}, ${reason}`);
    const tried = [...loaded, ...refused];
    return new PluginError(
      code,
      `Cannot ${action}: no loaded plug-in offers it, tried\n${tried.join('\n') || '  nothing'}`,
      {
        hint: refused.length
          ? 'Mend the refused files above, or load the plug-in with loadFromPath(path)'
          : 'Load the plug-in with loadFromPath(path), or put it into a default path',
      },
    );
  }
}

function bytesOf(source: WebAssemblyBytes): Uint8Array {
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  throw new PluginError(
    'ARGUMENT_INVALID',
    `Cannot instantiate: ${typeof source}, expected bytes or a WebAssembly.Module`,
  );
}

/** The memories of an instance by index; a hole where one cannot be reached. */
function findMemories(
  module: WebAssembly.Module,
  instance: WebAssembly.Instance,
  importObject: ImportObject,
  shape: ModuleShape | undefined,
): (WebAssembly.Memory | undefined)[] {
  const imported = (from: string, name: string) => importObject[from]?.[name] as WebAssembly.Memory;
  if (shape) {
    return shape.memories.map((memory, index) => {
      if (memory.import) return imported(memory.import.module, memory.import.name);
      const item = shape.exports.find((each) => each.kind === 'memory' && each.index === index);
      return instance.exports[item?.name ?? HIDDEN.memory(index)] as WebAssembly.Memory;
    });
  }
  // Imports come first in the index space; whether there are more memories is not known.
  const [first] = WebAssembly.Module.imports(module).filter(({ kind }) => kind === 'memory');
  const [exported] = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'memory');
  if (first) return [imported(first.module, first.name)];
  return [exported && (instance.exports[exported.name] as WebAssembly.Memory)];
}
