// Instantiates WebAssembly with what it imports from plug-ins, and ties the host functions to the instance.
import { type CompileOptions, compile, compiledOf, compileSync, type Exposed } from './compile.js';
import { rememberInstance } from './known-instances.js';
import { type Linked, link, type ModuleSource } from './link.js';
import type { PluginModule } from './plugin-module.js';
import { runToEnd } from './termination.js';
import { isModule } from './wasm/brands.js';
import type { HiddenNames } from './wasm/expose.js';
import type { ModuleShape } from './wasm/reader.js';

export interface InstantiateOptions {
  /** Imports of your own; they win over those of plug-ins. */
  imports?: WebAssembly.Imports;
  /** Modules to use. For all other imports modules are created. */
  modules?: readonly PluginModule[];
  /** What WebAssembly.compile takes as its second argument; for bytes only. */
  compileOptions?: CompileOptions;
}

export interface InstantiateResult {
  readonly module: WebAssembly.Module;
  readonly instance: WebAssembly.Instance;
  /** The modules it uses, given or created. */
  readonly modules: readonly PluginModule[];
  /** Whether a host function ended the run while the start function ran. */
  readonly terminated: boolean;
}

/**
 * Whether the module's changed copy is needed: host functions look at its memory, and its start function
 * may call some, also through imports of JavaScript.
 */
function needsExposing(module: WebAssembly.Module, { caller, imports }: Linked): boolean {
  const compiled = compiledOf(module);
  if (!compiled?.hidesAnything) return false;
  return (
    caller !== undefined || (compiled.shape.start !== undefined && Object.keys(imports).length > 0)
  );
}

/** @throws as PluginHost.instantiate() says */
export async function instantiate(
  source: ModuleSource,
  what: unknown,
  { imports, modules = [], compileOptions }: InstantiateOptions = {},
): Promise<InstantiateResult> {
  const module = isModule(what) ? what : await compile(what, compileOptions);
  const linked = link(source, module, imports, modules);
  const exposed = needsExposing(module, linked) ? await compiledOf(module)?.exposed() : undefined;
  const instance = await WebAssembly.instantiate(
    exposed?.module ?? module,
    linked.imports as WebAssembly.Imports,
  );
  return finish(module, instance, linked, exposed);
}

/** @throws as PluginHost.instantiateSync() says */
export function instantiateSync(
  source: ModuleSource,
  what: unknown,
  { imports, modules = [], compileOptions }: InstantiateOptions = {},
): InstantiateResult {
  const module = isModule(what) ? what : compileSync(what, compileOptions);
  const linked = link(source, module, imports, modules);
  const exposed = needsExposing(module, linked) ? compiledOf(module)?.exposedSync() : undefined;
  const instance = new WebAssembly.Instance(
    exposed?.module ?? module,
    linked.imports as WebAssembly.Imports,
  );
  return finish(module, instance, linked, exposed);
}

/** Binds a new instance, then runs its start function if that has not run. */
function finish(
  module: WebAssembly.Module,
  instance: WebAssembly.Instance,
  { imports, caller, modules }: Linked,
  exposed: Exposed | undefined,
): InstantiateResult {
  const { exports } = instance;
  const shape = compiledOf(module)?.shape;
  const memories = shape
    ? knownMemories(shape, exports, imports, exposed?.names)
    : foundMemories(module, exports, imports);
  if (exposed && shape) {
    hideExports(instance, exposed.names);
    rememberInstance(instance, { memories, shape });
  }
  caller?.bind(instance, memories, shape);
  const start = exposed?.names.start;
  const terminated = start !== undefined && runToEnd(exports[start] as () => void).terminated;
  return { module, instance, modules, terminated };
}

/** Lets an instance show the exports of the original module only. */
function hideExports(instance: WebAssembly.Instance, { memories, start }: HiddenNames): void {
  const hidden = new Set([...memories.values(), start]);
  const shown = Object.create(null) as WebAssembly.Exports;
  for (const [name, value] of Object.entries(instance.exports)) {
    if (!hidden.has(name)) shown[name] = value;
  }
  Object.defineProperty(instance, 'exports', { value: Object.freeze(shown) });
}

type Memories = readonly (WebAssembly.Memory | undefined)[];

const importedMemory = (
  imports: Linked['imports'],
  { module, name }: { module: string; name: string },
) => imports[module]?.[name] as WebAssembly.Memory;

/** The memories of an instance by number; a hole where one cannot be reached. */
function knownMemories(
  shape: ModuleShape,
  exports: WebAssembly.Exports,
  imports: Linked['imports'],
  hidden: HiddenNames | undefined,
): Memories {
  return shape.memories.map((memory, index) => {
    if (memory.import) return importedMemory(imports, memory.import);
    const name = shape.memoryNames.get(index) ?? hidden?.memories.get(index);
    return name === undefined ? undefined : (exports[name] as WebAssembly.Memory);
  });
}

/** The same of a module of which only JavaScript's view is known: imports come first. */
function foundMemories(
  module: WebAssembly.Module,
  exports: WebAssembly.Exports,
  imports: Linked['imports'],
): Memories {
  const isMemory = ({ kind }: { kind: string }) => kind === 'memory';
  const imported = WebAssembly.Module.imports(module).find(isMemory);
  if (imported) return [importedMemory(imports, imported)];
  const exported = WebAssembly.Module.exports(module).find(isMemory);
  return [exported && (exports[exported.name] as WebAssembly.Memory)];
}
