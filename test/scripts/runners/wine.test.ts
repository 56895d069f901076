import assert from 'node:assert/strict';
import { mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGETS } from '../../../loader/target.js';
import { wine, wineEnvironment } from '../../../scripts/runners/wine.js';
import { readEnd } from '../../../scripts/runners/wine-exit.js';
import { makePrefix } from '../../../scripts/runners/wine-prefix.js';

const target = (id: string) => {
  const found = TARGETS.find((candidate) => candidate.id === id);
  assert.ok(found);
  return found;
};

const end = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  outOfMemory: false,
  channel: '',
  leftBehind: 0,
  output: '',
  ms: 1,
};

describe('scripts/runners/wine', () => {
  it('wine serves the Windows targets on a Linux that runs their processor', () => {
    const served = (host: string) =>
      TARGETS.filter(({ id }) => wine.serves(target(id), target(host))).map(({ id }) => id);
    assert.deepEqual(served('linux-x64'), ['win32-x64', 'win32-arm64']);
    assert.deepEqual(served('linux-arm64'), ['win32-arm64']);
    assert.deepEqual(served('darwin-arm64'), []);
    assert.deepEqual(served('win32-x64'), []);
  });

  it('toGuest() gives the Windows name of a path', () => {
    assert.equal(wine.toGuest('/tmp/a b/plugin.dll'), 'Z:\\tmp\\a b\\plugin.dll');
  });

  it("wineEnvironment() turns the cell's paths and keeps other values", () => {
    const env = {
      PATH: '/opt/bin:/usr/bin',
      USERPROFILE: '/tmp/cell/home',
      WASMEDGE_PLUGIN_PATH: '/tmp/cell/plugins',
      PREBUILDS_ONLY: '1',
    };
    const wineEnv = wineEnvironment({ target: target('win32-x64'), env }, '/tmp/cell/wine');
    assert.equal(wineEnv.USERPROFILE, 'Z:\\tmp\\cell\\home');
    assert.equal(wineEnv.WASMEDGE_PLUGIN_PATH, 'Z:\\tmp\\cell\\plugins');
    assert.equal(wineEnv.PREBUILDS_ONLY, '1');
    assert.equal(wineEnv.WINEPREFIX, '/tmp/cell/wine/prefix');
    assert.doesNotMatch(wineEnv.PATH ?? '', /opt/);
  });

  const trace = [
    'wine: failed to open L"C:\\\\windows\\\\system32\\\\wineboot.exe": c0000135',
    'before',
    '0024:trace:seh:dispatch_exception code=e06d7363 flags=0 addr=000000014000107C',
    '0024:trace:seh:dispatch_exception code=c0000005 (EXCEPTION_ACCESS_VIOLATION) flags=0 addr=0000000140001078',
    '0024:trace:seh:dispatch_exception  info[0]=0000000000000001',
    'after',
  ].join('\r\n');

  it('readEnd() gives the whole exit status of the last exception', () => {
    assert.deepEqual(readEnd({ ...end, exitCode: 5, output: trace }), {
      ...end,
      exitCode: 0xc0000005,
      output: 'before\nafter',
    });
  });

  it('readEnd() leaves the exit status of a program that an exception did not end', () => {
    for (const exitCode of [0, 1, 0x63, null]) {
      assert.equal(readEnd({ ...end, exitCode, output: trace }).exitCode, exitCode);
    }
    const other = { ...end, exitCode: 5, output: 'text' };
    assert.deepEqual(readEnd(other), other);
  });

  it('makePrefix() writes drives and a registry, with backslashes escaped', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'plugkit-test-'));
    try {
      const prefix = join(directory, 'prefix');
      await makePrefix(prefix, '/usr/lib/wine-dlls');
      assert.equal(await readlink(join(prefix, 'dosdevices', 'z:')), '/');
      assert.equal(
        await readlink(join(prefix, 'dosdevices', 'c:', 'windows', 'system32')),
        '/usr/lib/wine-dlls',
      );
      const machine = await readFile(join(prefix, 'system.reg'), 'utf8');
      assert.match(machine, /^WINE REGISTRY Version 2\n\n#arch=win64\n\n\[/);
      assert.match(
        machine,
        /^\[Software\\\\Microsoft\\\\Cryptography\\\\Defaults\\\\Provider\\\\/m,
      );
      assert.match(
        machine,
        /^"Image Path"="C:\\\\windows\\\\system32\\\\rsaenh.dll"\n"Type"=dword:00000001$/m,
      );
      assert.match(await readFile(join(prefix, 'user.reg'), 'utf8'), /^"Version"="win10"$/m);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
