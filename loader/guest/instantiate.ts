// Instantiates WebAssembly with what it imports from plug-ins, and ties the host functions to the instance.
import type { Session } from '../bridge/session.js';
import type { PluginModule } from '../plugin-module.js';
import { runToEnd } from '../termination.js';
import { isBytes, isMemory, isModule } from '../wasm/brands.js';
import type { HiddenNames } from '../wasm/expose.js';
import type { ModuleShape } from '../wasm/reader.js';
import {
  type CompiledModule,
  compile,
  compiledOf,
  compileSync,
  type Exposed,
  importsOf,
} from './compile.js';
import { checkInstantiateOptions, type InstantiateResult } from './instantiate-options.js';
import { rememberInstance } from './known-instances.js';
import { Link, type ModuleSource } from './link.js';
import { NodeWasi } from './wasi.js';

/**
 * Whether the module's changed copy is needed: host functions look at its memory, and its start function
 * may call some, also through imports of JavaScript.
 */
function needsExposing(compiled: CompiledModule | undefined, { caller, imports }: Link): boolean {
  if (!compiled?.hidesAnything) return false;
  if (caller) return true;
  return compiled.shape.start !== undefined && Object.keys(imports).length > 0;
}

/** The module when it is one; undefined for what is to be compiled. */
function moduleOf(what: unknown): WebAssembly.Module | undefined {
  const isKnown = compiledOf(what as WebAssembly.Module) !== undefined;
  return isKnown || (!isBytes(what) && isModule(what)) ? (what as WebAssembly.Module) : undefined;
}

/** @internal @throws as PluginHost.instantiate() says */
export async function instantiate<Exports extends object>(
  source: ModuleSource,
  what: unknown,
  options: unknown,
): Promise<InstantiateResult<Exports>> {
  const { imports, modules = [], wasi, compileOptions } = checkInstantiateOptions(options);
  const module = moduleOf(what) ?? (await compile(what, compileOptions));
  const program = wasi && NodeWasi.for(module, wasi);
  const link = new Link(source, module, program?.below(imports) ?? imports, modules);
  const compiled = compiledOf(module);
  const exposed = needsExposing(compiled, link) ? await compiled?.exposed() : undefined;
  const toRun = exposed?.module ?? module;
  let instance: WebAssembly.Instance | undefined;
  while (!instance) {
    try {
      instance = await WebAssembly.instantiate(toRun, link.imports as WebAssembly.Imports);
    } catch (error) {
      link.relink(error, compiled?.shape);
    }
  }
  return finish(source, module, instance, link, exposed, program);
}

/** @internal @throws as PluginHost.instantiateSync() says */
export function instantiateSync<Exports extends object>(
  source: ModuleSource,
  what: unknown,
  options: unknown,
): InstantiateResult<Exports> {
  const { imports, modules = [], wasi, compileOptions } = checkInstantiateOptions(options);
  const module = moduleOf(what) ?? compileSync(what, compileOptions);
  const program = wasi && NodeWasi.for(module, wasi);
  const link = new Link(source, module, program?.below(imports) ?? imports, modules);
  const compiled = compiledOf(module);
  const exposed = needsExposing(compiled, link) ? compiled?.exposedSync() : undefined;
  const toRun = exposed?.module ?? module;
  let instance: WebAssembly.Instance | undefined;
  while (!instance) {
    try {
      instance = new WebAssembly.Instance(toRun, link.imports as WebAssembly.Imports);
    } catch (error) {
      link.relink(error, compiled?.shape);
    }
  }
  return finish(source, module, instance, link, exposed, program);
}

/** Binds a new instance, then runs its start function if that has not run. */
function finish<Exports extends object>(
  { session }: ModuleSource,
  module: WebAssembly.Module,
  instance: WebAssembly.Instance,
  { imports, caller, modules }: Link,
  exposed: Exposed | undefined,
  wasi: NodeWasi | undefined,
): InstantiateResult<Exports> {
  const { exports } = instance;
  const shape = compiledOf(module)?.shape;
  const memories = shape
    ? knownMemories(shape, exports, imports, exposed?.names)
    : foundMemories(module, exports, imports);
  if (exposed && shape) {
    hideExports(instance, exposed.names);
    rememberInstance(instance, { memories, shape });
  }
  if (shape) rememberTypes(session, exports, shape);
  caller?.bind(instance, memories, shape);
  const start = exposed?.names.start;
  const terminated = start !== undefined && runToEnd(exports[start] as () => void).terminated;
  const typed = instance as typeof instance & { readonly exports: Exports };
  const result = { module, instance: typed, modules: modules as PluginModule[], terminated };
  if (!wasi) return result;
  wasi.bind(instance);
  return { ...result, wasi };
}

/** Remembers the types of exported functions, which may be passed to host functions of any instance. */
function rememberTypes(
  { references }: Session,
  exports: WebAssembly.Exports,
  shape: ModuleShape,
): void {
  for (const { name, kind, index } of shape.exports) {
    const signature = kind === 'function' ? shape.functions[index] : undefined;
    if (signature) references.setSignature(exports[name] as CallableFunction, signature);
  }
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
  imports: Link['imports'],
  { module, name }: { module: string; name: string },
) => imports[module]?.[name] as WebAssembly.Memory;

/** The memories of an instance by number; a hole where one cannot be reached. */
function knownMemories(
  shape: ModuleShape,
  exports: WebAssembly.Exports,
  imports: Link['imports'],
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
  imports: Link['imports'],
): Memories {
  const imported = importsOf(module).find(({ kind }) => kind === 'memory');
  if (imported) return [importedMemory(imports, imported)];
  return [Object.values(exports).find((value) => isMemory(value))];
}
