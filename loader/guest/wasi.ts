// Node's own WASI for guests.
import type { WASI } from 'node:wasi';
import { runToEnd } from '../termination.js';
import { importsOf } from './compile.js';
import { lookUp } from './import-lookup.js';
import { type CheckedWasi, isWasi, VERSIONS, type WasiProgram } from './wasi-options.js';

/** Node's WASI for one instance. */
export class NodeWasi implements WasiProgram {
  readonly #wasi: WASI;
  readonly #module: string;
  #instance: WebAssembly.Instance | undefined;

  constructor({ args, env, preopens }: CheckedWasi, module: keyof typeof VERSIONS) {
    this.#module = module;
    // Loaded only now: Node warns that it is experimental.
    const { WASI } = process.getBuiltinModule('node:wasi');
    this.#wasi = new WASI({
      version: VERSIONS[module],
      args: [...args],
      env: Object.fromEntries(env),
      preopens: Object.fromEntries(preopens),
      returnOnExit: true,
    });
  }

  /** The one for a module; undefined when that imports nothing from WASI. */
  static for(module: WebAssembly.Module, wasi: CheckedWasi): NodeWasi | undefined {
    const from = importsOf(module).find((item) => isWasi(item.module))?.module;
    return from === undefined ? undefined : new NodeWasi(wasi, from as keyof typeof VERSIONS);
  }

  /** An import object with WASI below what is given. */
  below(given: unknown): object {
    const own = lookUp(given, this.#module);
    const names = Object.assign(Object.create(null) as object, this.#wasi.wasiImport, own);
    return Object.create((given as object | undefined) ?? null, {
      [this.#module]: { value: names, enumerable: true },
    }) as object;
  }

  bind(instance: WebAssembly.Instance): void {
    this.#instance = instance;
  }

  start(): number {
    const run = runToEnd(() => this.#wasi.start(this.#instance as object) as unknown as number);
    return run.terminated ? 0 : run.value;
  }

  initialize(): void {
    this.#wasi.initialize(this.#instance as object);
  }
}
