import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TARGET_IDS, type TargetId } from '../../../loader/target.js';
import { layoutOf } from '../../../scripts/audit/layout.js';
import type { Circumstances } from '../../../scripts/compile/causes.js';
import { compareBuilds } from '../../../scripts/compile/differences.js';
import { embeddedPaths } from '../../../scripts/compile/embedded-paths.js';
import { pluginFixture } from '../audit/fixtures.js';

const FIRST: Circumstances = {
  directories: ['/first'],
  user: ['eva'],
  times: [[1000000000, 1000000000]],
};
const SECOND: Circumstances = {
  directories: ['/the/second'],
  user: ['ada'],
  times: [[1700000001, 1700000009]],
};

function compare(first: Buffer | undefined, second: Buffer | undefined, name = 'file') {
  return compareBuilds(
    name,
    { bytes: first, circumstances: FIRST },
    { bytes: second, circumstances: SECOND },
  );
}

/** Section and cause of each difference. */
function named(first: Buffer | string, second: Buffer | string): [string, string][] {
  const differences = compare(Buffer.from(first), Buffer.from(second));
  return differences.map(({ section, cause }) => [section, cause]);
}

async function fixture(target: TargetId, flags?: readonly string[]): Promise<Buffer> {
  return readFileSync(await pluginFixture(target, flags));
}

/** A copy with the last byte changed in the part of the file with this name. */
function changed(bytes: Buffer, name: string): Buffer {
  const region = layoutOf(bytes, 'fixture').find((other) => other.name === name);
  assert.ok(region, `no ${name}`);
  const copy = Buffer.from(bytes);
  const last = region.offset + region.size - 1;
  copy.writeUInt8(copy.readUInt8(last) ^ 0xff, last);
  return copy;
}

describe('layoutOf()', () => {
  for (const target of TARGET_IDS) {
    it(`gives each byte of a plug-in for ${target} to exactly one part`, async () => {
      const bytes = await fixture(target);
      let end = 0;
      for (const { offset, size } of layoutOf(bytes, target)) {
        assert.equal(offset, end);
        end = offset + size;
      }
      assert.equal(end, bytes.length);
    });
  }
});

describe('compareBuilds()', () => {
  it('finds nothing where nothing differs', async () => {
    const bytes = await fixture('linux-x64');
    assert.deepEqual(compare(bytes, Buffer.from(bytes)), []);
  });

  const PATCHES: readonly (readonly [
    TargetId,
    section: string,
    cause: string,
    flags?: string[],
  ])[] = [
    ['win32-x64', 'COFF header TimeDateStamp', 'link-time'],
    ['win32-arm64', 'export directory TimeDateStamp', 'link-time'],
    ['win32-x64', 'debug directory TimeDateStamp', 'link-time'],
    ['win32-x64', 'optional header CheckSum', 'checksum'],
    ['darwin-arm64', 'load command LC_UUID', 'uuid'],
    ['darwin-x64', 'load command LC_UUID', 'uuid'],
    ['darwin-arm64', 'code signature', 'signature'],
    ['linux-x64', '.note.gnu.build-id', 'build-id', ['-s', '-Wl,--build-id=sha1']],
    ['linux-arm64', '.text', 'unknown'],
  ];
  for (const [target, section, cause, flags] of PATCHES) {
    it(`names ${section} of a file for ${target} and the cause ${cause}`, async () => {
      const bytes = await fixture(target, flags);
      const [difference, ...others] = compare(bytes, changed(bytes, section));
      assert.deepEqual(others, []);
      assert.deepEqual([difference?.section, difference?.cause], [section, cause]);
      assert.equal(difference?.bytes, 1);
      assert.notEqual(bytes[difference.offset], changed(bytes, section)[difference.offset]);
    });
  }

  it('names the directory, the user, the date and the order in plain text', () => {
    assert.deepEqual(named('at /first/x.c', 'at /the/second/x.c'), [['contents', 'build-path']]);
    assert.deepEqual(named('by eva', 'by ada'), [['contents', 'user']]);
    assert.deepEqual(named('at 12:30:01', 'at 12:30:02'), [['contents', 'build-time']]);
    assert.deepEqual(named('Sep  9 2001', 'Nov 14 2023'), [['contents', 'build-time']]);
    assert.deepEqual(named('one\0two\0', 'two\0one\0'), [['contents', 'order']]);
    assert.deepEqual(named('17', '4711'), [['contents', 'unknown']]);
  });

  it('knows the time of the build as a number, too', () => {
    const [first, second] = [Buffer.alloc(12), Buffer.alloc(12)];
    first.writeUInt32LE(1000000000, 5);
    second.writeUInt32LE(1700000003, 5);
    assert.deepEqual(named(first, second), [['contents', 'build-time']]);
  });

  it('tells a file that only one build made', () => {
    const bytes = Buffer.from('x');
    for (const [first, second] of [
      [bytes, undefined],
      [undefined, bytes],
    ]) {
      const [difference] = compare(first, second);
      assert.equal(difference?.cause, 'missing-file');
      assert.equal(difference.first, first ? 'made' : 'not made');
    }
  });

  it('puts what is derived from the contents behind its root', async () => {
    const bytes = await fixture('darwin-arm64');
    const first = changed(bytes, 'load command LC_UUID');
    const found = compare(first, changed(bytes, '__TEXT,__text'));
    assert.deepEqual(
      found.map(({ section }) => section),
      ['__TEXT,__text', 'load command LC_UUID'],
    );
    assert.match(found[1]?.explanation ?? '', /, as the contents do$/);
  });
});

describe('embeddedPaths()', () => {
  it('finds the path of the tools in the part of the file that holds it', async () => {
    const bytes = await fixture('linux-x64');
    const region = layoutOf(bytes, 'fixture').find(({ name }) => name === '.comment');
    assert(region);
    bytes.write('/opt/zig', region.offset);
    const [found] = embeddedPaths('file', bytes, ['/opt/zig', '/opt/cmake']);
    assert.deepEqual(
      [found?.section, found?.offset, found?.cause],
      ['.comment', region.offset, 'tool-path'],
    );
    assert.deepEqual(embeddedPaths('file', bytes, ['/opt/cmake']), []);
  });
});
