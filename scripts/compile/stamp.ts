// Decides whether a build is up to date: a stamp holds the hash of everything that went in and of
// every file that came out. Stamps live in the cache directory, so they never get among the outputs.
import { createHash, type Hash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../flags/environment.js';
import { listPluginFiles } from '../project/plugin-files.js';

export interface Inputs {
  /** Files and directories (read whole); their contents count, their place does not. */
  readonly paths: readonly string[];
  /** A plug-in's folder, of which its source files count. */
  readonly plugin?: string;
  /** Anything else that decides the output, as plain data: flags, tool versions. */
  readonly settings: unknown;
}

async function hashPath(hash: Hash, path: string, name: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return undefined;
      throw error;
    },
  );
  if (entries === undefined) {
    const content = await readFile(path);
    hash.update(`${name}\0${content.length}\0`).update(content);
    return;
  }
  for (const entry of entries.map(({ name }) => name).sort()) {
    await hashPath(hash, join(path, entry), `${name}/${entry}`);
  }
}

/** Bytes; a larger file, which is hardly source code, counts by its size and time of change. */
const LARGE = 2 ** 26;

async function hashPlugin(hash: Hash, directory: string): Promise<void> {
  for (const { path, size, changed } of await listPluginFiles(directory)) {
    hash.update(`${path}\0${size}\0`);
    if (size > LARGE) hash.update(`${changed}\0`);
    else hash.update(await readFile(join(directory, path)));
  }
}

/** JSON leaves functions out without a word: what they decide would not count. */
function refuseFunctions(name: string, value: unknown): unknown {
  if (typeof value === 'function') throw new TypeError(`Cannot hash the function "${name}"`);
  return value;
}

/** One hash over all inputs; the same in every checkout. */
export async function hashInputs({ paths, plugin, settings }: Inputs): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings, refuseFunctions));
  for (const [index, path] of paths.entries()) await hashPath(hash, path, String(index));
  if (plugin !== undefined) await hashPlugin(hash, plugin);
  return hash.digest('hex');
}

/** One hash over the contents of files. */
export async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) await hashPath(hash, file, '');
  return hash.digest('hex');
}

function stampPath(outputs: readonly string[], { cacheDirectory }: Environment): string {
  const id = createHash('sha256').update(outputs.join('\0')).digest('hex').slice(0, 32);
  return join(cacheDirectory, 'stamps', id);
}

/** Whether `outputs` are there as the last build with the same inputs left them. */
export async function isUpToDate(
  inputs: string,
  outputs: readonly string[],
  environment: Environment,
): Promise<boolean> {
  try {
    const stamp = await readFile(stampPath(outputs, environment), 'utf8');
    return stamp === `${inputs}\n${await hashFiles(outputs)}\n`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Records that `outputs` came from `inputs`. */
export async function writeStamp(
  inputs: string,
  outputs: readonly string[],
  environment: Environment,
): Promise<void> {
  const path = stampPath(outputs, environment);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, `${inputs}\n${await hashFiles(outputs)}\n`);
  await rename(temporary, path);
}
