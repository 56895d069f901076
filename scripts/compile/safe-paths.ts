// CMake, Ninja and compilers see no path that a user chose but that of the cache directory: what is elsewhere
// they reach by links in the work directory. Backticks, quotes, semicolons and the like in a path would be
// commands of a shell or lists of CMake.
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { loaderPath, projectPath } from '../project/paths.js';

const SAFE = /^[\p{L}\p{M}\p{N} _.,+@~=()\\/:-]*$/u;

/** Whether a path may be in a flag, which goes through CMake and a shell. */
export const isSafe = (path: string): boolean => SAFE.test(path);

/** @throws {CommandError} USAGE when tools could take the cache directory's path for something else */
export function checkCacheDirectory({ cacheDirectory }: Environment): void {
  if (isSafe(cacheDirectory)) return;
  throw new CommandError(
    'USAGE',
    `Cannot build in the cache directory ${JSON.stringify(cacheDirectory)}: its path may have letters, digits, spaces and any of _.,+@~=()- only`,
    { hint: 'Name another with the environment variable PLUGKIT_CACHE_DIR' },
  );
}

/** Links in a work directory, by their names. */
export interface Links {
  /** To plugkit, and to the loader's headers. */
  plugkit: string;
  include: string;
}

/** Makes the links of a build in `work`, with more to the directories given. */
export async function link<Name extends string = never>(
  work: string,
  more: Readonly<Record<Name, string>> = {} as Record<Name, string>,
): Promise<Links & Record<Name, string>> {
  const targets = { plugkit: projectPath(), include: loaderPath('include'), ...more };
  await mkdir(work, { recursive: true });
  const links = Object.entries<string>(targets).map(async ([name, target]) => {
    const path = join(work, name);
    await rm(path, { force: true, recursive: true }); // the link, not what it leads to
    await symlink(target, path, 'junction'); // which Windows allows everybody
    return [name, path] as const;
  });
  return Object.fromEntries(await Promise.all(links)) as Links & Record<Name, string>;
}

/** What tools say, with the path that a user knows in place of a link. */
export function inOwnPath(text: string, link: string, path: string): string {
  return [link, link.replaceAll('\\', '/')].reduce(
    (shown, each) => shown.replaceAll(`${each}/`, `${path}/`).replaceAll(`${each}\\`, `${path}\\`),
    text,
  );
}

/** The error of a tool in these words. */
export function withPath(error: unknown, link: string, path: string): unknown {
  if (!(error instanceof CommandError) || !(error.cause instanceof Error)) return error;
  const { code, message, hint, cause } = error;
  const shown = inOwnPath(cause.message, link, path);
  return new CommandError(code, message, { hint, cause: new Error(shown, { cause }) });
}
