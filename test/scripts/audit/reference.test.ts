// readBinary() against LLVM, on a fixture for every target, on odd processors, and on whatever this tree
// has built.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TARGET_IDS, TARGETS } from '../../../loader/target.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import { targetOf } from '../../../scripts/audit/checks/symbols.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { skip } from '../../support/skip.js';
import { bareFixture, patchedCopy, pluginFixture } from './fixtures.js';
import { asReference, readReference, skipReason } from './readobj.js';

/** Artefacts of the build, with the target that their directory announces. */
function builtArtefacts(): string[] {
  return ['dist', 'prebuilds']
    .map((name) => projectPath(name))
    .filter((directory) => existsSync(directory))
    .flatMap((directory) =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(so|so\.0|dylib|dll|node)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    );
}

function compare(path: string): void {
  const info = readBinary(path);
  assert.deepEqual(asReference(info), readReference(path, info.format), path);
}

describe('readBinary() and LLVM', () => {
  before(function () {
    if (!skipReason) return;
    skip(this, skipReason);
  });

  for (const id of TARGET_IDS) {
    it(`agree on a plug-in for ${id}`, async () => {
      compare(await pluginFixture(id));
    });
  }

  for (const id of TARGET_IDS) {
    it(`agree on a plug-in for ${id} with debug information`, async () => {
      const path = await pluginFixture(id, ['-g']);
      compare(path);
    });
  }

  for (const triple of ['x86-linux-musl', 's390x-linux-musl', 'powerpc-linux-musl']) {
    it(`agree on a library for ${triple}`, async () => {
      compare(await bareFixture(triple, '-shared', '-nostdlib', '-s'));
    });
  }

  it('agree on a 32-bit DLL', async () => {
    const flags = ['-shared', '-nostdlib', '-s', '-Wl,-e,bare', '-DWITH_EXPORT'];
    compare(await bareFixture('x86-windows-gnu', ...flags));
  });

  it('agree on a DLL without exports', async () => {
    const path = patchedCopy(await pluginFixture('win32-x64'), 'no-exports', (bytes) => {
      const exportDirectory = bytes.readUInt32LE(60) + 24 + 112;
      bytes.fill(0, exportDirectory, exportDirectory + 8);
    });
    assert.deepEqual(readBinary(path).exports, []);
    compare(path);
  });

  it('agree on every artefact that is built', function () {
    const artefacts = builtArtefacts();
    if (artefacts.length === 0) {
      skip(this, 'dist/ and prebuilds/ are empty: run plugkit build');
    }
    for (const path of artefacts) compare(path);
  });
});

describe('readBinary()', () => {
  for (const target of TARGETS) {
    it(`reads a plug-in for ${target.id}`, async () => {
      const info = readBinary(await pluginFixture(target.id));
      const symbol = (name: string) => info.exports.find((other) => other.name === name);
      assert.equal(targetOf(info)?.id, target.id);
      assert.equal(info.kind, 'shared-library');
      assert.equal(symbol('WasmEdge_Plugin_GetDescriptor')?.kind, 'function');
      assert.equal(symbol('exported_function')?.kind, 'function');
      assert.equal(symbol('exported_data')?.kind, 'data');
      assert.ok(info.imports.some(({ name }) => name === 'malloc'));
      const host = info.imports.find(({ name }) => name === 'WasmEdge_MemoryTypeCreate');
      assert.equal(host?.library, target.platform === 'win32' ? 'wasmedge.dll' : null);
      assert.equal(info.debugInfo, false);
      assert.equal(info.executableStack, false);
    });
  }

  it('tells an executable, an object and a library apart', async () => {
    const object = await bareFixture('x86_64-linux-gnu.2.28', '-c');
    const program = await bareFixture('x86_64-linux-gnu.2.28', '-nostdlib', '-Wl,-e,bare', '-pie');
    assert.equal(readBinary(object).kind, 'object');
    assert.equal(readBinary(program).kind, 'executable');
    assert.equal(readBinary(process.execPath).kind, 'executable');
  });

  it('reads an ELF file without section headers as it reads the whole one', async () => {
    for (const id of ['linux-x64', 'linuxmusl-arm64'] as const) {
      const path = await pluginFixture(id);
      const bare = patchedCopy(path, 'no-sections', (bytes) => {
        bytes.fill(0, 40, 48);
        bytes.fill(0, 58, 64);
      });
      assert.deepEqual(readBinary(bare), { ...readBinary(path), sections: [] });
    }
  });

  it('sees debug information', async () => {
    for (const id of TARGET_IDS.filter((target) => !target.startsWith('win32'))) {
      assert.equal(readBinary(await pluginFixture(id, ['-g'])).debugInfo, true, id);
    }
  });

  it('reads what the linker was told about rpaths and relocated data', async () => {
    const flags = ['-Wl,-z,norelro', '-Wl,-rpath,/build/x:lib'];
    const info = readBinary(
      await bareFixture('x86_64-linux-gnu.2.28', '-shared', '-nostdlib', '-s', ...flags),
    );
    assert.equal(info.relro, 'none');
    assert.deepEqual(info.rpaths, ['/build/x', 'lib']);
  });

  it('sees an executable stack, and where glibc makes one unasked', async () => {
    const stackHeader = (bytes: Buffer) => bytes.indexOf(Buffer.from('51e57464', 'hex'));
    for (const [id, unasked] of [
      ['linux-x64', true],
      ['linux-arm64', false],
    ] as const) {
      const path = await pluginFixture(id);
      const asked = patchedCopy(path, 'stack', (bytes) =>
        bytes.writeUInt8(7, stackHeader(bytes) + 4),
      );
      assert.equal(readBinary(asked).executableStack, true);
      const silent = patchedCopy(path, 'silent', (bytes) =>
        bytes.writeUInt32LE(0, stackHeader(bytes)),
      );
      assert.equal(readBinary(silent).executableStack, unasked, id);
    }
  });
});
