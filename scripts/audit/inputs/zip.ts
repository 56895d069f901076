// Zip files (wheels are such), read through their central directory, one member at a time. Packages for it
// either know no links or hold whole archives in memory.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { CommandError } from '../../errors.js';
import { FREE_BYTES, type Limits, limitExceeded } from '../limits.js';
import { type Member, Members, Unpacked, unreadable } from './archive.js';
import type { Source } from './source.js';

const END = { signature: 0x06054b50, size: 22, mostComment: 65535 };
const END_64 = { signature: 0x06064b50, locator: 0x07064b50, locatorSize: 20, size: 56 };
const ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL = { signature: 0x04034b50, size: 30 };
const LARGEST_DIRECTORY = 64 * 1024 * 1024;
/** Of a link, whose contents are its target. */
const LONGEST_LINK = 4096;
const [STORED, DEFLATED] = [0, 8];
const UNIX = [3, 19];

interface Entry {
  path: string;
  method: number;
  isEncrypted: boolean;
  checksum: number;
  packedSize: number;
  size: number;
  /** Of its local header. */
  offset: number;
  /** POSIX file type and permissions; 0 when the archive was not made on such a system. */
  mode: number;
}

/** Throws FILE_UNREADABLE, LIMIT_EXCEEDED. */
export async function openZip(archive: string, limits: Limits): Promise<Source> {
  try {
    const file = new ZipFile(archive);
    try {
      return file.source(limits);
    } finally {
      file.close();
    }
  } catch (cause) {
    throw unreadable(archive, cause);
  }
}

class ZipFile {
  readonly #archive: string;
  #file: number;
  readonly #size: number;

  constructor(archive: string) {
    if (!statSync(archive).isFile()) throw new Error('it is not a regular file');
    this.#archive = archive;
    this.#file = openSync(archive, 'r');
    this.#size = fstatSync(this.#file).size;
  }

