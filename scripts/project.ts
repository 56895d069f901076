// Where the project's own files are, seen from the compiled scripts in lib/. Used by every script
// that reads sources, facts or CMake files.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the package: the folder that holds package.json. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Absolute path of a file of the package. */
export function projectPath(...parts: string[]): string {
  return join(ROOT, ...parts);
}

/** Whether this is the package as npm installs it, with its prebuilds, and not a checkout. */
export function isInstalledPackage(): boolean {
  return !existsSync(projectPath('tsconfig.json'));
}

/** The version in package.json. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(projectPath('package.json'), 'utf8')).version;
}
