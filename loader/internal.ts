// What `plugkit` of the same version needs of the loader beside its public API. Not for other programs:
// it changes without notice.
import type { Observer } from './bridge/observe.js';
import type { PathEnvironment } from './default-paths.js';
import type { ExportedFunction } from './wasm/interface.js';

export type { Observer } from './bridge/observe.js';
export {
  currentPathEnvironment,
  type DefaultPathRule,
  defaultPaths,
  type PathEnvironment,
} from './default-paths.js';
export { closest } from './describe.js';
export { ERROR_CODES, type ErrorCode, PluginError } from './errors.js';
export { currentTarget, TARGET_IDS, TARGETS, type Target, type TargetId } from './target.js';
export type { ExportedFunction } from './wasm/interface.js';

/** Calls the observer before host and create functions of this thread; what that takes is loaded only now. */
export async function observe(observer: Observer): Promise<void> {
  (await import('./bridge/observe.js')).observe(observer);
}

/** The functions that a binary exports, with their types, in the order of the exports. */
export async function exportedFunctions(bytes: Uint8Array): Promise<ExportedFunction[]> {
  return (await import('./wasm/interface.js')).exportedFunctions(bytes);
}

/** The names of the modules that a binary imports from, each once. */
export async function importedModules(bytes: Uint8Array): Promise<string[]> {
  return (await import('./wasm/interface.js')).importedModules(bytes);
}

/** The binary with memories of so many pages at most, and how many the largest has at its start. */
export async function limitMemories(
  bytes: Uint8Array,
  pages: number,
): Promise<{ bytes: Uint8Array; needs: number }> {
  return (await import('./wasm/limit-memories.js')).limitMemories(bytes, pages);
}

/**
 * The file of a stock libwasmedge, where the engine `wasmedge` looks for it.
 *
 * @throws PluginError LIBRARY_NOT_FOUND
 */
export async function findStockLibrary(environment: PathEnvironment): Promise<string> {
  return (await import('./wasmedge/library.js')).findLibrary(undefined, environment);
}

/** The first libwasmedge on the system's library path, and the variable that names its directory. */
export async function stockLibraryOnPath(
  environment: PathEnvironment,
): Promise<{ file: string; variable: string } | undefined> {
  return (await import('./wasmedge/library.js')).libraryOnPath(environment);
}
