// What one JavaScript thread has once: the addon, the call frame, the dispatchers and the table of
// references. Everything of the loader that touches native code starts here.

import type { AdapterImports } from '../wasm/adapter.js';
import { FramePlaces } from '../wasm/frame-places.js';
import { defaultAccelerator, fastDispatch } from './accelerator.js';
import { loadAddon } from './addon.js';
import { createFrame } from './frame.js';
import { createHooks } from './hooks.js';
import type { Accelerator } from './options.js';
import { References } from './references.js';
import type { Addon } from './types.js';

export interface Session {
  readonly addon: Addon;
  readonly references: References;
  readonly imports: AdapterImports;
}

class Thread {
  readonly plain: Session;
  readonly #path: string;
  #accelerated: Session | undefined;
  #found: Session | undefined;

  constructor() {
    const { addon, path } = loadAddon();
    this.#path = path;
    const frame = createFrame();
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
  get accelerated(): Session {
    this.#accelerated ??= this.#accelerate('on') as Session;
    return this.#accelerated;
  }

  /** What the start-up check found faster. */
  get fastest(): Session {
    this.#found ??= this.#accelerate('auto') ?? this.plain;
    return this.#found;
  }

  #accelerate(accelerator: 'on' | 'auto'): Session | undefined {
    const { addon, references, imports } = this.plain;
    const fast = fastDispatch(addon, this.#path, accelerator);
    const { settle } = addon;
    return fast && { addon, references, imports: { ...imports, accelerator: { fast, settle } } };
  }
}

let thread: Thread | undefined;

/**
 * The session of this thread with or without the accelerator; loads the addon when first asked.
 *
 * @throws PluginError RUNTIME_UNSUPPORTED, ADDON_NOT_FOUND, ADDON_FAILED, ADDRESS_SPACE_EXHAUSTED,
 *   ACCELERATOR_UNAVAILABLE
 */
export function openSession(accelerator: Accelerator = defaultAccelerator()): Session {
  thread ??= new Thread();
  if (accelerator === 'off') return thread.plain;
  return accelerator === 'on' ? thread.accelerated : thread.fastest;
}
