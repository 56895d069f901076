// What warnings of an outcome claim of a stock WasmEdge: it leaves the storage of options as it is, and
// runs a plug-in that lacks a function which it does not call.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadPlugins } from '../../loader/index.js';
import type { ApiVersion } from '../../scripts/project/api-version.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { requireStock, type StockVersion } from '../support/stock.js';
import { buildDirectory, buildDriver, drive, source } from './driver.js';

async function lenient(api: ApiVersion): Promise<string> {
  return compile({
    sources: [source('fixtures/lenient.c')],
    output: join(buildDirectory, `lenient-${api}.so`),
    language: 'c',
    includeDirs: [includeDirectory],
    libraries: await linkLibraries(undefined, api),
    flags: ['-shared', '-Wl,-z,lazy', `-DWASMEDGE_PLUGIN_API_VERSION=${api}`],
  });
}

describe('a plug-in that is not quite in order', () => {
  const RUNTIMES: [StockVersion, ApiVersion][] = [
    ['0.17.1', 5],
    ['0.14.1', 4],
  ];
  for (const [version, api] of RUNTIMES) {
    it(`has its storage as it was, and runs, in stock WasmEdge ${version}`, async function () {
      const stock = await requireStock(this, version);
      const [ready, stored] = await drive({
        stock,
        mode: 'interpreter',
        driver: await buildDriver(api),
        plugin: await lenient(api),
        commands: ['fresh -', 'call lenient stored'],
      });
      assert.equal(ready, 'ready');
      assert.equal(stored, 'values i32:0');
    });
  }

  it('has the default in storage, and runs, with warnings', async function () {
    if (process.platform !== 'linux') return skip(this, 'functions are looked up late on Linux');
    const host = loadPlugins({ paths: [await lenient(5)] });
    const [outcome] = host.outcomes;
    assert.equal(outcome?.state, 'loaded', outcome?.reason);
    assert.deepEqual(
      outcome.warnings.map(({ code }) => code),
      ['SYMBOL_MISSING', 'DEFAULT_DIFFERS'],
    );
    assert.equal(host.createModule('lenient').functions.stored?.(), 42);
  });
});
