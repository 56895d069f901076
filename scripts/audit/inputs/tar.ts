// Tar files, compressed by gzip or not, read as streams: once for their members, once for the libraries.
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { CommandError } from '../../errors.js';
import { FREE_BYTES, type Limits, limitExceeded } from '../limits.js';
import { type Member, Members, Unpacked, unreadable } from './archive.js';
import { isLibraryName, type Source } from './source.js';

const KINDS: Record<string, Member['kind']> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'directory',
  GNUDumpDir: 'directory',
  SymbolicLink: 'symbolic-link',
  Link: 'hard-link',
};

/** Throws FILE_UNREADABLE, LIMIT_EXCEEDED. */
export async function openTar(archive: string, limits: Limits): Promise<Source> {
  const members = new Members(archive, limits);
  // Of several members of one path, the last counts.
  const places = new Map<string, number>();
  await readEntries(archive, limits, (entry, index) => {
    const kind = KINDS[entry.type] ?? 'other';
    const isLink = kind === 'symbolic-link' || kind === 'hard-link';
    const target = isLink ? (entry.linkpath ?? '') : null;
    const path = members.add(entry.path, { kind, target, error: errorOf(archive, entry, limits) });
    places.set(path, index);
    entry.resume();
  });
  return members.source((wanted, visit) => {
    const paths = new Map([...wanted].map((path) => [places.get(path), path]));
    return readEntries(archive, limits, (entry, index) => {
      const path = paths.get(index);
      const error = path === undefined ? null : members.get(path)?.error;
      if (path === undefined || error) entry.resume();
      if (path === undefined) return;
      if (error) {
        visit(path, () => {
          throw error;
        });
        return;
      }
      const bytes = Buffer.alloc(entry.size);
      let at = 0;
      entry.on('data', (chunk) => {
        at += chunk.copy(bytes, at);
      });
      entry.on('end', () => visit(path, () => bytes));
    });
  });
}

function errorOf(archive: string, entry: ReadEntry, limits: Limits): CommandError | null {
  const name = `${archive}:${entry.path}`;
  if (entry.size > limits.fileBytes) return limitExceeded('fileBytes', name, limits.fileBytes);
  if (entry.type !== 'SparseFile' && !/(^|\/)GNUSparseFile\./.test(entry.path)) return null;
  const message = `Cannot read "${name}": it is stored as a sparse file`;
  const hint = 'Pack it without --sparse';
  return new CommandError('FILE_UNREADABLE', message, { hint });
}

/** Calls `visit` for each entry that is no header; it must let the entry flow. */
async function readEntries(
  archive: string,
  limits: Limits,
  visit: (entry: ReadEntry, index: number) => void,
): Promise<void> {
  try {
    if (!statSync(archive).isFile()) throw new Error('it is not a regular file');
    const unpacked = new Unpacked(archive, statSync(archive).size, limits, FREE_BYTES);
    let index = 0;
    const parser = new Parser({ strict: true });
    let failure: Error | undefined;
    const guard = (work: () => void) => {
      try {
        if (!failure) work();
      } catch (error) {
        failure = error as Error;
      }
    };
    parser.on('error', (error: Error) => {
      failure ??= error;
    });
    parser.on('entry', (entry: ReadEntry) => {
      guard(() => visit(entry, index++));
      if (failure) entry.resume();
    });
    parser.on('ignoredEntry', (entry: ReadEntry) =>
      guard(() => {
        if (entry.meta) throw new Error(`it has a header of ${entry.size} bytes`);
        if (isLibraryName(entry.path)) visit(entry, index++);
      }),
    );
    const done = new Promise<void>((resolve) => parser.on('end', resolve));
    for await (const chunk of unpack(archive)) {
      unpacked.add(chunk.length);
      parser.write(chunk);
      if (failure) throw failure;
    }
    parser.end();
    if (failure) throw failure;
    await done;
    if (failure) throw failure;
  } catch (cause) {
    throw unreadable(archive, cause);
  }
}

/** The bytes of the tar file itself. */
async function* unpack(archive: string): AsyncGenerator<Buffer> {
  const file = createReadStream(archive);
  const isCompressed = isGzip(readStart(archive));
  const stream = isCompressed ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => stream.destroy(error));
  let isFirst = true;
  try {
    for await (const chunk of stream) {
      if (isFirst && isCompressed && isGzip(chunk)) throw new Error('it is compressed twice');
      isFirst = false;
      yield chunk;
    }
  } finally {
    file.destroy();
  }
}

function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

function readStart(archive: string): Buffer {
  const start = Buffer.alloc(2);
  const file = openSync(archive, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start;
}
