// Running WebAssembly that may be ended by a host function. Part of the package's API.
import { type HostCallError, isHostCallError } from './host-call-error.js';
import { check } from './validate.js';

const checkRun = check('a function', (value) => typeof value === 'function');

/**
 * How a run ended: with a value, or because a host function terminated it.
 *
 * @typeParam T - what the run returns
 */
export type RunResult<T> =
  | { readonly terminated: false; readonly value: T }
  | { readonly terminated: true };

/**
 * What runToEnd() returns: a promise if what runs does.
 *
 * @typeParam T - what the run returns
 */
export type RunOutcome<T> = 0 extends 1 & T
  ? RunResult<T> // any
  : [T] extends [never]
    ? RunResult<T>
    : T extends PromiseLike<infer Value>
      ? Promise<RunResult<Value>>
      : RunResult<T>;

/** What a host function throws that ended the run with WasmEdge_Result_Terminate. */
export interface Termination extends HostCallError {
  /** The code that only terminations have. */
  readonly code: 'TERMINATED';
}

/**
 * Whether this is what a host function throws that ended the run with WasmEdge_Result_Terminate.
 *
 * @param error - anything that was thrown
 * @returns true for a termination, false for all else
 */
export function isTermination(error: unknown): error is Termination {
  return isHostCallError(error) && error.code === 'TERMINATED';
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

function ended(error: unknown): RunResult<never> {
  if (isTermination(error)) return { terminated: true };
  throw error;
}

/**
 * Runs WebAssembly until it returns or a host function terminates it, which is an exit and no error:
 * `runToEnd(() => instance.exports._start())`. Everything else that is thrown passes through. When `run`
 * returns a promise, as an async function does, so does this.
 *
 * @typeParam T - what the run returns
 * @param run - calls WebAssembly
 * @returns what the run returned, or that it was terminated
 * @throws PluginError ARGUMENT_INVALID when it is no function; and what it throws itself
 */
export function runToEnd<T>(run: () => T): RunOutcome<T> {
  checkRun(run, { action: 'run to the end', name: 'the argument' });
  let result: RunResult<T> | Promise<RunResult<unknown>>;
  try {
    const value = run();
    result = isPromiseLike(value)
      ? Promise.resolve(value).then((settled) => ({ terminated: false, value: settled }), ended)
      : { terminated: false, value };
  } catch (error) {
    result = ended(error);
  }
  return result as RunOutcome<T>;
}
