// A stock libwasmedge as a plug-in host.
import type { CreateModuleOptions, RunMode } from '../bridge/options.js';
import { currentPathEnvironment } from '../default-paths.js';
import type { PluginEngine } from '../engine.js';
import { PluginError } from '../errors.js';
import { checkInstantiateOptions, type InstantiateResult } from '../guest/instantiate-options.js';
import type { ModuleOffers } from '../guest/offers.js';
import type { PluginModule } from '../plugin-module.js';
import { runToEnd } from '../termination.js';
import { expose } from '../wasm/expose.js';
import { renameImports } from '../wasm/rename-imports.js';
import { readSections } from '../wasm/sections.js';
import type { WebAssemblyInstance, WebAssemblyModule } from '../web-assembly.js';
import { EngineCode, type Parsed, parse } from './code.js';
import { exportOf, findNative, type NativeKind } from './exports.js';
import { findLibrary } from './library.js';
import { Owner } from './lifetime.js';
import { Link } from './link.js';
import { WasmEdgeModule } from './module.js';
import { LoadedPlugins } from './plugins.js';
import { Runtime } from './runtime.js';

// One for each way of executing: plug-ins are the process's, and a thread has one library.
const engines = new Map<RunMode, WasmEdgeEngine>();

interface Instantiated {
  readonly instance: bigint;
  readonly owner: Owner;
}

function instantiateIn(runtime: Runtime, link: Link, module: Parsed): Instantiated {
  const { api, executor } = runtime;
  const created = new BigUint64Array(1);
  runtime.check(api.ExecutorInstantiate(executor, created, link.store, module.pointer) as number);
  const instance = created[0] as bigint;
  const steps = [() => api.ModuleInstanceDelete(instance)];
  return { instance, owner: new Owner([link.owner, module.owner], steps) };
}

/**
 * The same in a virtual machine, which alone compiles just in time. It puts WASI and a module of every
 * loaded plug-in into the store, too.
 */
function instantiateInMachine(runtime: Runtime, link: Link, bytes: Uint8Array): Instantiated {
  const { api, configuration } = runtime;
  const machine = api.VMCreate(configuration, link.store) as bigint;
  const owner = new Owner([link.owner], [() => api.VMDelete(machine)]);
  const given = { Length: bytes.length, Buf: Buffer.from(bytes) };
  runtime.check(api.VMLoadWasmFromBytes(machine, given) as number);
  runtime.check(api.VMValidate(machine) as number);
  runtime.check(api.VMInstantiate(machine) as number);
  return { instance: api.VMGetActiveModule(machine) as bigint, owner };
}

export class WasmEdgeEngine implements PluginEngine {
  readonly engine = 'wasmedge';
  readonly accelerated = false;
  readonly runtime: Runtime;
  readonly plugins: LoadedPlugins;

  private constructor(runtime: Runtime, plugins: LoadedPlugins) {
    this.runtime = runtime;
    this.plugins = plugins;
  }

  /** The library that this thread uses; undefined while it uses none. */
  static get library(): string | undefined {
    return engines.values().next().value?.runtime.file;
  }

  /** @throws PluginError LIBRARY_NOT_FOUND, KOFFI_NOT_FOUND, ENGINE_CONFLICT, LIBRARY_UNSUPPORTED, ENGINE_UNSUPPORTED */
  static open(library: string | undefined, mode: RunMode = 'interpreter'): WasmEdgeEngine {
    const known = engines.get(mode);
    if (known && library === undefined) return known;
    const environment = currentPathEnvironment();
    const file = findLibrary(library ?? WasmEdgeEngine.library, environment);
    if (known?.runtime.file === file) return known;
    const runtime = new Runtime(file, mode, environment.platform);
    if (mode !== 'interpreter' && runtime.version.minor < 17) {
      throw new PluginError(
        'ENGINE_UNSUPPORTED',
        `Cannot use engine "wasmedge" with run mode "${mode}": the library is WasmEdge ${runtime.version.text}, expected 0.17`,
        { hint: 'Use the run mode "interpreter"' },
      );
    }
    const others = engines.values().next().value;
    const plugins = others?.plugins ?? new LoadedPlugins(runtime);
    const engine = new WasmEdgeEngine(runtime, plugins);
    engines.set(mode, engine);
    return engine;
  }

