// Finds and loads the addon. What its functions take is checked before they are called: the addon trusts
// its caller.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PluginError } from '../errors.js';
import { currentTarget } from '../target.js';
import type { Addon } from './types.js';

const require = createRequire(import.meta.url);

/** The package's directory: the nearest one above this file that has a package.json. */
function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}

/** The path node-gyp-build chooses, told which C library this is: it would look for Alpine only. */
function resolveAddon(root: string): string {
  const { resolve } = require('node-gyp-build') as { resolve(root: string): string };
  return resolve(root);
}

/**
 * Loads the addon that fits this process.
 *
 * @throws PluginError ADDON_NOT_FOUND when there is none, ADDON_FAILED when it does not load
 */
export function loadAddon(root: string = packageRoot()): { addon: Addon; path: string } {
  const target = currentTarget();
  const before = process.env.LIBC;
  let path: string;
  try {
    // node-gyp-build reads LIBC once, while it is being loaded.
    if (target?.libc) process.env.LIBC = target.libc;
    path = resolveAddon(root);
  } catch (cause) {
    const system = `${process.platform}-${process.arch}`;
    throw new PluginError(
      'ADDON_NOT_FOUND',
      `Cannot load the addon: nothing fits ${target?.id ?? system}, tried ${join(root, 'build', 'Release')} and ${join(root, 'prebuilds', system)}`,
      { cause, hint: 'Build it with `npx plugkit build-loader`' },
    );
  } finally {
    if (before === undefined) delete process.env.LIBC;
    else process.env.LIBC = before;
  }
  try {
    return { addon: require(path) as Addon, path };
  } catch (cause) {
    throw new PluginError(
      'ADDON_FAILED',
      `Cannot load the addon ${path}: ${cause instanceof Error ? cause.message : cause}`,
      { cause, hint: 'Build it for this system with `npx plugkit build-loader`' },
    );
  }
}
