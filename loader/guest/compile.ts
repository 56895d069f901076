// Compiles WebAssembly, and keeps beside a module what the loader has to know of it: what its binary
// says, and where something is hidden, a changed copy to instantiate in its place.
import { types } from 'node:util';
import { invalid } from '../validate.js';
import { copyBytes, isBytes } from '../wasm/brands.js';
import { expose, type HiddenNames } from '../wasm/expose.js';
import { ModuleShape } from '../wasm/reader.js';
import { CODE, DATA, readSections, type Section } from '../wasm/sections.js';
import { type CompileOptions, checkCompileOptions } from './instantiate-options.js';

/** A module that hides nothing, and the names of what the original hides. */
export interface Exposed {
  readonly module: WebAssembly.Module;
  readonly names: HiddenNames;
}

interface Original {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sections: readonly Section[];
  readonly options: CompileOptions | undefined;
  readonly module: WebAssembly.Module;
}

// TypeScript's types do not know the second argument.
const engine = {
  compile: (bytes: Uint8Array<ArrayBuffer>, options?: CompileOptions) =>
    (WebAssembly.compile as (...args: unknown[]) => Promise<WebAssembly.Module>)(bytes, options),
  compileSync: (bytes: Uint8Array<ArrayBuffer>, options?: CompileOptions) =>
    new (WebAssembly.Module as new (...args: unknown[]) => WebAssembly.Module)(bytes, options),
};

/** What is known of a module that was compiled here. */
export class CompiledModule {
  readonly shape: ModuleShape;
  // Set while something is hidden that no changed copy exposes yet.
  #original: Original | undefined;
  #exposed: Exposed | undefined;

  /** @param bytes nobody else's, and accepted by the engine */
  constructor(
    module: WebAssembly.Module,
    bytes: Uint8Array<ArrayBuffer>,
    options: CompileOptions | undefined,
  ) {
    const sections = readSections(bytes) ?? [];
    // A copy, so that code and data, which come last, are not kept.
    const code = sections.find(({ id }) => id === CODE || id === DATA);
    const declarations = bytes.slice(0, code?.start);
    this.shape = new ModuleShape(declarations, sections, () => importsOf(module));
    if (this.shape.start !== undefined || this.shape.hiddenMemories.length > 0) {
      this.#original = { bytes, sections, options, module };
    }
  }

  get hidesAnything(): boolean {
    return this.#original !== undefined || this.#exposed !== undefined;
  }

  /**
   * The module to instantiate when start function and memories are to be reached. Undefined when it is
   * the module itself: nothing is hidden, or the engine accepts no more exports.
   */
  async exposed(): Promise<Exposed | undefined> {
    const original = this.#original;
    if (!original) return this.#exposed;
    const { bytes, names } = this.#change(original);
    try {
      this.#exposed = { module: await engine.compile(bytes, original.options), names };
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
    }
    this.#original = undefined;
    return this.#exposed;
  }

  /** The same at once. */
  exposedSync(): Exposed | undefined {
    const original = this.#original;
    if (!original) return this.#exposed;
    const { bytes, names } = this.#change(original);
    try {
      this.#exposed = { module: engine.compileSync(bytes, original.options), names };
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
    }
    this.#original = undefined;
    return this.#exposed;
  }

  #change({ bytes, sections, module }: Original) {
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    return expose(bytes, sections, this.shape, names);
  }
}

const compiled = new WeakMap<WebAssembly.Module, CompiledModule>();

/** What is known of a module; undefined when it was not compiled here. */
export function compiledOf(module: WebAssembly.Module): CompiledModule | undefined {
  return compiled.get(module);
}

/** A copy of the bytes of a module. @throws PluginError ARGUMENT_INVALID */
export function bytesOf(source: unknown): Uint8Array<ArrayBuffer> {
  if (isBytes(source)) return copyBytes(source);
  const hint = types.isPromise(source) ? { hint: 'Await the bytes first' } : {};
  const expected = 'an ArrayBuffer or a view of one, or a compiled WebAssembly.Module';
  throw invalid(source, { action: 'compile', name: 'the source' }, expected, hint);
}

/** @throws PluginError ARGUMENT_INVALID; and what WebAssembly.compile throws */
export async function compile(source: unknown, given?: unknown): Promise<WebAssembly.Module> {
  const bytes = bytesOf(source);
  const options = checkCompileOptions(given);
  const module = await engine.compile(bytes, options);
  compiled.set(module, new CompiledModule(module, bytes, options));
  return module;
}

/** @throws PluginError ARGUMENT_INVALID; and what the constructor of WebAssembly.Module throws */
export function compileSync(source: unknown, given?: unknown): WebAssembly.Module {
  const bytes = bytesOf(source);
  const options = checkCompileOptions(given);
  const module = engine.compileSync(bytes, options);
  compiled.set(module, new CompiledModule(module, bytes, options));
  return module;
}

const imports = new WeakMap<WebAssembly.Module, readonly WebAssembly.ModuleImportDescriptor[]>();

/** What a module wants from its import object, in order; without what the engine provides itself. */
export function importsOf(module: WebAssembly.Module) {
  let list = imports.get(module);
  if (!list) {
    list = WebAssembly.Module.imports(module);
    imports.set(module, list);
  }
  return list;
}
