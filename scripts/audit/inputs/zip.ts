// Zip files (wheels are such), read one member at a time. yauzl reads the format; what an archive claims about
// itself is checked here.
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { CommandError } from '../../errors.js';
import { FREE_BYTES, type Limits, limitExceeded } from '../limits.js';
import { type Member, Members, Unpacked, unreadable } from './archive.js';
import type { Source } from './source.js';

/** Bytes of the headers before a member and in the directory, without names. */
const [LOCAL_HEADER, DIRECTORY_ENTRY] = [30, 46];
/** The record that ends the file, without its comment; of zip64, sizes are elsewhere. */
const END_RECORD = 22;
const IN_ZIP64 = 0xffffffff;
const LARGEST_DIRECTORY = 64 * 1024 * 1024;
/** Of a link, whose contents are its target. */
const LONGEST_LINK = 4096;
const [STORED, DEFLATED] = [0, 8];
/** Systems whose archives have POSIX file types. */
const UNIX = [3, 19];

const pathOf = ({ fileNameRaw }: Entry): string => fileNameRaw.toString('utf8');

async function withZip<Result>(
  archive: string,
  use: (zip: ZipFile) => Promise<Result>,
): Promise<Result> {
  let zip: ZipFile | undefined;
  try {
    if (!statSync(archive).isFile()) throw new Error('it is not a regular file');
    const own = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
    zip = await openPromise(archive, own).catch((cause: Error) => {
      // In its words, it could be two things.
      if (!/signature not found/.test(cause.message)) throw cause;
      throw new Error('it does not end as a zip file does', { cause });
    });
    return await use(zip);
  } catch (cause) {
    throw unreadable(archive, cause);
  } finally {
    zip?.close();
  }
}

/** yauzl reads as many entries as are announced, whatever the announced size of all is. */
async function checkDirectorySize(archive: string, zip: ZipFile, size: number): Promise<void> {
  // With decodeStrings off, the comment is bytes; the record before it ends the file.
  const record = zip.fileSize - END_RECORD - (zip.comment as unknown as Buffer).length;
  const bytes = Buffer.alloc(END_RECORD);
  const file = await open(archive);
  try {
    await file.read(bytes, 0, END_RECORD, record);
  } finally {
    await file.close();
  }
  const announced = bytes.readUInt32LE(12);
  if (announced !== size && announced !== IN_ZIP64) {
    throw new Error(`its directory has ${size} bytes, and announces ${announced}`);
  }
}

async function listEntries(archive: string, zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  let size = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileNameLength, extraFieldLength, fileCommentLength } = entry;
    size += DIRECTORY_ENTRY + fileNameLength + extraFieldLength + fileCommentLength;
    if (size > LARGEST_DIRECTORY) {
      throw new Error(`its directory has more than ${LARGEST_DIRECTORY} bytes`);
    }
    entries.push(entry);
  }
  await checkDirectorySize(archive, zip, size);
  return entries;
}

/** Members that share bytes are the trick of archives that unpack to more than any ratio allows. */
function refuseOverlaps(entries: readonly Entry[], size: number): void {
  const offset = (entry: Entry) => entry.relativeOffsetOfLocalHeader;
  const sorted = entries.toSorted((a, b) => offset(a) - offset(b));
  for (const [index, entry] of sorted.entries()) {
    const next = sorted[index + 1];
    if (offset(entry) + LOCAL_HEADER + entry.compressedSize > (next ? offset(next) : size)) {
      throw new Error(`its member "${pathOf(entry)}" overlaps with the next`);
    }
  }
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const { compressionMethod: method, uncompressedSize: size } = entry;
  if (entry.isEncrypted()) throw new Error('it is encrypted');
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`it is compressed by method ${method}, expected 0 (none) or 8 (deflate)`);
  }
  const bytes = Buffer.alloc(size);
  let done = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    if (done + chunk.length > size) {
      throw new Error(`it has more bytes than the ${size} that it announces`);
    }
    done += chunk.copy(bytes, done);
  }
  if (done !== size) throw new Error(`it has ${done} bytes, expected ${size}`);
  if (crc32(bytes) !== entry.crc32) throw new Error('its checksum does not fit');
  return bytes;
}

async function readEntry(zip: ZipFile, archive: string, entry: Entry): Promise<Buffer> {
  try {
    return await inflate(zip, entry);
  } catch (cause) {
    const message = `Cannot read "${archive}:${pathOf(entry)}": ${(cause as Error).message}`;
    throw new CommandError('FILE_UNREADABLE', message, {
      cause,
      hint: 'The archive is damaged or made by a tool that does not follow the format; pack it again',
    });
  }
}

async function readMember(
  zip: ZipFile,
  archive: string,
  entry: Entry,
  { fileBytes }: Limits,
): Promise<Member> {
  const path = pathOf(entry);
  const { versionMadeBy, externalFileAttributes, uncompressedSize: size } = entry;
  const kind = UNIX.includes(versionMadeBy >>> 8) ? externalFileAttributes >>> 28 : 0;
  if (path.endsWith('/') || kind === 4) return { kind: 'directory', target: null, error: null };
  if (kind === 10) {
    const target = size > LONGEST_LINK ? '/' : (await readEntry(zip, archive, entry)).toString();
    return { kind: 'symbolic-link', target, error: null };
  }
  const isLarge = size > fileBytes;
  const error = isLarge ? limitExceeded('fileBytes', `${archive}:${path}`, fileBytes) : null;
  return { kind: 'file', target: null, error };
}

/** Throws FILE_UNREADABLE, LIMIT_EXCEEDED. */
export function openZip(archive: string, limits: Limits): Promise<Source> {
  return withZip(archive, async (zip) => {
    const { entryCount, fileSize } = zip;
    if (entryCount > limits.members) throw limitExceeded('members', archive, limits.members);
    const listed = await listEntries(archive, zip);
    refuseOverlaps(listed, fileSize);
    const members = new Members(archive, limits);
    const entries = new Map<string, Entry>();
    for (const entry of listed) {
      const member = await readMember(zip, archive, entry, limits);
      entries.set(members.add(pathOf(entry), member), entry);
    }
    const unpacked = new Unpacked(archive, fileSize, limits, FREE_BYTES);
    const read = async (again: ZipFile, path: string, entry: Entry): Promise<() => Buffer> => {
      try {
        const error = members.get(path)?.error;
        if (error) throw error;
        const bytes = await readEntry(again, archive, entry);
        return () => bytes;
      } catch (error) {
        return () => {
          throw error;
        };
      }
    };
    return members.source((wanted, visit) =>
      withZip(archive, async (again) => {
        for (const path of wanted) {
          const entry = entries.get(path);
          if (!entry) continue;
          if (!members.get(path)?.error) unpacked.add(entry.uncompressedSize);
          visit(path, await read(again, path, entry));
        }
      }),
    );
  });
}
