// What a hostile file may make the reader keep and do.
import assert from 'node:assert/strict';
import { ByteReader } from '../../../scripts/audit/byte-reader.js';

const MEBIBYTE = 1024 * 1024;

/** How often this can be done before the reader refuses. */
function countUntil(work: () => void): number {
  for (let count = 0; ; count++) {
    try {
      work();
    } catch {
      return count;
    }
  }
}

describe('ByteReader', () => {
  it('keeps at most 16 times the file and 1 MiB, 64 bytes for each entry', () => {
    const reader = new ByteReader(Buffer.alloc(1024), 'x');
    const most = 16 * 1024 + MEBIBYTE;
    assert.equal(
      countUntil(() => reader.keep('a'.repeat(960))),
      Math.floor(most / 1024),
    );
    assert.throws(() => reader.keep(), { code: 'NOT_A_LIBRARY', message: /16 times its size/ });
  });

  it('counts characters that JSON escapes six times', () => {
    const reader = new ByteReader(Buffer.alloc(0), 'x');
    assert.equal(
      countUntil(() => reader.keep('\x01'.repeat(160))),
      MEBIBYTE / 1024,
    );
  });

  it('counts every name that it reads, and what others read of its parts', () => {
    const reader = new ByteReader(Buffer.alloc(4096, 'a'), 'x');
    const part = reader.part(0, 960);
    const count = countUntil(() => part.string(0));
    // The work for them is counted, too, and is used up first.
    assert.ok(count < 400, String(count));
    assert.throws(() => reader.string(0), { code: 'NOT_A_LIBRARY', message: /64 times its size/ });
  });

  it('keeps no more than the limit of the policy', () => {
    const reader = new ByteReader(Buffer.alloc(1024), 'x', { memory: 64 });
    reader.keep();
    const message = /^Cannot audit "x": names and tables take more than 64 bytes of memory/;
    assert.throws(() => reader.keep(), { code: 'LIMIT_EXCEEDED', message });
  });

  it('compares a name without keeping it', () => {
    const reader = new ByteReader(Buffer.from('abc\0abcd'), 'x', { memory: 0 });
    const found = [reader.holds('abc', 0), reader.holds('ab', 0), reader.holds('abcd', 4)];
    assert.deepEqual(found, [true, false, false]);
    assert.equal(reader.holds('bc', 1), true);
  });
});
