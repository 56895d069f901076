// Finds and loads the addon. What its functions take is checked before they are called: the addon trusts
// its caller.
import { currentTarget } from '../target.js';
import { addonNotFound } from './addon-not-found.js';
import { damagedFile, loadFailure } from './load-failure.js';
import { addonCandidates, isThere } from './prebuilds.js';
import { requireNode } from './runtime.js';
import type { Addon } from './types.js';

/** Node's own `require`: a bundle has none, or another, and bundlers try to follow one that is imported. */
function requireFile(path: string): unknown {
  return process.getBuiltinModule('node:module').createRequire(path)(path);
}

/**
 * Loads the addon that fits this process.
 *
 * @throws PluginError RUNTIME_UNSUPPORTED; ADDON_NOT_FOUND when there is none; LOADER_CONFLICT or ADDON_FAILED when it does not
 *   load
 */
export function loadAddon(): { addon: Addon; path: string } {
  requireNode();
  const target = currentTarget();
  const candidates = target === undefined ? [] : addonCandidates(target);
  const path = candidates.find(isThere);
  if (target === undefined || path === undefined) throw addonNotFound(target, candidates);
  const damage = damagedFile(path, target);
  if (damage) throw damage;
  try {
    return { addon: requireFile(path) as Addon, path };
  } catch (cause) {
    throw loadFailure(path, target, cause);
  }
}
