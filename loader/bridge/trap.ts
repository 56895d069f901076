// Errors that WebAssembly cannot catch, for host functions that fail.
import { encodeModule } from '../wasm/encoder.js';

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const JavaScriptError = Error;

/** What provokes a trap, and the prototype of its error. */
interface Trap {
  readonly run: () => never;
  readonly prototype: object;
}
let trap: Trap | undefined;

function makeTrap(): Trap {
  const bytes = encodeModule({
    functions: [{ signature: { params: [], results: [] }, body: [0x00] }], // unreachable
    exports: [{ name: 'trap', kind: 'function', index: 0 }],
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return { run: exports.trap as () => never, prototype: WebAssembly.RuntimeError.prototype };
}

/** How many frames at the top of the stack are the loader's at most: from here to the adapter. */
const OWN_FRAMES = 6;

/**
 * Lets the next error have so many more frames, where programs let that be changed: hardened ones freeze
 * Error. Returns what undoes it.
 */
function raiseStackTraceLimit(): () => void {
  const limit: unknown = getOwnPropertyDescriptor(JavaScriptError, 'stackTraceLimit')?.value;
  if (typeof limit !== 'number') return () => {};
  const set = (value: number) =>
    defineProperty(JavaScriptError, 'stackTraceLimit', { __proto__: null, value } as object);
  return set(limit + OWN_FRAMES) ? () => set(limit) : () => {};
}

const isTrap = (error: unknown, { prototype }: Trap): error is Error =>
  getPrototypeOf(error as object) === prototype;

/**
 * A RuntimeError with this message and these properties, to be thrown. V8 marks the errors of real
 * traps, and WebAssembly's catch_all passes over them; no other error has that mark, so a trap is
 * provoked and given other words. Nothing here fails when a program has frozen or changed what
 * JavaScript has built in, and nothing asks for the stack: V8 writes it, with the message of then, when
 * somebody does.
 */
export function createTrap(message: string, properties: object): Error {
  trap ??= makeTrap();
  const undo = raiseStackTraceLimit();
  let error: unknown;
  try {
    trap.run();
  } catch (thrown) {
    error = thrown;
  } finally {
    undo();
  }
  if (!isTrap(error, trap)) throw error; // the stack is exhausted
  defineProperty(error, 'message', { __proto__: null, value: message } as object);
  for (const [key, value] of Object.entries(properties)) {
    const attributes = { writable: true, enumerable: true, configurable: true };
    defineProperty(error, key, { __proto__: null, value, ...attributes } as object);
  }
  return error;
}
