// Libraries of a directory and those below it. Links are followed as long as they stay inside.
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { CommandError } from '../../errors.js';
import { readFile } from '../binary.js';
import { type Limits, limitExceeded } from '../limits.js';
import { isLibraryName, type Library, type LinkProblem, type Source } from './source.js';

function sourceOf(libraries: Library[], directories: Set<string>, limits: Limits): Source {
  return {
    libraries,
    directories,
    async readAll(visit) {
      for (const library of libraries)
        visit(library, () => readFile(library.file, limits.fileBytes));
    },
    isBeside: ({ file }, path) => existsSync(join(dirname(file), path)),
  };
}

/** A file is audited whatever its name. */
export function openFile(file: string, limits: Limits): Source {
  const library = { file, path: basename(file), linkTo: null, problem: null };
  return sourceOf([library], new Set(), limits);
}

/** Throws FILE_UNREADABLE when a directory cannot be listed, LIMIT_EXCEEDED when there are too many files. */
export function openDirectory(root: string, limits: Limits): Source {
  const libraries: Library[] = [];
  const directories = new Set<string>();
  const realRoot = realpathSync(root);
  const pending = [root];
  let members = 0;
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of listDirectory(directory)) {
      members++;
      if (members > limits.members) throw limitExceeded('members', root, limits.members);
      const file = join(directory, entry.name);
      const path = relative(root, file).replaceAll(sep, '/');
      if (entry.isDirectory()) {
        directories.add(path);
        pending.push(file);
      } else if (entry.isFile() && isLibraryName(entry.name)) {
        libraries.push({ file, path, linkTo: null, problem: null });
      } else if (entry.isSymbolicLink()) {
        const found = followLink(file, realRoot);
        if (found) libraries.push({ file, path, linkTo: null, problem: null, ...found });
      }
    }
  }
  libraries.sort((a, b) => (a.file < b.file ? -1 : 1));
  return sourceOf(libraries, directories, limits);
}

function listDirectory(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    const message = `Cannot list directory "${directory}": ${(cause as Error).message}`;
    const hint = 'Check that you may read it and the directories in it, and how deep they are';
    throw new CommandError('FILE_UNREADABLE', message, { cause, hint });
  }
}

/** What a link adds to the libraries; a link to a directory inside adds nothing, as that is listed itself. */
function followLink(
  file: string,
  realRoot: string,
): Pick<Library, 'linkTo'> | { problem: LinkProblem } | undefined {
  let target: string;
  let isDirectory: boolean;
  try {
    target = realpathSync(file);
    isDirectory = statSync(target).isDirectory();
  } catch (cause) {
    if (!isLibraryName(file)) return undefined;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ELOOP') {
      return { problem: { reason: 'loop', message: 'it is a link that leads back to itself' } };
    }
    return { problem: { reason: 'dangling', message: `it is a link to nothing (${message})` } };
  }
  const linkTo = relative(realRoot, target);
  const isInside =
    linkTo !== '..' && !linkTo.startsWith(`..${sep}`) && !/^([A-Z]:|\\)/i.test(linkTo);
  if (isInside)
    return isLibraryName(file) && !isDirectory
      ? { linkTo: linkTo.replaceAll(sep, '/') }
      : undefined;
  if (!isDirectory && !isLibraryName(file)) return undefined;
  const message = `it is a link to "${target}", outside the directory, and was not followed`;
  return { problem: { reason: 'outside', message } };
}
