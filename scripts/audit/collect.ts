// Finds the libraries that a file, directory or archive holds, without unpacking anything to disk.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { unzipSync } from 'fflate';
import { list } from 'tar';
import { CommandError } from '../errors.js';
import { readFile } from './binary.js';

/** One file to audit. */
export interface Input {
  /** Its path; in an archive, the archive's path, a colon, and the path in it. */
  file: string;
  read(): Buffer;
  /** Whether another file lies at this path relative to its directory. */
  isBeside(path: string): boolean;
}

/** Names of shared libraries; `._x.dylib` is what macOS puts beside x.dylib in archives, not a library. */
function isLibraryName(path: string): boolean {
  return /(^|\/)(?!\._)[^/]+\.(so(\.\d+)*|dylib|dll|node)$/i.test(path.replaceAll('\\', '/'));
}

/**
 * What to audit for one operand. A file is taken whatever its name; of directories and archives the shared
 * libraries are. Throws FILE_UNREADABLE, and NO_LIBRARY_FOUND for a directory or archive without any.
 */
export async function collectInputs(operand: string): Promise<Input[]> {
  let inputs: Input[];
  if (isDirectory(operand)) inputs = collectDirectory(operand);
  else if (/\.(tgz|tar|tar\.gz)$/i.test(operand))
    inputs = fromArchive(operand, await readTar(operand));
  else if (/\.zip$/i.test(operand)) inputs = fromArchive(operand, readZip(operand));
  else return [fromDisk(operand)];
  if (inputs.length > 0) return inputs;
  throw new CommandError(
    'NO_LIBRARY_FOUND',
    `Cannot audit "${operand}": it holds no shared library`,
    {
      hint: 'Shared libraries are told by their extension: .so, .dylib, .dll, .node',
    },
  );
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function collectDirectory(directory: string): Input[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isLibraryName(entry.name))
    .map((entry) => fromDisk(join(entry.parentPath, entry.name)))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

function fromDisk(file: string): Input {
  const isBeside = (path: string) => existsSync(join(dirname(file), path));
  return { file, read: () => readFile(file), isBeside };
}

function fromArchive(archive: string, members: Map<string, Buffer>): Input[] {
  return [...members].map(([path, bytes]) => ({
    file: `${archive}:${path}`,
    read: () => bytes,
    isBeside: (other) => members.has(posix.join(posix.dirname(path), other)),
  }));
}

/** The libraries in a tar file, compressed or not, by their normalized paths. */
async function readTar(archive: string): Promise<Map<string, Buffer>> {
  const pending: Promise<readonly [string, Buffer]>[] = [];
  try {
    await list({
      file: archive,
      strict: true,
      onReadEntry: (entry) => {
        if (entry.type !== 'File' || !isLibraryName(entry.path)) return;
        pending.push(entry.concat().then((bytes) => [posix.normalize(entry.path), bytes]));
      },
    });
    return new Map(await Promise.all(pending));
  } catch (cause) {
    throw unreadable(archive, cause);
  }
}

function readZip(archive: string): Map<string, Buffer> {
  const bytes = readFile(archive);
  try {
    const members = unzipSync(bytes, { filter: ({ name }) => isLibraryName(name) });
    return new Map(
      Object.entries(members).map(([path, data]) => [posix.normalize(path), Buffer.from(data)]),
    );
  } catch (cause) {
    throw unreadable(archive, cause);
  }
}

function unreadable(archive: string, cause: unknown): CommandError {
  const message = `Cannot read archive "${archive}": ${(cause as Error).message}`;
  const hint = 'Check that the download is complete, and that its name fits its format';
  return new CommandError('FILE_UNREADABLE', message, { cause, hint });
}
