// What native instances stand for: entry `index` of their owner's list. Native code holds its owners
// weakly and asks them by number (hooks.ts), so cycles through JavaScript stay collectable.
import type { Caller } from './caller.js';
import type { GlobalAccess } from './wasm/adapter.js';
import type { ReferenceType, Signature } from './wasm/types.js';

export interface HeldFunction {
  readonly target: CallableFunction;
  /** On whose behalf references among parameters and results are converted. */
  readonly caller: Caller;
  /** Undefined until known: JavaScript does not tell, see hooks.ts. */
  signature: Signature | undefined;
  call: (() => void) | undefined;
}

export interface HeldMemory {
  readonly memory: WebAssembly.Memory;
}

export interface HeldTable {
  readonly table: WebAssembly.Table;
  readonly type: ReferenceType;
  readonly caller: Caller;
}

export interface HeldGlobal {
  readonly access: GlobalAccess;
}

export interface Owner {
  readonly objects: (HeldFunction | HeldMemory | HeldTable | HeldGlobal)[];
}
