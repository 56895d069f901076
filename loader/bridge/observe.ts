// Stands between WebAssembly and the host functions of this process, and between the loader and the plug-ins' create
// functions: for who must say where a plug-in died, or has memories grow at awkward moments.
import { openSession, type Session } from './session.js';
import type { Addon, CallingSide, HeldMemory } from './types.js';

export interface Observer {
  /** Called before a module is created. */
  create?(module: string): void;
  /** Called before a host function, `module.function`; `memory` is the caller's first, if any. */
  call?(name: string, memory: WebAssembly.Memory | undefined): void;
}

/** Calls the observer for everything created from now on. What is accelerated is not, then. */
export function observe({ create, call }: Observer): void {
  const current = openSession() as { -readonly [Key in keyof Session]: Session[Key] };
  const { addon, imports } = current;
  const callers = new Map<bigint, { caller: CallingSide; number: number }>();

  const createModule: Addon['createModule'] = (module, session, plugin, name) => {
    create?.(name);
    return addon.createModule(module, session, plugin, name);
  };
  const bindFunction: Addon['bindFunction'] = (caller, module, pointer, at) => {
    const slot = addon.bindFunction(caller, module, pointer, at);
    const { functionNames } = caller as CallingSide;
    callers.set(slot, { caller: caller as CallingSide, number: functionNames.length });
    return slot;
  };
  // The addon's own properties are constant.
  current.addon = Object.create(addon, {
    createModule: { value: createModule },
    bindFunction: { value: bindFunction },
  });
  // The call frame begins with the slot of the binding.
  const frame = new BigUint64Array(imports.frame.buffer, 0, 1);
  const { dispatch } = imports;
  delete imports.accelerator; // calls would go past what follows
  imports.dispatch = () => {
    const slot = frame[0] as bigint;
    const { caller, number } = callers.get(slot) as { caller: CallingSide; number: number };
    const held = caller.objects[0] as HeldMemory | undefined;
    call?.(caller.functionNames[number] as string, held?.memory);
    // What ran meanwhile may have used the frame's first word; its values it must not touch.
    frame[0] = slot;
    dispatch();
  };
}
