// The options of a plug-in as this thread set them. They are the process's, and a plug-in reads them when it
// likes: a value that was set may not change under a module that was made with it.
import { isDisposed, type PluginModule } from './plugin-module.js';

/** A value as the engine takes it. */
export type RawValue = boolean | number | bigint | string;

export class PluginOptions {
  /** Values that were set, and when; the time counts sets and modules. */
  readonly #values = new Map<string, { readonly value: RawValue; readonly since: number }>();
  // Weak, as modules nobody uses any more are freed without dispose().
  readonly #modules = new Map<WeakRef<PluginModule<object>>, number>();
  #collected: FinalizationRegistry<WeakRef<PluginModule<object>>> | undefined;
  #time = 0;

  /** Those of the plug-in in this file, whichever host it is of. */
  static of(path: string): PluginOptions {
    const known = byPath.get(path) ?? new PluginOptions();
    byPath.set(path, known);
    return known;
  }

  /** The value that was set; undefined when none was. */
  valueOf(name: string): RawValue | undefined {
    return this.#values.get(name)?.value;
  }

  set(name: string, value: RawValue): void {
    if (Object.is(this.valueOf(name), value)) return;
    this.#time += 1;
    this.#values.set(name, { value, since: this.#time });
  }

  /** From now until it is disposed of or collected, values that were set may not change. */
  use(module: PluginModule<object>): void {
    const reference = new WeakRef(module);
    this.#time += 1;
    this.#modules.set(reference, this.#time);
    this.#collected ??= new FinalizationRegistry((gone) => this.#modules.delete(gone));
    this.#collected.register(module, reference);
  }

  /** A module that was made with the value that was set for the option, if there is one. */
  user(name: string): PluginModule<object> | undefined {
    const since = this.#values.get(name)?.since ?? Number.POSITIVE_INFINITY;
    for (const [reference, made] of this.#modules) {
      const module = reference.deref();
      if (!module || isDisposed(module)) this.#modules.delete(reference);
      else if (made > since) return module;
    }
    return undefined;
  }
}

const byPath = new Map<string, PluginOptions>();
