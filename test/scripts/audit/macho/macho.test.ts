// Mach-O parts that the cross compiler does not make: universal files, chained fixups, big-endian files,
// and signatures that do not fit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { auditBytes } from '../../../../scripts/audit/audit.js';
import { readBinary } from '../../../../scripts/audit/binary.js';
import { pluginFixture } from '../fixtures.js';

/** A universal file of thin ones, as lipo makes it; `wide` with 64-bit offsets. */
function makeUniversal(slices: readonly Buffer[], wide = false): Buffer {
  const entrySize = wide ? 32 : 20;
  const header = Buffer.alloc(4096);
  header.writeUInt32BE(wide ? 0xcafebabf : 0xcafebabe, 0);
  header.writeUInt32BE(slices.length, 4);
  let offset = header.length;
  for (const [index, slice] of slices.entries()) {
    const entry = 8 + index * entrySize;
    header.writeUInt32BE(slice.readUInt32LE(4), entry);
    if (wide) {
      header.writeBigUInt64BE(BigInt(offset), entry + 8);
      header.writeBigUInt64BE(BigInt(slice.length), entry + 16);
    } else {
      header.writeUInt32BE(offset, entry + 8);
      header.writeUInt32BE(slice.length, entry + 12);
    }
    offset += slice.length;
  }
  return Buffer.concat([header, ...slices]);
}

/** A bundle of nothing but load commands and what they point to. */
function makeMachO(commands: readonly Buffer[], data: Buffer, cpu = 0x0100000c): Buffer {
  const header = Buffer.alloc(32);
  const size = commands.reduce((sum, { length }) => sum + length, 0);
  for (const [index, value] of [0xfeedfacf, cpu, 0, 8, commands.length, size, 0x85, 0].entries()) {
    header.writeUInt32LE(value, index * 4);
  }
  return Buffer.concat([header, ...commands, data]);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, index * 4);
  return bytes;
}

function libraryCommand(path: string): Buffer {
  const name = Buffer.alloc(Math.ceil((path.length + 1) / 8) * 8);
  name.write(path);
  return Buffer.concat([words(0xc, 24 + name.length, 24, 0, 0, 0), name]);
}

/** A file that imports by chained fixups only, in one of the three formats there are. */
function makeChained(format: 1 | 2 | 3): Buffer {
  const library = libraryCommand('/usr/lib/libSystem.B.dylib');
  const names = '\0_strong\0_weak\0_anywhere\0_own\0_coalesced\0';
  const imports: readonly (readonly [ordinal: number, weak: number, name: string])[] = [
    [1, 0, '_strong'],
    [1, 1, '_weak'],
    [-2, 0, '_anywhere'],
    [0, 0, '_own'],
    [-3, 0, '_coalesced'],
  ];
  const entries = imports.map(([ordinal, weak, name]) => {
    const place = names.indexOf(`\0${name}\0`) + 1;
    if (format === 3) return words((ordinal & 0xffff) | (weak << 16), place, 0, 0);
    return words((ordinal & 0xff) | (weak << 8) | (place << 9), ...(format === 2 ? [0] : []));
  });
  const table = Buffer.concat(entries);
  const header = words(0, 28, 28, 28 + table.length, imports.length, format, 0);
  const fixups = Buffer.concat([header, table, Buffer.from(names)]);
  const start = 32 + library.length + 16;
  return makeMachO([library, words(0x80000034, 16, start, fixups.length)], fixups);
}

