// Running WebAssembly that may be ended by a host function. Part of the package's API.

/**
 * How a run ended: with a value, or because a host function terminated it.
 *
 * @typeParam T - what the run returns
 */
export type RunResult<T> =
  | { readonly terminated: false; readonly value: T }
  | { readonly terminated: true };

/**
 * Whether this is what a host function throws that ended the run with WasmEdge_Result_Terminate.
 *
 * @param error - anything that was thrown
 * @returns true for a termination, false for all else
 */
export function isTermination(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError &&
    (error as WebAssembly.RuntimeError & { code?: string }).code === 'TERMINATED'
  );
}

/**
 * Runs WebAssembly until it returns or a host function terminates it, which is an exit and no error:
 * `runToEnd(() => instance.exports._start())`. Everything else that is thrown passes through.
 *
 * @typeParam T - what the run returns
 * @param run - calls WebAssembly
 * @returns what the run returned, or that it was terminated
 */
export function runToEnd<T>(run: () => T): RunResult<T> {
  try {
    return { terminated: false, value: run() };
  } catch (error) {
    if (isTermination(error)) return { terminated: true };
    throw error;
  }
}
