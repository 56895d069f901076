// More than one evaluation of the loader's code: by another URL, from a copy of the package, or with the
// addon opened again.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Loader from '../../loader/index.js';
import { LOADER_PACKAGE, packageVersion, projectPath } from '../../scripts/project/paths.js';

const FOLDER = pathToFileURL(projectPath('lib/loader/')).href;

// Files of the loader that a file with a query imports get the query, too.
const HOOK = `export async function resolve(specifier, context, next) {
  const result = await next(specifier, context);
  const query = new URL(context.parentURL ?? 'file:///').search;
  if (query && result.url.startsWith(${JSON.stringify(FOLDER)}) && !result.url.includes('?')) {
    result.url += query;
  }
  return result;
}`;

let evaluations = 0;

/** Evaluates the loader's code once more. */
export async function evaluateAgain(): Promise<typeof Loader> {
  if (evaluations === 0) register(`data:text/javascript,${encodeURIComponent(HOOK)}`);
  evaluations += 1;
  return import(`${FOLDER}index.js?evaluation=${evaluations}`);
}

/** The same, with an addon that is opened again by this thread. */
export async function reopen(): Promise<typeof Loader> {
  const { cache } = createRequire(import.meta.url);
  for (const file of Object.keys(cache)) if (file.endsWith('.node')) delete cache[file];
  return evaluateAgain();
}

export interface CopyOptions {
  /** Changes what a file of the copy holds, named as below `loader/`. */
  change?: Readonly<Record<string, (text: string) => string>>;
  /** Whether the copy has the same files of the addon and its library, or copies. */
  prebuilds: 'same' | 'copied';
}

/** Puts a copy of the package into a directory; returns the file to import. */
export function copyPackage(directory: string, { change = {}, prebuilds }: CopyOptions): string {
  const loader = join(directory, 'lib', 'loader');
  mkdirSync(directory, { recursive: true });
  cpSync(projectPath('lib/loader'), loader, { recursive: true });
  const manifest = readFileSync(projectPath('packages', LOADER_PACKAGE, 'package.json'), 'utf8');
  const text = manifest.replace('{version}', packageVersion());
  writeFileSync(join(directory, 'package.json'), text);
  for (const [file, edit] of Object.entries(change)) {
    const before = readFileSync(join(loader, file), 'utf8');
    writeFileSync(join(loader, file), edit(before));
  }
  symlinkSync(projectPath('node_modules'), join(directory, 'node_modules'), 'junction');
  const from = projectPath('prebuilds');
  const to = join(directory, 'prebuilds');
  if (prebuilds === 'same') symlinkSync(from, to, 'junction');
  else cpSync(from, to, { recursive: true });
  return join(loader, 'index.js');
}

export async function importCopy(file: string): Promise<typeof Loader> {
  return import(pathToFileURL(file).href);
}
