// Libraries audited together: what each is for, and where what it needs is found.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { auditAll } from '../../../scripts/audit/collection.js';
import { POLICIES } from '../../../scripts/audit/policy.js';
import { bareFixture, pluginFixture, scratchPath } from './fixtures.js';
import { tarOf } from './inputs/make.js';

describe('auditAll()', () => {
  let plugin: Buffer;
  let side: Buffer;
  let deep: Buffer;
  let host: Buffer;
  let alone: Buffer;

  before(async () => {
    const flags = ['-shared', '-nostdlib', '-s'];
    const library = async (name: string, ...more: string[]) => {
      const path = await bareFixture('x86_64-linux-musl', ...flags, `-Wl,-soname,${name}`, ...more);
      copyFileSync(path, `${path}.so`);
      return `${path}.so`;
    };
    const deepPath = await library('libdeep.so.1');
    const sidePath = await library(
      'libside.so',
      '-Wl,--no-as-needed',
      deepPath,
      '-Wl,-rpath,$ORIGIN',
    );
    const needs = ['-s', '-Wl,--no-as-needed', sidePath, '-Wl,-rpath,$ORIGIN/../lib'];
    plugin = readFileSync(await pluginFixture('linuxmusl-x64', needs));
    side = readFileSync(sidePath);
    deep = readFileSync(deepPath);
    alone = readFileSync(await library('libalone.so'));
    host = readFileSync(await library('libwasmedge.so.0', '-Dbare=WasmEdge_LogOff'));
  });

  let count = 0;
  async function kindsOf(files: Record<string, Buffer>, asTar = false) {
    const root = scratchPath(`collection-${count++}`);
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    const tar = `${root}.tar`;
    writeFileSync(tar, tarOf(Object.entries(files).map(([path, bytes]) => ({ path, bytes }))));
    const operand = asTar ? tar : root;
    const reports = await auditAll([operand], { policy: POLICIES.portable });
    const found = reports.map(({ file, kind, findings }) => [
      file.slice(operand.length + 1).replaceAll('\\', '/'),
      [kind, findings.find(({ check }) => check === 'needed-libraries')],
    ]);
    return Object.fromEntries(found);
  }

  for (const asTar of [false, true]) {
    it(`knows side libraries of ${asTar ? 'an archive' : 'a directory'} by what needs them`, async () => {
      const files = {
        'a/lib/libdeep.so.1': deep,
        'a/lib/libside.so': side,
        'a/p/libplugin.so': plugin,
        'a/p/libother.so': alone,
      };
      const kinds = await kindsOf(files, asTar);
      const kindAt = (path: string) => kinds[path][0];
      assert.deepEqual(Object.keys(files).map(kindAt), [
        'side-library',
        'side-library',
        'plugin',
        'plugin',
      ]);
      assert.equal(
        kinds['a/p/libplugin.so'][1].message,
        'it needs libside.so (../lib/libside.so), libc.so (system)',
      );
      assert.equal(kinds['a/lib/libside.so'][1].message, 'it needs libdeep.so.1 (libdeep.so.1)');
    });
  }

  it('audits an installation: its plug-ins, its host library, and what else is there', async () => {
    for (const [lib, plugins] of [
      ['lib', 'plugin'],
      ['lib64', 'lib64/wasmedge'],
      ['lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu/wasmedge'],
    ]) {
      const kinds = await kindsOf({
        [`w/${lib}/libwasmedge.so.0`]: host,
        [`w/${lib}/libextra.so`]: alone,
        [`w/${plugins}/libplugin.so`]: plugin,
        [`w/${plugins}/libnone.so`]: alone,
        'w/include/wasmedge/wasmedge.h': Buffer.from(''),
      });
      assert.equal(kinds[`w/${lib}/libwasmedge.so.0`][0], 'host-library', lib);
      assert.equal(kinds[`w/${lib}/libextra.so`][0], 'side-library', lib);
      assert.equal(kinds[`w/${plugins}/libplugin.so`][0], 'plugin', lib);
      assert.equal(kinds[`w/${plugins}/libnone.so`][0], 'plugin', lib);
    }
  });

  it('knows an installation without a host library by its other directories', async () => {
    const files = { 'w/plugin/libplugin.so': plugin, 'w/lib/libextra.so': alone };
    assert.equal((await kindsOf(files))['w/lib/libextra.so'][0], 'plugin');
    const more = { ...files, 'w/bin/wasmedge': Buffer.from('') };
    for (const asTar of [false, true]) {
      assert.equal((await kindsOf(more, asTar))['w/lib/libextra.so'][0], 'side-library');
    }
  });

  it('says where a library is that no rpath leads to', async () => {
    const kinds = await kindsOf({ 'p/libplugin.so': plugin, 'other/libside.so': side });
    const { level, message, fix } = kinds['p/libplugin.so'][1];
    assert.equal(level, 'fail');
    assert.match(message, /"libside\.so", which is at \.\.\/other\/libside\.so but not/);
    assert.match(fix, /rpath \$ORIGIN\/\.\.\/other/);
  });
});
