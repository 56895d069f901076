// What program headers say of the stack and of pages, on libraries for each processor.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { auditBytes } from '../../../../scripts/audit/audit.js';
import { readBinary } from '../../../../scripts/audit/binary.js';
import { bareFixture, pluginFixture } from '../fixtures.js';

const GNU_STACK = 0x6474e551;
const NULL = 0;

/** Changes the program header of a type. */
function patchHeader(bytes: Buffer, type: number, patch: (at: number) => void): void {
  for (let at = 64; at < 64 + 56 * bytes.readUInt16LE(56); at += 56) {
    if (bytes.readUInt32LE(at) === type) patch(at);
  }
}

describe('program headers', () => {
  for (const machine of ['x86_64', 'aarch64', 'riscv64']) {
    it(`tell the stack of a library for ${machine}`, async () => {
      const library = () => bareFixture(`${machine}-linux-none`, '-shared', '-nostdlib', '-s');
      const plain = readFileSync(await library());
      const executable = Buffer.from(plain);
      const silent = Buffer.from(plain);
      patchHeader(executable, GNU_STACK, (at) => executable.writeUInt32LE(7, at + 4));
      patchHeader(silent, GNU_STACK, (at) => silent.writeUInt32LE(NULL, at));
      const stacks = [plain, executable, silent].map((bytes) => {
        const { info, findings } = auditBytes(bytes, 'x.so');
        const level = findings.find(({ check }) => check === 'executable-stack')?.level;
        return [info?.executableStack, level];
      });
      // On arm64, glibc takes silence for no. The audit does not.
      const bySilence = machine !== 'aarch64';
      assert.deepEqual(stacks, [
        [false, 'pass'],
        [true, 'fail'],
        [bySilence, 'fail'],
      ]);
    });
  }

  for (const [flag, page, level] of [
    [[], 65536, 'pass'],
    [['-Wl,-z,max-page-size=16384'], 16384, 'fail'],
    [['-Wl,-z,max-page-size=4096'], 4096, 'fail'],
  ] as const) {
    it(`tell the largest page of a library linked with ${flag[0] ?? 'no flag'}`, async () => {
      const path = await pluginFixture('linux-arm64', ['-s', ...flag]);
      const { info, findings } = auditBytes(readFileSync(path), path);
      assert.equal(info?.largestPage, page);
      assert.equal(findings.find(({ check }) => check === 'page-alignment')?.level, level);
    });
  }

  it('tell segments that are at another place in their page of the file', async () => {
    const bytes = readFileSync(await pluginFixture('linux-arm64'));
    patchHeader(bytes, 1, (at) => {
      const address = bytes.readBigUInt64LE(at + 16);
      if (address > 0n) bytes.writeBigUInt64LE(address + 4096n, at + 16);
    });
    assert.equal(readBinary(bytes).largestPage, 4096);
  });

  it('are all of a page on the other systems', async () => {
    for (const [target, page] of [
      ['darwin-arm64', 16384],
      ['darwin-x64', 4096],
      ['win32-x64', 4096],
      ['win32-arm64', 4096],
    ] as const) {
      const { largestPage } = readBinary(await pluginFixture(target));
      assert.ok(largestPage !== null && largestPage >= page, `${target}: ${largestPage}`);
    }
  });
});
