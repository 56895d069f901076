// Errors that WebAssembly cannot catch, for host functions that fail.
import { encodeModule } from '../wasm/encoder.js';

let trap: (() => never) | undefined;

function makeTrap(): () => never {
  const bytes = encodeModule({
    functions: [{ signature: { params: [], results: [] }, body: [0x00] }], // unreachable
    exports: [{ name: 'trap', kind: 'function', index: 0 }],
  });
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.trap as () => never;
}

/** How many frames at the top of the stack are this package's. */
const OWN_FRAMES = 6;

/**
 * A RuntimeError with this message and these properties, to be thrown. V8 marks the errors of real
 * traps, and WebAssembly's catch_all passes over them; no other error has that mark, so a trap is
 * provoked and given other words.
 */
export function createTrap(message: string, properties: object): WebAssembly.RuntimeError {
  trap ??= makeTrap();
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = stackTraceLimit + OWN_FRAMES;
    return trap();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error; // the stack is exhausted
    const header = `${error.name}: ${error.message}`;
    const { stack } = error;
    error.message = message;
    if (stack?.startsWith(header)) {
      error.stack = `${error.name}: ${message}${stack.slice(header.length)}`;
    }
    return Object.assign(error, properties);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
