// Finds the libraries that a file, directory or archive holds, without unpacking anything to disk.
import { statSync } from 'node:fs';
import { CommandError } from '../../errors.js';
import type { Limits } from '../limits.js';
import { openDirectory, openFile } from './directory.js';
import type { Source } from './source.js';
import { openTar } from './tar.js';
import { openZip } from './zip.js';

/**
 * What to audit for one operand. A file is taken whatever its name; of directories and archives the shared
 * libraries are. Throws FILE_UNREADABLE, LIMIT_EXCEEDED, and NO_LIBRARY_FOUND for a directory or archive
 * without any.
 */
export async function collect(operand: string, limits: Limits): Promise<Source> {
  const source = await open(operand, limits);
  if (source.libraries.length > 0) return source;
  throw new CommandError(
    'NO_LIBRARY_FOUND',
    `Cannot audit "${operand}": it holds no shared library`,
    {
      hint: 'Shared libraries are recognised by their extension: .so, .dylib, .dll, .node; archives in an archive or directory are not opened',
    },
  );
}

function open(operand: string, limits: Limits): Source | Promise<Source> {
  if (isDirectory(operand)) return openDirectory(operand, limits);
  if (/\.(tgz|tar|tar\.gz)$/i.test(operand)) return openTar(operand, limits);
  if (/\.(zip|whl)$/i.test(operand)) return openZip(operand, limits);
  return openFile(operand, limits);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Reading it as a file says why.
    return false;
  }
}
