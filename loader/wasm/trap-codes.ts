// The result codes of the C API for exceptions that end WebAssembly. A host function that
// has called back gets a WasmEdge_Result where JavaScript has an exception.
import { isErrorNamed } from './brands.js';
import { isException } from './intrinsics.js';

/** WasmEdge_ErrCode of V8's traps, by the beginning of their messages. Others are RuntimeError. */
const TRAPS: readonly (readonly [string, number])[] = [
  ['unreachable', 0x40a],
  ['memory access out of bounds', 0x408],
  ['table index is out of bounds', 0x407],
  ['divide by zero', 0x404],
  ['remainder by zero', 0x404],
  ['divide result unrepresentable', 0x405],
  ['float unrepresentable', 0x406],
  ['null function or function signature mismatch', 0x40d],
  ['function signature mismatch', 0x40d], // from Node 26 on
  ['operation does not support unaligned accesses', 0x410],
  ['array element access out of bounds', 0x409],
  ['illegal cast', 0x418],
];
const RUNTIME_ERROR = 0x2;
export const HOST_FUNCTION_ERROR = 0x40e;
const UNCAUGHT_EXCEPTION = 0x419;

/** The properties a failed host call's error has, see createTrap(). */
interface CallError extends Error {
  resultCode?: number;
  category?: 'wasm' | 'user';
}

/** The bits of a WasmEdge_Result: category above, code in the low 24 bits. */
export function resultOf(error: unknown): number {
  if (isErrorNamed('RuntimeError', error)) {
    const { resultCode, category, message } = error as CallError;
    if (resultCode !== undefined) return (category === 'user' ? 1 << 24 : 0) + resultCode;
    return TRAPS.find(([text]) => message.startsWith(text))?.[1] ?? RUNTIME_ERROR;
  }
  if (isException(error)) return UNCAUGHT_EXCEPTION;
  return isErrorNamed('RangeError', error) ? RUNTIME_ERROR : HOST_FUNCTION_ERROR;
}

/** V8's words for a trap of this code; undefined for one that it does not have. */
export function messageOfTrap(code: number): string | undefined {
  return TRAPS.find(([, each]) => each === code)?.[0];
}
