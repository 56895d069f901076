// The options of a plug-in as this thread set them. They are the process's, and a plug-in reads them when it
// likes: a value may not change under a module that was made with it.
import type { RawOption } from './bridge/types.js';
import { isDisposed, type PluginModule } from './plugin-module.js';

/** A value as the engine takes it. */
export type RawValue = boolean | number | bigint | string;

export class PluginOptions {
  readonly #values = new Map<string, RawValue>();
  // Weak, as modules nobody uses any more are freed without dispose().
  readonly #modules = new Set<WeakRef<PluginModule<object>>>();
  #collected: FinalizationRegistry<WeakRef<PluginModule<object>>> | undefined;

  /** Those of the plug-in in this file, whichever host it is of. */
  static of(path: string): PluginOptions {
    const known = byPath.get(path) ?? new PluginOptions();
    byPath.set(path, known);
    return known;
  }

  /** The value in effect; undefined when none is set and none declared. */
  valueOf({ name, defaultValue }: Pick<RawOption, 'name' | 'defaultValue'>): RawValue | undefined {
    return this.#values.get(name) ?? defaultValue;
  }

  set(name: string, value: RawValue): void {
    this.#values.set(name, value);
  }

  /** From now until it is disposed of or collected, values may not change. */
  use(module: PluginModule<object>): void {
    const reference = new WeakRef(module);
    this.#modules.add(reference);
    this.#collected ??= new FinalizationRegistry((gone) => this.#modules.delete(gone));
    this.#collected.register(module, reference);
  }

  /** A module that was made with the values as they are, if there is one. */
  user(): PluginModule<object> | undefined {
    for (const reference of this.#modules) {
      const module = reference.deref();
      if (module && !isDisposed(module)) return module;
      this.#modules.delete(reference);
    }
    return undefined;
  }
}

const byPath = new Map<string, PluginOptions>();
