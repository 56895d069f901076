// What `plugkit` of the same version needs of the loader beside its public API. Not for other programs:
// it changes without notice.
import type { Observer } from './bridge/observe.js';

export type { Observer } from './bridge/observe.js';
export { currentPathEnvironment, type DefaultPathRule, defaultPaths } from './default-paths.js';
export { closest } from './describe.js';
export { ERROR_CODES, type ErrorCode, PluginError } from './errors.js';
export { currentTarget, TARGET_IDS, TARGETS, type Target, type TargetId } from './target.js';
export { type ExportedFunction, exportedFunctions } from './wasm/exported-functions.js';
export { findLibrary } from './wasmedge/library.js';

/** Calls the observer before host and create functions of this thread; what that takes is loaded only now. */
export async function observe(observer: Observer): Promise<void> {
  (await import('./bridge/observe.js')).observe(observer);
}
