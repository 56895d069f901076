// What one evaluation of this code has once: the addon, the dispatchers, the hooks and the table of
// references. Everything of the loader that touches native code starts here.
import type { AdapterImports } from '../wasm/adapter.js';
import { FramePlaces } from '../wasm/frame-places.js';
import { defaultAccelerator, fastDispatch } from './accelerator.js';
import { loadAddon } from './addon.js';
import { createHooks, type Hooks } from './hooks.js';
import type { Accelerator } from './options.js';
import { References } from './references.js';
import { openShared } from './shared.js';
import type { Addon } from './types.js';

export class Session {
  readonly addon: Addon;
  readonly references: References;
  readonly imports: AdapterImports;
  /** Kept here, see Addon.createSession(). */
  readonly hooks: Hooks;

  constructor(addon: Addon, references: References, imports: AdapterImports) {
    this.addon = addon;
    this.references = references;
    this.imports = imports;
    this.hooks = createHooks(imports, references);
    addon.createSession(this, this.hooks);
  }
}

class Sessions {
  readonly plain: Session;
  readonly #path: string;
  #accelerated: Session | undefined;
  #found: Session | undefined;

  constructor() {
    const { addon, path } = loadAddon();
    this.#path = path;
    const shared = openShared(addon);
    const references = new References(addon, shared);
    this.plain = new Session(addon, references, {
      frame: shared.frame,
      places: new FramePlaces(shared),
      // Costs less than the Node-API function imported as it is: see docs/decisions/call-frame.md. This
      // arrow must not be made for another function, too, as V8 compiles it for the one it has seen.
      dispatch: () => addon.dispatch(),
      references,
    });
  }

  /** With the accelerator; @throws PluginError ACCELERATOR_UNAVAILABLE */
  get accelerated(): Session {
    this.#accelerated ??= this.#accelerate('on') as Session;
    return this.#accelerated;
  }

  /** What is known to be faster on this version of Node. */
  get fastest(): Session {
    this.#found ??= this.#accelerate('auto') ?? this.plain;
    return this.#found;
  }

  #accelerate(accelerator: 'on' | 'auto'): Session | undefined {
    const { addon, references, imports } = this.plain;
    const fast = fastDispatch(addon, this.#path, accelerator);
    const { settle } = addon;
    return fast && new Session(addon, references, { ...imports, accelerator: { fast, settle } });
  }
}

let sessions: Sessions | undefined;

/**
 * The session of this evaluation with or without the accelerator; loads the addon when first asked.
 *
 * @throws PluginError RUNTIME_UNSUPPORTED, ADDON_NOT_FOUND, ADDON_FAILED, LOADER_CONFLICT,
 *   ADDRESS_SPACE_EXHAUSTED, ACCELERATOR_UNAVAILABLE
 */
export function openSession(accelerator: Accelerator = defaultAccelerator()): Session {
  sessions ??= new Sessions();
  if (accelerator === 'off') return sessions.plain;
  return accelerator === 'on' ? sessions.accelerated : sessions.fastest;
}
