// The accelerator: on Node versions whose node:ffi calls C functions without parameters as fast calls of
// V8, such a function is the dispatcher. Why and how: docs/decisions/accelerator.md.

import { PluginError } from '../errors.js';
import type { Accelerator } from './options.js';
import type { Addon } from './types.js';

export const ACCELERATORS: readonly Accelerator[] = ['auto', 'on', 'off'];

/** What is used of node:ffi, which @types/node does not know yet. */
interface Ffi {
  DynamicLibrary: new (
    path: string,
  ) => {
    getFunction(name: string, signature: { return: 'void'; arguments: [] }): () => void;
  };
}

/**
 * The versions of Node on which it is measured to be faster: major, and the first minor. How it is
 * measured, and what came out: docs/decisions/accelerator.md.
 */
const FASTER: readonly (readonly [major: number, minor: number])[] = [[26, 9]];

/** Whether it is known to be faster on a version of Node; on later ones it is not until measured. */
export function isKnownFaster(version: string): boolean {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  return FASTER.some(([known, first]) => major === known && minor >= first);
}

/** The choice for hosts that make none. */
export function defaultAccelerator(): Accelerator {
  return parseAccelerator(process.env.PLUGKIT_ACCELERATOR || 'auto', '$PLUGKIT_ACCELERATOR');
}

/** @throws PluginError ARGUMENT_INVALID */
function parseAccelerator(value: unknown, name: string): Accelerator {
  if (ACCELERATORS.includes(value as Accelerator)) return value as Accelerator;
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

/** The dispatcher, or in words why there is none. */
function fastFunction(addon: Addon, path: string): (() => void) | string {
  const ffi = loadFfi();
  if (!ffi) return `Node ${process.versions.node} has no node:ffi, expected 26.9 or later with it`;
  const number = addon.fastNumber();
  if (number === undefined) return 'too many threads use it, expected at most 16';
  try {
    // Already loaded: this is one more reference to it, which lives as long as the function.
    const library = new ffi.DynamicLibrary(path);
    return library.getFunction(`plugkit_dispatch_${number}`, { return: 'void', arguments: [] });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The fast dispatcher, which leaves a status instead of throwing.
 *
 * @returns undefined with `auto`, when it is not to be had or not known to be faster
 * @throws PluginError ACCELERATOR_UNAVAILABLE with `on`, when it is not to be had
 */
export function fastDispatch(
  addon: Addon,
  path: string,
  accelerator: 'auto' | 'on',
): (() => void) | undefined {
  if (accelerator === 'auto' && !isKnownFaster(process.versions.node)) return undefined;
  const found = fastFunction(addon, path);
  if (typeof found !== 'string') return found;
  if (accelerator === 'auto') return undefined;
  throw new PluginError('ACCELERATOR_UNAVAILABLE', `Cannot use the accelerator: ${found}`, {
    hint: 'Leave the accelerator on "auto"',
  });
}
