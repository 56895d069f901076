// WASI preview 1 for guests: what programs say of it, and Node's own.
import { createRequire } from 'node:module';
import type { WASI } from 'node:wasi';
import { runToEnd } from '../termination.js';
import { type Check, entries, list, optional, options, text } from '../validate.js';
import { importsOf } from './compile.js';
import { lookUp } from './import-lookup.js';

/** What a WASI program sees of the outside; nothing by default but the standard streams. */
export interface WasiOptions {
  /** Its arguments; the first is the program's own name. */
  args?: readonly string[];
  /** Its environment variables. */
  env?: Readonly<Record<string, string>>;
  /** Directories, by the names under which it sees them. */
  preopens?: Readonly<Record<string, string>>;
}

/** What runs a WASI program that was instantiated with the option `wasi`. */
export interface WasiProgram {
  /**
   * Calls its `_start`, once.
   *
   * @returns its exit code; 0 also when a host function of a plug-in ends the run
   */
  start(): number;
  /** Calls `_initialize` of a reactor, if it has one, before its other exports are called. */
  initialize(): void;
}

export interface CheckedWasi {
  readonly args: readonly string[];
  readonly env: readonly (readonly [string, string])[];
  readonly preopens: readonly (readonly [string, string])[];
}

const record = (what: string) => entries(`an object of ${what}`, text);

const check = options({
  fields: {
    args: optional(list('an array of strings', text)),
    env: optional(record('variables: { [name]: value }')),
    preopens: optional(record('directories: { [name]: path }')),
  },
  example: '{ args: ["program"], preopens: { "/": "." } }',
});

/** @throws PluginError ARGUMENT_INVALID */
export const checkWasi: Check<CheckedWasi | undefined> = (value, place) => {
  if (value === undefined) return undefined;
  const { args = [], env = [], preopens = [] } = check(value, place);
  return { args, env, preopens };
};

/** The modules that programs import it from, and Node's names of the versions. */
const VERSIONS = { wasi_snapshot_preview1: 'preview1', wasi_unstable: 'unstable' } as const;

/** Whether a module is WASI's. */
export function isWasi(module: string): module is keyof typeof VERSIONS {
  return Object.hasOwn(VERSIONS, module);
}

/** Node's WASI for one instance. */
export class NodeWasi implements WasiProgram {
  readonly #wasi: WASI;
  readonly #module: string;
  #instance: WebAssembly.Instance | undefined;

  constructor({ args, env, preopens }: CheckedWasi, module: keyof typeof VERSIONS) {
    this.#module = module;
    // Loaded only now: Node warns that it is experimental.
    const { WASI } = createRequire(import.meta.url)('node:wasi') as typeof import('node:wasi');
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
