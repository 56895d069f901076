// Where the files of plugkit and of the loader are: in a checkout in one folder, installed in two
// packages with the same layout.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name under which programs import the loader. */
export const LOADER_PACKAGE = 'wasmedge-plugin-kit';

/** Root of plugkit: the folder that holds its package.json. */
export const ROOT = resolve(fileURLToPath(new URL('../../..', import.meta.url)));

/** Root of the loader's package; in a checkout the same. */
export const LOADER_ROOT = resolve(
  dirname(createRequire(import.meta.url).resolve('#loader')),
  '../..',
);

/** Absolute path of a file of plugkit. */
export function projectPath(...parts: string[]): string {
  return join(ROOT, ...parts);
}

/** Absolute path of a file of the loader: its prebuilds, headers and compiled code. */
export function loaderPath(...parts: string[]): string {
  return join(LOADER_ROOT, ...parts);
}

/** What a process imports of a loader: the public API, and what plugkit needs beside it. */
export interface LoaderEntries {
  readonly loader: string;
  readonly internal: string;
}

/** The entries of the loader whose package is in this directory. */
export function loaderEntries(root: string = LOADER_ROOT): LoaderEntries {
  const entry = (name: string) => join(root, 'lib', 'loader', name);
  return { loader: entry('index.js'), internal: entry('internal.js') };
}

/** Whether this is plugkit as npm installs it, beside the loader's package, and not a checkout. */
export function isInstalledPackage(): boolean {
  return LOADER_ROOT !== ROOT;
}

function versionIn(root: string): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

/** The version of plugkit and of its loader. */
export function packageVersion(): string {
  return versionIn(ROOT);
}

/**
 * The loader that programs in `directory` import, which is not plugkit's own when npx fetched plugkit.
 * Plugkit's own where they import none, and in a checkout.
 */
export function applicationLoader(directory: string): { root: string; version: string } {
  let root = LOADER_ROOT;
  if (isInstalledPackage()) {
    try {
      const { resolve: find } = createRequire(join(directory, 'program.js'));
      root = dirname(find(`${LOADER_PACKAGE}/package.json`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return { root, version: versionIn(root) };
}
