// What is no library, or a damaged one: every such file ends in a CommandError with the right code, and
// quickly, whatever its tables announce.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { TARGET_IDS } from '../../../loader/target.js';
import { auditBytes } from '../../../scripts/audit/audit.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import { CommandError } from '../../../scripts/errors.js';
import { skip } from '../../support/skip.js';
import { bareFixture, pluginFixture, scratchPath } from './fixtures.js';

const OTHER_FILES: readonly (readonly [
  what: string,
  contents: string | Buffer,
  message: RegExp,
])[] = [
  ['an empty file', '', /it is empty/],
  ['text', 'not a library\n', /it is text/],
  ['a script', '#!/bin/sh\nexit 0\n', /it is a script/],
  ['a static archive', '!<arch>\n/               0', /it is a static archive/],
  ['a WebAssembly module', Buffer.from('0061736d01000000', 'hex'), /it is a WebAssembly module/],
  ['an AppleDouble file', Buffer.from('0005160700020000', 'hex'), /it is an AppleDouble file/],
  ['a zip archive', Buffer.from('504b030414000000', 'hex'), /it is a zip archive/],
  ['other bytes', Buffer.from('fffefdfc00000000', 'hex'), /it begins with fffefdfc/],
  ['a DOS program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), /it is a DOS program/],
  ['an ELF file of class 9', Buffer.from('7f454c4609010100', 'hex'), /its ELF class is 9/],
];

/** Reads and audits; anything but success or a CommandError of the right kind fails the test. */
function survive(bytes: Buffer): void {
  try {
    auditBytes(bytes, 'damaged');
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    assert.ok(['NOT_A_LIBRARY', 'LIBRARY_TRUNCATED'].includes(error.code), error.code);
    assert.match(error.message, /^Cannot read "damaged": /);
  }
}

describe('readBinary() on odd files', () => {
  for (const [what, contents, message] of OTHER_FILES) {
    it(`refuses ${what}`, () => {
      const read = () => readBinary(Buffer.from(contents as string), { name: 'x.so' });
      assert.throws(read, { code: 'NOT_A_LIBRARY', message });
    });
  }

  it('refuses a COFF object file', async () => {
    const path = await bareFixture('x86_64-windows-gnu', '-c');
    assert.throws(() => readBinary(path), { code: 'NOT_A_LIBRARY', message: /a COFF object file/ });
  });

  it('names a path that it cannot read', () => {
    assert.throws(() => readBinary(scratchPath('missing.so')), { code: 'FILE_UNREADABLE' });
    mkdirSync(scratchPath('directory.so'), { recursive: true });
    const message = /not a regular file/;
    assert.throws(() => readBinary(scratchPath('directory.so')), {
      code: 'FILE_UNREADABLE',
      message,
    });
  });

  it('does not wait for the other end of a pipe', function () {
    if (process.platform === 'win32') {
      skip(this, 'Windows has no named pipes in the file system');
    }
    execFileSync('mkfifo', [scratchPath('pipe.so')]);
    const message = /not a regular file/;
    assert.throws(() => readBinary(scratchPath('pipe.so')), { code: 'FILE_UNREADABLE', message });
  });

  for (const id of TARGET_IDS) {
    it(`tells a cut-off file for ${id} at any length`, async () => {
      const whole = readFileSync(await pluginFixture(id));
      assert.doesNotThrow(() => readBinary(whole));
      const step = Math.max(1, Math.floor(whole.length / 2000));
      for (let size = 64; size < whole.length; size += step) {
        const cut = Buffer.from(whole.subarray(0, size));
        assert.throws(() => readBinary(cut), { code: 'LIBRARY_TRUNCATED' }, `${size} bytes`);
      }
      for (let size = 0; size < 64; size++) survive(Buffer.from(whole.subarray(0, size)));
      const last = Buffer.from(whole.subarray(0, -1));
      assert.throws(() => readBinary(last), { code: 'LIBRARY_TRUNCATED' });
    });

    it(`survives changed bytes in a file for ${id}`, async () => {
      const whole = readFileSync(await pluginFixture(id));
      // Headers and tables lie at the beginning more often than not: half of the changes go there.
      const offset = fc.oneof(
        fc.nat({ max: Math.min(2048, whole.length - 1) }),
        fc.nat({ max: whole.length - 1 }),
      );
      const value = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff));
      fc.assert(
        fc.property(
          fc.array(fc.tuple(offset, value), { minLength: 1, maxLength: 12 }),
          (changes) => {
            const damaged = Buffer.from(whole);
            for (const [at, byte] of changes) damaged[at] = byte;
            survive(damaged);
          },
        ),
        { numRuns: 400 },
      );
    });

    it(`survives huge numbers anywhere in the headers of a file for ${id}`, async () => {
      const whole = readFileSync(await pluginFixture(id));
      for (const value of [0xffffffff, 0x7fffffff, 0x00ffffff, 0]) {
        for (let offset = 4; offset < Math.min(2048, whole.length - 4); offset += 4) {
          const damaged = Buffer.from(whole);
          damaged.writeUInt32LE(value, offset);
          survive(damaged);
        }
      }
    });
  }

  it('survives random bytes after any magic number', () => {
    const magics = ['7f454c46020101', 'cffaedfe', 'cefaedfe', 'feedfacf', 'cafebabe', '4d5a'];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 4096 }), (magic, tail) =>
        survive(Buffer.concat([Buffer.from(magic, 'hex'), tail])),
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps one entry for a version that is needed twice', async () => {
    const path = await pluginFixture('linux-x64');
    const info = readBinary(path);
    const doubled = readFileSync(path);
    // The two libraries become one, so that the same version is asked of it twice.
    const names = [doubled.indexOf('libm.so.6\0'), doubled.indexOf('libc.so.6\0')] as const;
    assert.ok(names[0] > 0 && names[1] > 0);
    doubled.write('libc.so.6', names[0], 'latin1');
    assert.equal(info.neededVersions.length, 2);
    const versions = readBinary(doubled).neededVersions;
    assert.deepEqual(versions, [{ library: 'libc.so.6', version: 'GLIBC_2.2.5' }]);
  });

  it('reads a file by its path as it reads its bytes', async () => {
    const path = await pluginFixture('linux-x64');
    assert.deepEqual(readBinary(path), readBinary(readFileSync(path)));
    writeFileSync(scratchPath('text.so'), 'text');
    assert.throws(() => readBinary(scratchPath('text.so')), { code: 'NOT_A_LIBRARY' });
  });
});
