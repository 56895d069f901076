// Which files of a plug-in's folder a build may read: all that a manifest, a compiler or a CMakeLists.txt can
// name. What else is there (editors' locks, sockets, dumps, what was built) neither counts nor is read.
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../errors.js';

export interface PluginFile {
  /** Relative to the folder, with '/'. */
  path: string;
  /** Bytes. */
  size: number;
  /** Of the last change, in milliseconds. */
  changed: number;
}

/** No project of one plug-in has as many; a link to a whole disk has. */
const FILES_LIMIT = 20_000;

/** Folders that hold what tools made. */
const MADE = new Set(['node_modules', 'dist', 'target']);

/** Bytes from which on a file called `core` is the dump of a crashed process. */
const DUMP = 2 ** 24;

const isDump = (name: string, size: number) => /^core(\.\d+)?$/.test(name) && size >= DUMP;

/**
 * The regular files below `directory`, links followed, sorted by path. Hidden ones are left out, and in the
 * folder itself what tools made. A link that leads nowhere or into a circle is passed over, as is what may not be
 * read.
 * @throws {CommandError} MANIFEST_INVALID when there are more than anybody meant
 */
export async function listPluginFiles(directory: string): Promise<PluginFile[]> {
  const files: PluginFile[] = [];
  const walk = async (folder: string, above: readonly string[]): Promise<void> => {
    const place = join(directory, folder);
    const real = await realpath(place);
    if (above.includes(real)) return;
    const names = await readdir(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') return [];
      throw error;
    });
    for (const name of names.sort()) {
      if (name.startsWith('.') || (folder === '' && MADE.has(name))) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      const found = await stat(join(directory, path)).catch(() => undefined);
      if (found?.isDirectory()) await walk(path, [...above, real]);
      if (!found?.isFile() || isDump(name, found.size)) continue;
      files.push({ path, size: found.size, changed: found.mtimeMs });
      if (files.length > FILES_LIMIT) {
        throw new CommandError(
          'MANIFEST_INVALID',
          `Cannot read the plug-in in ${directory}: it has more than ${FILES_LIMIT} files, the last in ${folder || '.'}`,
          {
            hint: 'A build reads all of the folder: take out links and folders that are no part of the plug-in',
          },
        );
      }
    }
  };
  await walk('', []);
  return files;
}
