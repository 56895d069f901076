// One plug-in that uses all of the C API, in a stock WasmEdge 0.17.1: the oracle for what probe.ts
// expects, and thereby of what our own host must give (reverse.test.ts).
import assert from 'node:assert/strict';
import { includeDirectory, linkLibraries } from '../support/compile.js';
import { requireStock, type Stock } from '../support/stock.js';
import { buildDriver, compileAhead, drive, MODES, outcome, source } from './driver.js';
import { buildProbe, PROBE_CASES } from './probe.js';
import { assemble } from './wat.js';

describe('a plug-in with a memory, a table and a global, in stock WasmEdge 0.17.1', () => {
  let stock: Stock;
  let driver: string;
  let guest: string;
  const plugins: Record<string, string> = {};

  before(async function () {
    stock = await requireStock(this, '0.17.1');
    driver = await buildDriver();
    guest = await assemble(source('fixtures/probe.wat'));
    plugins.stock = await buildProbe({
      name: 'probe stock',
      include: stock.include,
      libraries: [stock.library],
    });
    plugins.ours = await buildProbe({
      name: 'probe ours',
      include: includeDirectory,
      libraries: await linkLibraries(),
    });
  });

  for (const headers of ['stock', 'ours']) {
    for (const mode of MODES) {
      it(`gives the expected results, headers: ${headers}, ${mode}`, async () => {
        const plugin = plugins[headers] as string;
        const program = mode === 'aot' ? await compileAhead(stock, guest) : guest;
        const commands = [`fresh ${program}`, ...PROBE_CASES.map(({ call }) => `call - ${call}`)];
        const [ready, ...lines] = await drive({ stock, driver, mode, plugin, commands });
        assert.equal(ready, 'ready');
        const given = PROBE_CASES.map(({ call }, i) => ({ call, gives: outcome(lines[i] ?? '') }));
        assert.deepEqual(given, PROBE_CASES);
      });
    }
  }
});
