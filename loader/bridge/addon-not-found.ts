// Why there is no file of the addon, and what to do.
import { dirname, join } from 'node:path';
import { PluginError } from '../errors.js';
import { TARGET_IDS, TARGETS, type Target } from '../target.js';
import { isThere, packageRoot, prebuiltAddon } from './prebuilds.js';

/** For programs whose bundler has left the package's files behind. */
export const BUNDLED_HINT =
  'Keep the package external (esbuild: --external:wasmedge-plugin-kit), or put its folder prebuilds beside the program; docs/bundlers.md has a recipe for each bundler';

/** What the permission model says; without it, that is left to the system. */
function mayRead(path: string): boolean {
  const { permission } = process as { permission?: { has(scope: string, path: string): boolean } };
  return permission === undefined || permission.has('fs.read', path);
}

function explain(target: Target | undefined, tried: readonly string[]): [string, string] {
  if (target === undefined) {
    const system = `${process.platform}-${process.arch}`;
    return [
      `there is none for ${system}, expected one of ${TARGET_IDS.join(', ')}`,
      'Run this program on one of these systems',
    ];
  }
  const unreadable = tried.find((path) => !mayRead(path));
  if (unreadable !== undefined) {
    return [
      `the permission model does not let this process read ${unreadable}`,
      'Start Node with --allow-addons, and with --allow-fs-read for this package and the plug-ins',
    ];
  }
  const root = packageRoot();
  if (root === undefined) {
    return ['this package was bundled, and its files are not beside the program', BUNDLED_HINT];
  }
  const present = TARGETS.filter((each) => isThere(join(root, 'prebuilds', prebuiltAddon(each))));
  if (present.length > 0) {
    return [
      `nothing fits ${target.id}, there are prebuilds for ${present.map(({ id }) => id).join(', ')}`,
      `Install the package here instead of copying ${dirname(root)} from another system, or build the loader with \`npx plugkit build-loader\``,
    ];
  }
  return [`nothing fits ${target.id}`, 'Build it with `npx plugkit build-loader`'];
}

/** The error when none of the files that were tried is there. */
export function addonNotFound(target: Target | undefined, tried: readonly string[]): PluginError {
  const [reason, hint] = explain(target, tried);
  const list = tried.length === 0 ? '' : `, tried ${tried.join(', ')}`;
  return new PluginError('ADDON_NOT_FOUND', `Cannot load the addon: ${reason}${list}`, { hint });
}
