// What only host.instantiate() knows of an instance: its exports do not show it.
import type { ModuleShape } from '../wasm/reader.js';

export interface KnownInstance {
  /** By number; a hole where one cannot be reached. */
  readonly memories: readonly (WebAssembly.Memory | undefined)[];
  readonly shape: ModuleShape;
}

const known = new WeakMap<WebAssembly.Instance, KnownInstance>();

export function rememberInstance(instance: WebAssembly.Instance, facts: KnownInstance): void {
  known.set(instance, facts);
}

export function knownInstance(instance: WebAssembly.Instance): KnownInstance | undefined {
  return known.get(instance);
}
