// WASI of a stock libwasmedge for one instance.
import type { CheckedWasi, WasiProgram } from '../guest/wasi-options.js';
import { isTermination } from '../termination.js';
import { findNative } from './exports.js';
import { Owner } from './lifetime.js';
import type { Runtime } from './runtime.js';

const NO_VALUES = { params: [], results: [] };

export class EngineWasi implements WasiProgram {
  readonly pointer: bigint;
  readonly owner: Owner;
  readonly #runtime: Runtime;
  #instance = 0n;
  #user: Owner | undefined;

  constructor(runtime: Runtime, { args, env, preopens }: CheckedWasi) {
    const { api } = runtime;
    const variables = env.map((pair) => pair.join('='));
    const directories = preopens.map((pair) => pair.join(':'));
    const pointer = api.ModuleInstanceCreateWASI(
      ...[args, variables, directories].flatMap((texts) => [texts, texts.length]),
    ) as bigint;
    this.pointer = pointer;
    this.owner = new Owner([], [() => api.ModuleInstanceDelete(pointer)]);
    this.#runtime = runtime;
  }

  bind(instance: bigint, user: Owner): void {
    this.#instance = instance;
    this.#user = user;
  }

  #call(name: string): void {
    this.#user?.assertUsable();
    const pointer = findNative(this.#runtime, this.#instance, 'function', name);
    if (pointer !== undefined) this.#runtime.invoke(pointer, NO_VALUES, []);
    else if (name === '_start') throw new TypeError('the instance exports no function "_start"');
  }

  start(): number {
    try {
      this.#call('_start');
    } catch (error) {
      if (!isTermination(error)) throw error;
    }
    return this.#runtime.api.ModuleInstanceWASIGetExitCode(this.pointer) as number;
  }

  initialize(): void {
    this.#call('_initialize');
  }
}
