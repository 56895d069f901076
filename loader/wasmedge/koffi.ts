// The foreign function interface that calls a stock libwasmedge: the package koffi, an optional peer of
// this one, which is loaded only when the engine is asked for.
import { createRequire } from 'node:module';
import { PluginError } from '../errors.js';

export type Koffi = typeof import('koffi');
export type NativeLibrary = ReturnType<Koffi['load']>;
export type NativeFunction = ReturnType<NativeLibrary['func']>;

/** @throws PluginError KOFFI_NOT_FOUND */
export function loadKoffi(): Koffi {
  try {
    // Here, as bundles may say no place to start from.
    return createRequire(import.meta.url)('koffi') as Koffi;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    const reason = isMissing ? 'is not installed' : `does not load: ${(cause as Error).message}`;
    throw new PluginError(
      'KOFFI_NOT_FOUND',
      `Cannot use engine "wasmedge": the package koffi ${reason}, expected version 3`,
      { cause, hint: 'Run `npm install koffi@3` in the application' },
    );
  }
}
