// Archives as tools do not make them: with links, wrong sizes, members of odd kinds.
import { crc32, deflateRawSync } from 'node:zlib';
import { Header } from 'tar';

export interface Member {
  path: string;
  /** Where a link leads. */
  to?: string;
  hard?: boolean;
  type?: 'SparseFile' | 'ExtendedHeader' | 'Directory';
  bytes?: Buffer;
}

/** A tar file, not compressed. */
export function tarOf(members: readonly Member[]): Buffer {
  const blocks = members.flatMap(({ path, to, hard, type, bytes = Buffer.alloc(0) }) => {
    const link = hard ? 'Link' : 'SymbolicLink';
    const kind = to === undefined ? (type ?? 'File') : link;
    const header = new Header({ path, mode: 0o644, size: bytes.length, type: kind });
    if (to !== undefined) header.linkpath = to;
    const block = Buffer.alloc(512);
    header.encode(block);
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

interface ZipOptions {
  /** What the directory says instead of the truth. */
  size?: number;
  method?: number;
  flags?: number;
  /** Sizes and places are in the fields for 64 bits. */
  wide?: boolean;
  /** All members are the first one's bytes. */
  overlap?: boolean;
}

/** A zip file, made of the truth or not. */
export function zipOf(
  members: readonly Member[],
  { size, method = 8, flags = 0, overlap, wide }: ZipOptions = {},
) {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { path, to, bytes = Buffer.from(to ?? '') } of members) {
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(path);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size ?? bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE((to === undefined ? 0o100644 : 0o120777) * 0x10000, 6);
    entry.writeUInt32LE(overlap ? 0 : offset, 10);
    locals.push(Buffer.from('PK\x03\x04'), fields, name, packed);
    const listed = Buffer.from(fields);
    const extra = Buffer.alloc(wide ? 28 : 0);
    if (wide) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      const values = [bytes.length, packed.length, offset];
      for (const [index, value] of values.entries()) {
        extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
      }
      listed.fill(0xff, 14, 22);
      listed.writeUInt16LE(extra.length, 24);
      entry.fill(0xff, 10);
    }
    entries.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), listed, entry, name, extra);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  if (!wide) return Buffer.concat([...locals, directory, end]);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  const values = [members.length, members.length, directory.length, offset];
  for (const [index, value] of values.entries()) {
    record.writeBigUInt64LE(BigInt(value), 24 + 8 * index);
  }
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + directory.length), 8);
  end.fill(0xff, 8, 20);
  return Buffer.concat([...locals, directory, record, locator, end]);
}