  close(): void {
    closeSync(this.#file);
  }

  source(limits: Limits): Source {
    const members = new Members(this.#archive, limits);
    const entries = new Map<string, Entry>();
    const unpacked = new Unpacked(this.#archive, this.#size, limits, FREE_BYTES);
    for (const entry of this.#entries(limits)) {
      const path = members.add(entry.path, this.#memberOf(entry, limits));
      entries.set(path, entry);
    }
    return members.source(async (wanted, visit) => {
      this.#file = openSync(this.#archive, 'r');
      try {
        for (const path of wanted) {
          const entry = entries.get(path);
          if (!entry) continue;
          const error = members.get(path)?.error;
          if (!error) unpacked.add(entry.size);
          visit(path, () => {
            if (error) throw error;
            return this.#contents(entry);
          });
        }
      } catch (cause) {
        throw unreadable(this.#archive, cause);
      } finally {
        this.close();
      }
    });
  }

  #memberOf(entry: Entry, limits: Limits): Member {
    const name = `${this.#archive}:${entry.path}`;
    const kind = entry.mode >>> 12;
    if (entry.path.endsWith('/') || kind === 4)
      return { kind: 'directory', target: null, error: null };
    if (kind === 10) {
      const isLong = entry.size > LONGEST_LINK;
      const target = isLong ? '/' : this.#contents(entry).toString();
      return { kind: 'symbolic-link', target, error: null };
    }
    const error =
      entry.size > limits.fileBytes ? limitExceeded('fileBytes', name, limits.fileBytes) : null;
    return { kind: 'file', target: null, error };
  }

  #read(offset: number, size: number): Buffer {
    if (offset < 0 || offset + size > this.#size) {
      throw new Error(`it announces ${size} bytes at ${offset}, but has ${this.#size}`);
    }
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const count = readSync(this.#file, bytes, done, size - done, offset + done);
      if (count === 0) throw new Error('it became shorter while it was read');
      done += count;
    }
    return bytes;
  }

  /** Where the central directory is, by the record that ends the file. */
  #directory(): { count: number; size: number; offset: number } {
    const tailSize = Math.min(this.#size, END.size + END.mostComment);
    const tail = this.#read(this.#size - tailSize, tailSize);
    let at = tailSize - END.size;
    while (at >= 0 && tail.readUInt32LE(at) !== END.signature) at--;
    if (at < 0) throw new Error('it does not end as a zip file does');
    const end = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    if (end.count !== 0xffff && end.size !== 0xffffffff && end.offset !== 0xffffffff) return end;
    const place = this.#size - tailSize + at - END_64.locatorSize;
    if (place < 0) return end;
    const locator = this.#read(place, END_64.locatorSize);
    if (locator.readUInt32LE(0) !== END_64.locator) return end;
    const record = this.#read(Number(locator.readBigUInt64LE(8)), END_64.size);
    if (record.readUInt32LE(0) !== END_64.signature) throw new Error('its zip64 record is no such');
    const [count, size, offset] = [32, 40, 48].map((field) =>
      Number(record.readBigUInt64LE(field)),
    ) as [number, number, number];
    return { count, size, offset };
  }

  #entries(limits: Limits): Entry[] {
    const { count, size, offset } = this.#directory();
    if (count > limits.members) throw limitExceeded('members', this.#archive, limits.members);
    if (size > LARGEST_DIRECTORY) throw new Error(`its directory has ${size} bytes`);
    const directory = this.#read(offset, size);
    const entries: Entry[] = [];
    let at = 0;
    for (let left = count; left > 0; left--) {
      if (at + ENTRY.size > size || directory.readUInt32LE(at) !== ENTRY.signature) {
        throw new Error(`its directory announces ${count} members and has ${entries.length}`);
      }
      const [nameSize, extraSize, commentSize] = [28, 30, 32].map((field) =>
        directory.readUInt16LE(at + field),
      ) as [number, number, number];
      const name = at + ENTRY.size;
      const end = name + nameSize + extraSize + commentSize;
      if (end > size) throw new Error('an entry of its directory is cut off');
      const isUnix = UNIX.includes(directory.readUInt8(at + 5));
      const extra = directory.subarray(name + nameSize, name + nameSize + extraSize);
      entries.push({
        path: directory.toString('utf8', name, name + nameSize),
        method: directory.readUInt16LE(at + 10),
        isEncrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
        checksum: directory.readUInt32LE(at + 16),
        ...sizesOf(directory.subarray(at, at + ENTRY.size), extra),
        mode: isUnix ? directory.readUInt32LE(at + 38) >>> 16 : 0,
      });
      at = end;
    }
    this.#refuseOverlaps(entries);
    return entries;
  }

  /** Members that share bytes are the trick of archives that unpack to more than any ratio allows. */
  #refuseOverlaps(entries: readonly Entry[]): void {
    const sorted = entries.toSorted((a, b) => a.offset - b.offset);
    for (const [index, { path, offset, packedSize }] of sorted.entries()) {
      if (offset + LOCAL.size + packedSize > (sorted[index + 1]?.offset ?? this.#size)) {
        throw new Error(`its member "${path}" overlaps with the next`);
      }
    }
  }

  #contents(entry: Entry): Buffer {
    const name = `${this.#archive}:${entry.path}`;
    const fail = (problem: string, cause?: unknown) =>
      new CommandError('FILE_UNREADABLE', `Cannot read "${name}": ${problem}`, {
        cause,
        hint: 'The archive is damaged or made by a tool that does not follow the format; pack it again',
      });
    if (entry.isEncrypted) throw fail('it is encrypted');
    if (entry.method !== STORED && entry.method !== DEFLATED) {
      throw fail(`it is compressed by method ${entry.method}, expected 0 (none) or 8 (deflate)`);
    }
    try {
      const local = this.#read(entry.offset, LOCAL.size);
      if (local.readUInt32LE(0) !== LOCAL.signature) throw new Error('its header is no such');
      const start = entry.offset + LOCAL.size + local.readUInt16LE(26) + local.readUInt16LE(28);
      const packed = this.#read(start, entry.packedSize);
      const bytes =
        entry.method === STORED
          ? packed
          : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
      if (bytes.length !== entry.size) {
        throw new Error(`it has ${bytes.length} bytes, expected ${entry.size}`);
      }
      if (crc32(bytes) !== entry.checksum) throw new Error('its checksum does not fit');
      return bytes;
    } catch (cause) {
      const isLonger = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      const more = `it has more bytes than the ${entry.size} that it announces`;
      throw fail(isLonger ? more : (cause as Error).message, cause);
    }
  }
}

/** Sizes and place; where 32 bits do not hold one, it is in the extra field of zip64, in this order. */
function sizesOf(entry: Buffer, extra: Buffer): Pick<Entry, 'size' | 'packedSize' | 'offset'> {
  const wide: number[] = [];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    for (let field = at + 4; field + 8 <= end; field += 8) {
      wide.push(Number(extra.readBigUInt64LE(field)));
    }
  }
  const pick = (value: number) => (value === 0xffffffff ? (wide.shift() ?? value) : value);
  const size = pick(entry.readUInt32LE(24));
  const packedSize = pick(entry.readUInt32LE(20));
  const offset = pick(entry.readUInt32LE(42));
  return { size, packedSize, offset };
}
