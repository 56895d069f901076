// How runs of WebAssembly end in a stock libwasmedge, as the errors that Node's own engine ends with.
import { createTrap } from '../bridge/trap.js';
import { HOST_FUNCTION_ERROR, messageOfTrap, resultOf } from '../wasm/trap-codes.js';

/** What a function of JavaScript threw inside, and the result that stands for it. */
export interface Thrown {
  readonly error: unknown;
  readonly result: number;
}

const SUCCESS = 0;
const TERMINATED = 1;

/** The result of a host function of JavaScript that threw. */
export function resultOfThrown(error: unknown): number {
  const result = resultOf(error);
  return result === SUCCESS ? HOST_FUNCTION_ERROR : result;
}

const isOf = (code: number, first: number) => code >= first && code < first + 0x100;

/**
 * The error for a result that is no success.
 *
 * @param result the bits of a WasmEdge_Result: category above, code in the low 24 bits
 * @param message what the runtime calls it
 */
export function failureOf(result: number, message: string): Error {
  const resultCode = result & 0xff_ffff;
  const category = result >>> 24 === 0 ? 'wasm' : 'user';
  if (category === 'wasm') {
    if (resultCode === TERMINATED) {
      return createTrap('A host function ended the run', {
        code: 'TERMINATED',
        resultCode,
        category,
      });
    }
    if (isOf(resultCode, 0x100) || isOf(resultCode, 0x200)) {
      return new WebAssembly.CompileError(message);
    }
    // Segments that do not fit are traps since bulk memory.
    if (resultCode >= 0x300 && resultCode < 0x303) return new WebAssembly.LinkError(message);
    if (resultCode >= 0x303 && resultCode !== HOST_FUNCTION_ERROR) {
      // The runtime does not say whether WebAssembly trapped or a host function returned this code.
      const trap = new WebAssembly.RuntimeError(messageOfTrap(resultCode) ?? message);
      return Object.assign(trap, { resultCode, category });
    }
  }
  const shown =
    category === 'user' ? `the plug-in's own code 0x${resultCode.toString(16)}` : message;
  return createTrap(`A host function failed: ${shown}`, {
    code: 'HOST_FUNCTION_FAILED',
    resultCode,
    category,
  });
}
