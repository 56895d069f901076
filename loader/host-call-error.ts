// What WebAssembly ends with when a host function fails. Part of the package's API.
import { isErrorNamed } from './wasm/brands.js';

/**
 * A trap: WebAssembly cannot catch it. It is a WebAssembly.RuntimeError, of the realm that loaded the
 * plug-ins.
 */
export interface HostCallError extends Error {
  /** That of the engine's class. */
  readonly name: 'RuntimeError';
  /** Why, in one word. */
  readonly code:
    | 'HOST_FUNCTION_FAILED'
    | 'TERMINATED'
    | 'MODULE_DISPOSED'
    | 'MEMORY_UNREACHABLE'
    | 'REFERENCE_RELEASED';
  /** What to do about it. */
  readonly hint?: string;
  /** The low 24 bits of what the host function returned; for HOST_FUNCTION_FAILED and TERMINATED. */
  readonly resultCode?: number;
  /** Whose code it is: WasmEdge's, or the plug-in's own. */
  readonly category?: 'wasm' | 'user';
}

const CODES: readonly HostCallError['code'][] = [
  'HOST_FUNCTION_FAILED',
  'TERMINATED',
  'MODULE_DISPOSED',
  'MEMORY_UNREACHABLE',
  'REFERENCE_RELEASED',
];

/**
 * Whether an error is what WebAssembly ends with when a host function fails or ends the run.
 *
 * @param error - anything that was thrown
 * @returns true for such a trap, false for all else
 */
export function isHostCallError(error: unknown): error is HostCallError {
  return (
    isErrorNamed('RuntimeError', error) &&
    (CODES as readonly unknown[]).includes((error as Partial<HostCallError>).code)
  );
}
