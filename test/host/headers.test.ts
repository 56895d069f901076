// The public headers: each compiles alone in C and C++ without a warning, together they declare what
// the facts list, and the compile-time checks of the host library cover the facts.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_VERSIONS } from '../../scripts/api-version.js';
import { projectPath } from '../../scripts/project.js';
import { compile, includeDirectory } from '../support/compile.js';
import { declarationsSource } from '../support/declarations.js';

interface Facts {
  functions: { name: string }[];
  enums: Record<string, Record<string, number>>;
  layouts: Record<string, { size?: number; align?: number; fields?: Record<string, number[]> }>;
  'notIn0.17.1': { functions: string[] };
}

const WARNINGS = ['-c', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const directory = join(includeDirectory, 'wasmedge');

describe('a header of include/wasmedge', () => {
  let work: string;
  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'plugkit-headers-'));
  });
  after(() => rm(work, { recursive: true }));

  for (const language of ['c', 'c++'] as const) {
    for (const api of API_VERSIONS) {
      it(`compiles alone as ${language} for API version ${api}`, async function () {
        this.timeout(120_000);
        for (const header of await readdir(directory)) {
          const source = join(work, `${header}.${language === 'c' ? 'c' : 'cc'}`);
          // One header has macros only, and a source must not be without declarations.
          await writeFile(source, `#include <wasmedge/${header}>\nextern int plugkit;\n`);
          await compile({
            sources: [source],
            output: `${source}.o`,
            language,
            includeDirs: [includeDirectory],
            flags: [...WARNINGS, `-DWASMEDGE_PLUGIN_API_VERSION=${api}`],
          });
        }
      });
    }
  }
});

describe('the headers of include/wasmedge', () => {
  let facts: Facts;
  let work: string;
  before(async () => {
    facts = JSON.parse(await readFile(projectPath('facts/c-api.json'), 'utf8'));
    work = await mkdtemp(join(tmpdir(), 'plugkit-headers-'));
  });
  after(() => rm(work, { recursive: true }));

  for (const api of API_VERSIONS) {
    it(`declare each function as the facts say for API version ${api}`, async () => {
      const source = join(work, `declarations-${api}.c`);
      await writeFile(source, await declarationsSource(api));
      const flags = ['-c', `-DWASMEDGE_PLUGIN_API_VERSION=${api}`];
      const options = { sources: [source], language: 'c', flags } as const;
      await compile({ ...options, output: `${source}.o`, includeDirs: [includeDirectory] });
    });
  }

  it('declare each function of stock 0.17.1 once and no other', async () => {
    const declared: string[] = [];
    for (const header of await readdir(directory)) {
      const text = await readFile(join(directory, header), 'utf8');
      declared.push(
        ...[...text.matchAll(/^WASMEDGE_CAPI\w* [^;]*?\b(WasmEdge_\w+)\(/gm)].map(
          ([, name]) => name as string,
        ),
      );
    }
    const names = facts.functions
      .map(({ name }) => name)
      .filter((name) => !facts['notIn0.17.1'].functions.includes(name));
    assert.deepEqual(declared.sort(), names.sort());
  });

  it('are held to every value and layout of the facts by layout_asserts.cc', async () => {
    const text = await readFile(
      projectPath('loader/native/host/c_api/versions/layout_asserts.cc'),
      'utf8',
    );
    const lines = new Set(text.split('\n'));
    const expected = Object.entries(facts.enums).flatMap(([name, values]) =>
      Object.entries(values).map(([key, value]) => `VALUE(${name}, ${key}, ${value});`),
    );
    for (const [name, { size, align, fields = {} }] of Object.entries(facts.layouts)) {
      if (size === undefined) continue;
      const type = name.startsWith('WasmEdge_Limit ') ? 'plugkit::OldLimit' : name;
      expected.push(`SIZE(${type}, ${size}, ${align});`);
      for (const [field, [offset, length]] of Object.entries(fields)) {
        expected.push(`OFFSET(${type}, ${field}, ${offset}, ${length});`);
      }
    }
    assert.deepEqual(
      expected.filter((line) => !lines.has(line)),
      [],
    );
  });
});
