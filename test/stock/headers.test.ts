// Our headers and the facts of each version of the plug-in API, against the headers of a stock WasmEdge
// that has it.
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory } from '../support/compile.js';
import { declarationsSource } from '../support/declarations.js';
import { type Header, type HeaderNames, namesOf, namesProgram } from '../support/header-names.js';
import { requireStock, runProgram } from '../support/stock.js';
import { buildDirectory } from './driver.js';

const VERSIONS = [
  ['0.14.1', 4],
  ['0.17.1', 5],
] as const;

/** What the stock headers have, counted by another parser: that the names are found at all. */
const COUNTS = {
  4: { functions: 278, enumerators: 205 },
  5: { functions: 296, enumerators: 278 },
} as const;

const directory = projectPath('build', 'test', 'headers');

describe('the headers of stock WasmEdge', () => {
  for (const [version, api] of VERSIONS) {
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

/** What a program prints that uses the names with these headers. */
async function printed(names: HeaderNames, { name, include, flags }: Header): Promise<string[]> {
  const program = join(directory, `${name}-names`);
  await writeFile(`${program}.c`, namesProgram(name, names));
  await compile({
    sources: [`${program}.c`],
    output: program,
    language: 'c',
    includeDirs: [include],
    flags: [...flags, '-Wall', '-Werror', '-Wno-deprecated-declarations'],
  });
  const { stdout, stderr, status } = await runProgram(program, []);
  assert.equal(status, 0, stderr);
  // The number of the API version has a suffix of its own here.
  return stdout
    .replace(/(CurrentAPIVersion \d+)u/, '$1')
    .trim()
    .split('\n');
}

describe('the headers of include/wasmedge', () => {
  before(() => mkdir(directory, { recursive: true }));

  for (const [version, api] of VERSIONS) {
    it(`have all names and values of stock ${version}, header by header`, async function () {
      const stock = await requireStock(this, version);
      const headers = await readdir(join(stock.include, 'wasmedge'));
      assert.ok(headers.includes('wasmedge.h') && headers.includes('enum.inc'));
      const counts = { functions: 0, enumerators: 0 };
      for (const name of headers.filter((file) => file.endsWith('.h'))) {
        const theirs: Header = { name, include: stock.include, flags: ['-include', 'stdint.h'] };
        const ours: Header = {
          name,
          include: includeDirectory,
          flags: [`-DWASMEDGE_PLUGIN_API_VERSION=${api}`],
        };
        const names = await namesOf(theirs);
        assert.deepEqual(await printed(names, ours), await printed(names, theirs), name);
        if (name !== 'wasmedge.h') continue;
        counts.functions = names.functions.length;
        counts.enumerators = names.enumerators.length;
      }
      assert.deepEqual(counts, COUNTS[api]);
    });
  }
});