describe('readBinary() on Mach-O', () => {
  let x64: Buffer;
  let arm64: Buffer;

  before(async () => {
    x64 = readFileSync(await pluginFixture('darwin-x64'));
    arm64 = readFileSync(await pluginFixture('darwin-arm64'));
  });

  for (const wide of [false, true]) {
    it(`reads each slice of a universal file with ${wide ? 64 : 32}-bit offsets`, () => {
      const universal = makeUniversal([x64, arm64], wide);
      for (const [machine, thin] of [['x64', x64] as const, ['arm64', arm64] as const]) {
        const info = readBinary(universal, { machine });
        assert.deepEqual(info.machines, ['x64', 'arm64']);
        const { machines, size, ...rest } = info;
        const { machines: _machines, size: _size, ...expected } = readBinary(thin);
        assert.deepEqual([rest, size], [expected, universal.length]);
      }
      assert.equal(readBinary(universal).machine, 'x64');
    });
  }

  it('refuses a universal file of static archives', () => {
    const archive = Buffer.from('!<arch>\nnothing in it');
    assert.throws(() => readBinary(makeUniversal([archive])), { code: 'NOT_A_LIBRARY' });
  });

  it('refuses slices that overlap, and names each processor once', () => {
    const universal = makeUniversal([arm64, arm64, x64]);
    assert.deepEqual(readBinary(universal).machines, ['arm64', 'x64']);
    universal.writeUInt32BE(universal.readUInt32BE(16) - 4096, 36);
    assert.throws(() => readBinary(universal), {
      code: 'NOT_A_LIBRARY',
      message: /slices overlap/,
    });
  });

  it('refuses a segment with more sections than its command holds', () => {
    const segment = Buffer.alloc(72);
    segment.writeUInt32LE(0x19, 0);
    segment.writeUInt32LE(72, 4);
    assert.equal(readBinary(makeMachO([segment], Buffer.alloc(100))).segments.length, 1);
    segment.writeUInt32LE(1, 64);
    const read = () => readBinary(makeMachO([segment], Buffer.alloc(100)));
    assert.throws(read, { code: 'NOT_A_LIBRARY', message: /announces 1 sections/ });
  });

  it('refuses a signature that asks for more hashing than its size', () => {
    // The same code directory, which is fine, again and again.
    const start = arm64.indexOf(Buffer.from('fade0cc0', 'hex'));
    const directory = arm64.readUInt32BE(start + 16);
    const count = 2000;
    const index = Buffer.alloc(8 * count);
    for (let at = 0; at < index.length; at += 8) {
      index.writeUInt32BE(
        12 + index.length + directory - 12 - 8 * arm64.readUInt32BE(start + 8),
        at + 4,
      );
    }
    const rest = arm64.subarray(start + 12 + 8 * arm64.readUInt32BE(start + 8));
    const head = Buffer.from(arm64.subarray(0, start + 12));
    head.writeUInt32BE(count, start + 8);
    const changed = Buffer.concat([head, index, rest]);
    const command = changed.indexOf(words(0x1d, 16));
    changed.writeUInt32LE(changed.length - start, command + 12);
    assert.throws(() => readBinary(changed), {
      code: 'NOT_A_LIBRARY',
      message: /64 times its size/,
    });
  });

  it('tells a Java class from a universal file', () => {
    const java = Buffer.from('cafebabe00000041001d0a00', 'hex');
    assert.throws(() => readBinary(java), { code: 'NOT_A_LIBRARY', message: /a Java class/ });
  });

  for (const format of [1, 2, 3] as const) {
    it(`reads chained imports of format ${format}`, () => {
      const library = '/usr/lib/libSystem.B.dylib';
      assert.deepEqual(readBinary(makeChained(format)).imports, [
        { name: 'strong', version: null, library, weak: false },
        { name: 'weak', version: null, library, weak: true },
        { name: 'anywhere', version: null, library: null, weak: false },
      ]);
    });
  }

  it('refuses chained imports of an unknown format', () => {
    const bytes = makeChained(1);
    bytes.writeUInt32LE(9, bytes.length - 41 - 20 - 8);
    assert.throws(() => readBinary(bytes), { code: 'NOT_A_LIBRARY', message: /format 9/ });
  });

  it('reads an old macOS version and a big-endian file', () => {
    const old = makeMachO(
      [words(0x24, 16, 0x000a0d02, 0x000a0e00)],
      Buffer.alloc(0),
      7 | 0x01000000,
    );
    assert.equal(readBinary(old).minimumSystem, '10.13.2');
    const swapped = Buffer.from(old.subarray(0, 48)).swap32();
    const info = readBinary(swapped);
    assert.deepEqual([info.machine, info.minimumSystem], ['x64', '10.13.2']);
  });

  it('refuses an export trie that leads back into itself', () => {
    const trie = Buffer.from('\0\x01a\0\0', 'latin1');
    const bytes = makeMachO([words(0x80000033, 16, 48, trie.length)], trie);
    assert.throws(() => readBinary(bytes), { code: 'NOT_A_LIBRARY', message: /overlap/ });
  });

  it('verifies the signature', () => {
    assert.deepEqual(readBinary(arm64).signature, {
      present: true,
      kind: 'ad-hoc',
      valid: true,
      problem: null,
    });
    assert.equal(readBinary(x64).signature.present, false);
  });

  it('sees a changed byte in any signed page', () => {
    const codeEnd = arm64.indexOf(Buffer.from('fade0cc0', 'hex'));
    const directory = arm64.indexOf(Buffer.from('fade0c02', 'hex'));
    const pageSize = 2 ** arm64.readUInt8(directory + 39);
    const pageCount = Math.ceil(codeEnd / pageSize);
    assert.ok(pageCount > 2);
    for (let page = 0; page < pageCount; page++) {
      const last = Math.min((page + 1) * pageSize, codeEnd) - 1;
      const changed = Buffer.from(arm64);
      changed.writeUInt8(changed.readUInt8(last) ^ 1, last);
      const { valid, problem } = readBinary(changed).signature;
      assert.equal(valid, false);
      assert.equal(
        problem,
        `the hash of page ${page} (from offset ${page * pageSize}) does not fit its contents`,
      );
    }
  });

  it('sees bytes between the code and its signature', () => {
    const directory = arm64.indexOf(Buffer.from('fade0c02', 'hex'));
    const changed = Buffer.from(arm64);
    changed.writeUInt32BE(changed.readUInt32BE(directory + 32) - 16, directory + 32);
    assert.match(readBinary(changed).signature.problem ?? '', /it covers \d+ bytes/);
  });

  it('lets an audit fail for a signature that does not fit or is not there', () => {
    const start = arm64.indexOf(Buffer.from('fade0c02', 'hex'));
    const changed = Buffer.from(arm64);
    changed.writeUInt8(99, start + 37);
    const finding = (bytes: Buffer) =>
      auditBytes(bytes, 'x.dylib').findings.find(({ check }) => check === 'signature');
    assert.equal(finding(arm64)?.level, 'pass');
    assert.equal(finding(changed)?.level, 'fail');
    assert.match(finding(changed)?.message ?? '', /hash type 99/);
    assert.equal(finding(makeMachO([], Buffer.alloc(0)))?.level, 'fail');
    assert.equal(finding(makeMachO([], Buffer.alloc(0), 0x01000007))?.level, 'pass');
  });
});
