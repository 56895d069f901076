// What WebAssembly ends with when a host function fails. Part of the package's API.
import { isErrorNamed } from './wasm/brands.js';

const CODES = [
  'HOST_FUNCTION_FAILED',
  'TERMINATED',
  'MODULE_DISPOSED',
  'MEMORY_UNREACHABLE',
  'REFERENCE_RELEASED',
] as const;

/**
 * A trap: WebAssembly cannot catch it. It is a WebAssembly.RuntimeError, of the realm that loaded the
 * plug-ins.
 */
export interface HostCallError extends Error {
  readonly name: 'RuntimeError';
  /** Why, in one word. */
  readonly code: (typeof CODES)[number];
  /** What to do about it. */
  readonly hint?: string;
  /** The low 24 bits of what the host function returned; for HOST_FUNCTION_FAILED and TERMINATED. */
  readonly resultCode?: number;
  /** Whose code it is: WasmEdge's, or the plug-in's own. */
  readonly category?: 'wasm' | 'user';
}

/** Whether an error is what WebAssembly ends with when a host function fails or ends the run. */
export function isHostCallError(error: unknown): error is HostCallError {
  return (
    isErrorNamed('RuntimeError', error) &&
    (CODES as readonly unknown[]).includes((error as Partial<HostCallError>).code)
  );
}
