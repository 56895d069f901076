// What one JavaScript thread has once: the addon, the call frame, the dispatchers and the table of
// references. Everything of the loader that touches native code starts here.
import { type Accelerator, defaultAccelerator, fastDispatch } from './accelerator.js';
import { type Addon, loadAddon } from './addon.js';
import { createHooks } from './hooks.js';
import { References } from './references.js';
import type { AdapterImports } from './wasm/adapter.js';
import { FRAME_PAGES, FramePlaces } from './wasm/frame-places.js';

export interface Environment {
  readonly addon: Addon;
  readonly references: References;
  readonly imports: AdapterImports;
}

class Thread {
  readonly plain: Environment;
  readonly #path: string;
  #accelerated: Environment | undefined;
  #found: Environment | undefined;

  constructor() {
    const { addon, path } = loadAddon();
    this.#path = path;
    const frame = new WebAssembly.Memory({ initial: FRAME_PAGES, maximum: FRAME_PAGES });
    const references = new References(addon, frame);
    const imports: AdapterImports = {
      frame,
      places: new FramePlaces(frame),
      // Costs less than the Node-API function imported as it is: see docs/decisions/call-frame.md. This
      // arrow must not be made for another function, too, as V8 compiles it for the one it has seen.
      dispatch: () => addon.dispatch(),
      references,
    };
    addon.initialise(createHooks(imports, references), frame.buffer as ArrayBuffer);
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
