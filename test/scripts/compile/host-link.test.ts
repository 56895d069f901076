import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { TARGETS, type Target } from '../../../loader/target.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import { hostLinkLibrary } from '../../../scripts/compile/host-link.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { exportedFunctions, readExportFacts } from '../../../scripts/project/facts.js';
import { findToolchain } from '../../../scripts/toolchain/find.js';

describe('hostLinkLibrary()', () => {
  const environment = readEnvironment(process.env, { quiet: true });

  for (const target of TARGETS.filter(({ platform }) => platform === 'linux')) {
    it(`has the name, functions and default versions of stock 0.17.1 on ${target.id}`, async () => {
      const path = await hostLinkLibrary(target, await findToolchain(environment), environment);
      const { soname, needed, exports, machine } = readBinary(path);
      assert.deepEqual([soname, needed, machine], ['libwasmedge.so.0', [], target.arch]);
      const expected = exportedFunctions(readExportFacts()).map(
        ({ name, symbolVersion }) => `${name}@@${symbolVersion}`,
      );
      const actual = exports.map(
        ({ name, version, isDefault }) => `${name}@${isDefault ? '@' : ''}${version}`,
      );
      assert.deepEqual(actual.sort(), expected.sort());
    });
  }

  it('is an archive elsewhere: of imports on Windows, of an operator new on macOS', async () => {
    const toolchain = await findToolchain(environment);
    for (const target of TARGETS.filter(({ platform }) => platform !== 'linux')) {
      const path = await hostLinkLibrary(target, toolchain, environment);
      assert.equal(basename(path), 'libwasmedge.a');
      assert.equal((await readFile(path)).toString('latin1', 0, 8), '!<arch>\n');
    }
  });

  it('is made again when what is in the cache is cut off or changed', async () => {
    const PLUGKIT_CACHE_DIR = mkdtempSync(join(tmpdir(), 'plugkit-host-link-'));
    const apart = readEnvironment({ ...process.env, PLUGKIT_CACHE_DIR }, { quiet: true });
    const toolchain = await findToolchain(environment);
    const target = TARGETS.find(({ id }) => id === 'win32-x64') as Target;
    const make = () => hostLinkLibrary(target, toolchain, apart);
    const path = await make();
    const whole = await readFile(path);
    for (const bytes of ['', whole.subarray(0, 100)]) {
      await writeFile(path, bytes);
      assert.equal(await make(), path);
      assert.ok((await readFile(path)).equals(whole));
    }
    rmSync(PLUGKIT_CACHE_DIR, { recursive: true });
  });
});
