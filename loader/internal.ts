// What `plugkit` of the same version needs of the loader beside its public API. Not for other programs:
// it changes without notice.
import type { Session } from './bridge/session.js';

export type { Session } from './bridge/session.js';
export type { Addon, CallingSide, HeldMemory } from './bridge/types.js';
export { currentPathEnvironment, type DefaultPathRule, defaultPaths } from './default-paths.js';
export { closest } from './describe.js';
export { ERROR_CODES, type ErrorCode, PluginError } from './errors.js';
export { currentTarget, TARGET_IDS, TARGETS, type Target, type TargetId } from './target.js';

/** The session of this thread; what it takes is loaded only now, as most commands of plugkit do without. */
export async function openSession(): Promise<Session> {
  return (await import('./bridge/session.js')).openSession();
}
