// The accelerator: on Node versions whose node:ffi calls C functions without parameters as fast calls of
// V8, such a function is the dispatcher. Why and how: docs/decisions/accelerator.md.

import { PluginError } from '../errors.js';
import { createRepeat } from '../wasm/adapter.js';
import type { Accelerator } from './options.js';
import type { Addon } from './types.js';

const CHOICES: readonly unknown[] = ['auto', 'on', 'off'] satisfies Accelerator[];

/** What is used of node:ffi, which @types/node does not know yet. */
interface Ffi {
  DynamicLibrary: new (
    path: string,
  ) => {
    getFunction(name: string, signature: { return: 'void'; arguments: [] }): () => void;
  };
}

/** The dispatcher and what the start-up check calls in its place. */
interface FastFunctions {
  readonly dispatch: () => void;
  readonly nothing: () => void;
}

/** The choice for hosts that make none. */
export function defaultAccelerator(): Accelerator {
  return parseAccelerator(process.env.PLUGKIT_ACCELERATOR || 'auto', '$PLUGKIT_ACCELERATOR');
}

/** @throws PluginError ARGUMENT_INVALID */
export function parseAccelerator(value: unknown, name: string): Accelerator {
  if (CHOICES.includes(value)) return value as Accelerator;
  throw new PluginError(
    'ARGUMENT_INVALID',
    `Cannot load plug-ins: ${name} is ${JSON.stringify(value)}, expected "auto", "on" or "off"`,
  );
}

/** node:ffi without the warning of experimental modules: nobody here asked for one. */
function loadFfi(): Ffi | undefined {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const own = String(warning).startsWith('FFI is an experimental feature');
    if (!own) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule?.('node:ffi') as Ffi | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Undefined, or in words why there are none. */
function fastFunctions(addon: Addon, path: string): FastFunctions | string {
  const ffi = loadFfi();
  if (!ffi) return `Node ${process.versions.node} has no node:ffi, expected 26.9 or later with it`;
  const number = addon.fastNumber();
  if (number === undefined) return 'too many threads use it, expected at most 16';
  try {
    // Already loaded: this is one more reference to it, which lives as long as the functions.
    const library = new ffi.DynamicLibrary(path);
    const get = (name: string) => library.getFunction(name, { return: 'void', arguments: [] });
    return { dispatch: get(`plugkit_dispatch_${number}`), nothing: get('plugkit_nothing') };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const WARM_UP = 2000;
const ROUNDS = 9;
const CALLS = 300;

/** Whether the fast call is clearly faster than Node-API's here. Takes less than a millisecond. */
function isFaster(fast: () => void, plain: () => void): boolean {
  const repeats = [createRepeat(fast), createRepeat(plain)] as const;
  const best = repeats.map((repeat) => {
    repeat(WARM_UP);
    return Number.POSITIVE_INFINITY;
  }) as [number, number];
  for (let round = 0; round < ROUNDS; round++) {
    repeats.forEach((repeat, index) => {
      const start = process.hrtime.bigint();
      repeat(CALLS);
      best[index as 0 | 1] = Math.min(
        best[index as 0 | 1],
        Number(process.hrtime.bigint() - start),
      );
    });
  }
  return best[0] < 0.8 * best[1];
}

/**
 * The fast dispatcher, which leaves a status instead of throwing.
 *
 * @returns undefined when it is not to be had, or with `auto` not faster
 * @throws PluginError ACCELERATOR_UNAVAILABLE with `on`, when it is not to be had
 */
export function fastDispatch(
  addon: Addon,
  path: string,
  accelerator: 'auto' | 'on',
): (() => void) | undefined {
  const found = fastFunctions(addon, path);
  if (typeof found !== 'string') {
    return accelerator === 'on' || isFaster(found.nothing, addon.doNothing)
      ? found.dispatch
      : undefined;
  }
  if (accelerator === 'auto') return undefined;
  throw new PluginError('ACCELERATOR_UNAVAILABLE', `Cannot use the accelerator: ${found}`, {
    hint: 'Leave the accelerator on "auto"',
  });
}