  loadFromDefaultPaths() {
    return this.plugins.loadFromDefaultPaths();
  }

  loadFromPath(path: string) {
    return this.plugins.loadFromPath(path);
  }

  describePlugin(name: string) {
    return this.plugins.describe(name);
  }

  setOption(plugin: string, index: number, value: boolean | number | bigint | string): void {
    this.plugins.setOption(plugin, index, value);
  }

  createModule(
    plugin: string,
    name: string,
    { keepReferences = false }: CreateModuleOptions,
  ): WasmEdgeModule {
    const { api } = this.runtime;
    const context = api.PluginFind(this.runtime.text(plugin)) as bigint;
    const instance = api.PluginCreateModule(context, this.runtime.text(name)) as bigint | null;
    if (instance !== null) {
      return new WasmEdgeModule(this.runtime, name, instance, keepReferences);
    }
    throw new PluginError(
      'MODULE_CREATE_FAILED',
      `Cannot create module "${name}": plug-in "${plugin}" returned a null pointer, expected a module`,
      { hint: 'See what the plug-in logged; it may need an option or a file' },
    );
  }

  async compile(source: unknown, options: unknown): Promise<WebAssemblyModule> {
    return this.compileSync(source, options);
  }

  compileSync(source: unknown, options: unknown): WebAssemblyModule {
    return new EngineCode(this.runtime, source, options) as WebAssemblyModule;
  }

  async instantiate(offers: ModuleOffers, source: unknown, options: unknown) {
    return this.instantiateSync(offers, source, options);
  }

  instantiateSync(
    offers: ModuleOffers,
    source: unknown,
    options: unknown,
  ): InstantiateResult<object> {
    const { imports, modules = [], wasi, compileOptions } = checkInstantiateOptions(options);
    const runtime = this.runtime;
    const code =
      source instanceof EngineCode ? source : new EngineCode(runtime, source, compileOptions);
    const { bytes, shape, sections, parsed } = EngineCode.read(code);
    const link = new Link(runtime, offers, shape, imports, modules, wasi);

    // The start function is called later, as by the other engine: what it ends with is known then.
    let changed = renameImports(bytes, sections, link.names);
    let start: string | undefined;
    if (shape.start !== undefined) {
      const names = shape.exports.map(({ name }) => name);
      const exposed = expose(changed, readSections(changed) ?? [], shape, names);
      changed = exposed.bytes;
      start = exposed.names.start;
    }
    const isChanged = start !== undefined || link.renames;
    const { instance, owner } =
      runtime.mode === 'jit'
        ? instantiateInMachine(runtime, link, changed)
        : instantiateIn(runtime, link, isChanged ? parse(runtime, changed) : parsed);

    link.bind(instance, owner);
    const exports = Object.create(null) as Record<string, unknown>;
    for (const { name, kind, index } of shape.exports) {
      if (kind === 'tag') continue;
      const pointer = findNative(runtime, instance, kind as NativeKind, name) as bigint;
      const signature = kind === 'function' ? shape.functions[index] : undefined;
      exports[name] = exportOf(runtime, { owner, instance, name }, kind, pointer, signature);
    }
    const result = Object.freeze({ exports: Object.freeze(exports) });
    const terminated =
      start !== undefined &&
      runToEnd(() => {
        const pointer = findNative(runtime, instance, 'function', start) as bigint;
        runtime.invoke(pointer, { params: [], results: [] }, []);
      }).terminated;
    return {
      ...(link.wasi ? { wasi: link.wasi } : {}),
      module: code as WebAssemblyModule,
      instance: result as WebAssemblyInstance,
      modules: link.modules as PluginModule[],
      terminated,
    };
  }
}
