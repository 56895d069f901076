// The libraries that a plug-in needs, and that those need, down to what the system and the host have.
import { readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { HOST_LIBRARIES } from '../audit/api-symbols.js';
import { readBinary } from '../audit/binary.js';
import type { BinaryInfo } from '../audit/binary-info.js';
import { isOnCleanSystem } from '../audit/checks/clean-system.js';
import { CommandError } from '../errors.js';
import { howToGet } from '../project/library-packages.js';
import { directoriesOf, type Search } from './search.js';

export interface FoundLibrary {
  /** As it is needed, without a directory: its name in the bundle. */
  readonly name: string;
  /** The file itself, behind links. */
  readonly path: string;
  readonly info: BinaryInfo;
  /** The first that needs it. */
  readonly neededBy: string;
}

export interface Closure {
  readonly libraries: readonly FoundLibrary[];
  /** What stays outside, and who has it. */
  readonly left: readonly {
    readonly library: string;
    readonly has: 'the system' | 'the host' | 'the policy';
  }[];
  /** Files of a wanted name that are for another machine. */
  readonly passedOver: readonly { readonly path: string; readonly reason: string }[];
}

export const baseName = (library: string): string => library.split(/[\\/]/).at(-1) ?? library;

function ownerOf(
  library: string,
  info: BinaryInfo,
  allowed: readonly string[],
): Closure['left'][number]['has'] | undefined {
  const host = HOST_LIBRARIES[info.platform as keyof typeof HOST_LIBRARIES];
  if (baseName(library).toLowerCase() === host) return 'the host';
  if (allowed.includes(library)) return 'the policy';
  return isOnCleanSystem(library, info) ? 'the system' : undefined;
}

/** A file of this name in a directory; Windows does not tell case. */
function findName(directory: string, name: string, info: BinaryInfo): string | undefined {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return undefined; // it is not there, or may not be read
  }
  const isWanted = (each: string) =>
    info.format === 'pe' ? each.toLowerCase() === name.toLowerCase() : each === name;
  const found = names.find(isWanted);
  return found && join(directory, found);
}

/** Why a file cannot serve another; undefined when it can. */
function whyNot(candidate: BinaryInfo, user: BinaryInfo): string | undefined {
  if (candidate.format !== user.format) return `it is ${candidate.format}, expected ${user.format}`;
  if (!candidate.machines.includes(user.machine) || candidate.bits !== user.bits) {
    return `it is for ${candidate.machine}, expected ${user.machine}`;
  }
  if (candidate.libc && user.libc && candidate.libc !== user.libc)
    return `it is for ${candidate.libc}, expected ${user.libc}`;
  return undefined;
}

function notFound(
  missing: readonly { library: string; neededBy: string; places: readonly string[] }[],
  passedOver: Closure['passedOver'],
): CommandError {
  const lines = missing.map(({ library, neededBy, places }) => {
    const get = howToGet(library);
    return `${baseName(library)}, which ${neededBy} needs: not in ${places.join(', ')}${get ? ` (${get})` : ''}`;
  });
  const others = passedOver.map(({ path, reason }) => `${path}: ${reason}`);
  return new CommandError(
    'DEPENDENCY_NOT_FOUND',
    `Cannot find ${missing.length === 1 ? 'a library' : `${missing.length} libraries`}\n${[...lines, ...others].map((line) => `  ${line}`).join('\n')}`,
    { hint: 'Install what is missing, or name its directory with --library-path' },
  );
}

/** @throws {CommandError} DEPENDENCY_NOT_FOUND with everything that is missing */
export function findClosure(
  plugin: { readonly path: string; readonly info: BinaryInfo },
  search: Search,
  allowed: readonly string[],
): Closure {
  const libraries = new Map<string, FoundLibrary>();
  const left = new Map<string, Closure['left'][number]>();
  const passedOver: { path: string; reason: string }[] = [];
  const missing: { library: string; neededBy: string; places: readonly string[] }[] = [];

  const find = (
    library: string,
    user: { path: string; info: BinaryInfo },
  ): FoundLibrary | undefined => {
    const name = baseName(library);
    const directories = directoriesOf(user.path, user.info, search);
    const files = directories.flatMap((directory) => findName(directory, name, user.info) ?? []);
    if (isAbsolute(library)) files.unshift(library);
    for (const file of files) {
      try {
        const path = realpathSync(file);
        const info = readBinary(path, { name: path, machine: user.info.machine });
        const reason = whyNot(info, user.info);
        if (reason === undefined) return { name, path, info, neededBy: baseName(user.path) };
        passedOver.push({ path: file, reason });
      } catch (error) {
        passedOver.push({ path: file, reason: (error as Error).message });
      }
    }
    missing.push({ library, neededBy: baseName(user.path), places: directories });
    return undefined;
  };

  const waiting: { path: string; info: BinaryInfo }[] = [plugin];
  for (let user = waiting.shift(); user; user = waiting.shift()) {
    for (const library of [...user.info.needed]) {
      const key = baseName(library);
      const has = ownerOf(library, user.info, allowed);
      if (has) left.set(library, { library, has });
      else if (!libraries.has(key) && key !== baseName(plugin.path)) {
        const found = find(library, user);
        if (!found) continue;
        libraries.set(key, found);
        waiting.push(found);
      }
    }
  }
  if (missing.length > 0) throw notFound(missing, passedOver);
  return { libraries: [...libraries.values()], left: [...left.values()], passedOver };
}
