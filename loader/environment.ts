// What one JavaScript thread has once: the addon, the call frame, the dispatchers and the table of
// references. Everything of the loader that touches native code starts here.
import { type Accelerator, defaultAccelerator, fastDispatch } from './accelerator.js';
import { type Addon, loadAddon } from './addon.js';
import { createHooks } from './hooks.js';
import { References } from './references.js';
import type { AdapterImports } from './wasm/adapter.js';

export interface Environment {
  readonly addon: Addon;
  readonly references: References;
  readonly imports: AdapterImports;
}

// V8 calls an imported Node-API function through slower code than an arrow before Node 22, and through
// faster code from then on.
const DIRECT_DISPATCH = Number.parseInt(process.versions.node, 10) >= 22;

class Thread {
  readonly plain: Environment;
  readonly #path: string;
  #accelerated: Environment | undefined;
  #found: Environment | undefined;

  constructor() {
    const { addon, path } = loadAddon();
    this.#path = path;
    const references = new References(addon);
    const imports: AdapterImports = {
      frame: new WebAssembly.Memory({ initial: 1, maximum: 1 }),
      dispatch: DIRECT_DISPATCH ? addon.dispatch : () => addon.dispatch(),
      references,
    };
    addon.initialise(createHooks(imports, references), imports.frame.buffer as ArrayBuffer);
    this.plain = { addon, references, imports };
  }

  /** With the accelerator; @throws PluginError ACCELERATOR_UNAVAILABLE */
  get accelerated(): Environment {
    this.#accelerated ??= this.#accelerate('on') as Environment;
    return this.#accelerated;
  }

  /** What the start-up check found faster. */
  get fastest(): Environment {
    this.#found ??= this.#accelerate('auto') ?? this.plain;
    return this.#found;
  }

  #accelerate(accelerator: 'on' | 'auto'): Environment | undefined {
    const { addon, references, imports } = this.plain;
    const fast = fastDispatch(addon, this.#path, accelerator);
    const { settle } = addon;
    return fast && { addon, references, imports: { ...imports, accelerator: { fast, settle } } };
  }
}

let thread: Thread | undefined;

/**
 * This thread's environment with or without the accelerator; loads the addon when first asked.
 *
 * @throws PluginError ADDON_NOT_FOUND, ADDON_FAILED, ACCELERATOR_UNAVAILABLE
 */
export function environment(accelerator: Accelerator = defaultAccelerator()): Environment {
  thread ??= new Thread();
  if (accelerator === 'off') return thread.plain;
  return accelerator === 'on' ? thread.accelerated : thread.fastest;
}
