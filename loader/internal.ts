// What `plugkit` of the same version needs of the loader beside its public API. Not for other programs:
// it changes without notice.
export { openSession, type Session } from './bridge/session.js';
export type { Addon, CallingSide, HeldMemory } from './bridge/types.js';
export { currentPathEnvironment, type DefaultPathRule, defaultPaths } from './default-paths.js';
export { closest } from './describe.js';
export { ERROR_CODES, type ErrorCode, PluginError } from './errors.js';
export { currentTarget, TARGET_IDS, TARGETS, type Target, type TargetId } from './target.js';
