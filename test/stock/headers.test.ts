// The facts of each version of the plug-in API, against the headers of a stock WasmEdge that has it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../support/compile.js';
import { declarationsSource } from '../support/declarations.js';
import { requireStock } from '../support/stock.js';
import { buildDirectory } from './driver.js';

describe('the headers of stock WasmEdge', () => {
  for (const [version, api] of [
    ['0.14.1', 4],
    ['0.17.1', 5],
  ] as const) {
    it(`${version} declare what the facts say for API version ${api}`, async function () {
      const { include } = await requireStock(this, version);
      const output = join(buildDirectory, `declarations-${api}`);
      await writeFile(`${output}.c`, await declarationsSource(api));
      const sources = [`${output}.c`];
      const options = { sources, language: 'c', includeDirs: [include], flags: ['-c'] } as const;
      await compile({ ...options, output: `${output}.o` });
    });
  }
});
