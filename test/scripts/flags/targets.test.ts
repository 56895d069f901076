import assert from 'node:assert/strict';
import { TARGET_IDS, TARGETS, type TargetId } from '../../../loader/target.js';
import { selectTargets } from '../../../scripts/flags/targets.js';
import { PLATFORMS, pluginFileName } from '../../../scripts/platforms/index.js';

const ids = (globs: string) => selectTargets(globs).map(({ id }) => id);

describe('selectTargets()', () => {
  it('takes globs, in the order of the target table', () => {
    assert.deepEqual(ids('*'), [...TARGET_IDS]);
    assert.deepEqual(ids('win32-*, linux-*'), [
      'linux-x64',
      'linux-arm64',
      'win32-x64',
      'win32-arm64',
    ]);
    assert.deepEqual(ids('darwin-@(x64|arm64)'), ['darwin-x64', 'darwin-arm64']);
  });

  it('refuses a glob that matches none, with the targets there are', () => {
    for (const globs of ['freebsd-x64', 'linux-x64,', '', 'linux-x64,sun-*']) {
      assert.throws(() => selectTargets(globs), {
        code: 'TARGET_UNKNOWN',
        hint: /linuxmusl-arm64/,
      });
    }
  });
});

describe('PLATFORMS', () => {
  it('names the compiler target with the oldest system', () => {
    const triples = TARGETS.map((target) => PLATFORMS[target.platform].triple(target));
    assert.deepEqual(triples, [
      'x86_64-linux-gnu.2.28',
      'aarch64-linux-gnu.2.28',
      'x86_64-linux-musl',
      'aarch64-linux-musl',
      'x86_64-macos.11.0',
      'aarch64-macos.11.0',
      'x86_64-windows-gnu',
      'aarch64-windows-gnu',
    ]);
  });
});

describe('pluginFileName()', () => {
  it('is what the runtime looks for on each system', () => {
    const file = (name: string, id: TargetId) =>
      pluginFileName(name, selectTargets(id)[0] as (typeof TARGETS)[number]);
    assert.equal(file('get-string', 'linux-x64'), 'libwasmedgePluginGetString.so');
    assert.equal(file('wasi_nn', 'darwin-arm64'), 'libwasmedgePluginWasiNn.dylib');
    assert.equal(file('arith', 'win32-x64'), 'wasmedgePluginArith.dll');
  });
});
