// What inline_values.h puts into plug-ins is what each runtime makes that may load them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';
import { requireStock } from '../support/stock.js';
import { buildDirectory } from './driver.js';

describe('values that plug-ins make themselves', () => {
  for (const [version, api] of [
    ['0.14.1', 4],
    ['0.17.1', 5],
  ] as const) {
    it(`are those of stock WasmEdge ${version}`, async function () {
      const stock = await requireStock(this, version);
      const program = await compile({
        sources: [projectPath('test/native/parity/inline_values.c')],
        output: join(buildDirectory, `inline-values-${api}`),
        language: 'c',
        includeDirs: [includeDirectory],
        libraries: await linkLibraries(undefined, api),
        flags: [`-DWASMEDGE_PLUGIN_API_VERSION=${api}`],
      });
      const { stdout, stderr, status } = await stock.run(program, []);
      assert.equal(status, 0, stderr);
      assert.equal(stdout.trim().split('\n').length, 9 * 5);
    });
  }
});
