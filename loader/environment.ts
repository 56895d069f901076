// What one JavaScript thread has once: the addon, the call frame, the dispatcher and the table of
// references. Everything of the loader that touches native code starts here.
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

let current: Environment | undefined;

function createEnvironment(): Environment {
  const addon = loadAddon();
  const references = new References(addon);
  const { externToPointer, externFromPointer, functionToPointer, functionFromPointer } = references;
  const imports: AdapterImports = {
    frame: new WebAssembly.Memory({ initial: 1, maximum: 1 }),
    dispatch: DIRECT_DISPATCH ? addon.dispatch : () => addon.dispatch(),
    ...{ externToPointer, externFromPointer, functionToPointer, functionFromPointer },
  };
  addon.initialise(createHooks(imports, references), imports.frame.buffer as ArrayBuffer);
  return { addon, references, imports };
}

/** This thread's environment; loads the addon when first asked. */
export function environment(): Environment {
  current ??= createEnvironment();
  return current;
}
