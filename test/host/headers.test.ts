// The public headers: each compiles alone in C and C++ without a warning, together they declare what
// the facts list, and the compile-time checks of the host library cover the facts.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBinary } from '../../scripts/audit/binary.js';
import { API_VERSIONS } from '../../scripts/project/api-version.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory } from '../support/compile.js';
import { declarationsSource } from '../support/declarations.js';
import { skip } from '../support/skip.js';

interface Facts {
  functions: { name: string }[];
  enums: Record<string, Record<string, number>>;
  layouts: Record<string, { size?: number; align?: number; fields?: Record<string, number[]> }>;
  upToApi4: { enums: Record<string, Record<string, number>> };
  'notIn0.17.1': { functions: string[] };
}

const WARNINGS = ['-c', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const directory = join(includeDirectory, 'wasmedge');

async function headerFiles(): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name.endsWith('.h'));
}

/** The lists of enum.inc: of which enumeration each is, and what is told of an enumerator. */
const LISTS = {
  UseStandard: ['WasmEdge_Standard', 'Name'],
  UseProposal: ['WasmEdge_Proposal', 'Name, Words'],
  UseHostRegistration: ['WasmEdge_HostRegistration', 'Name'],
  UseRunMode: ['WasmEdge_RunMode', 'Name'],
  UseErrCategory: ['WasmEdge_ErrCategory', 'Name, Value'],
  UseErrCode: ['WasmEdge_ErrCode', 'Name, Value, Words'],
  UseTypeCode: ['WasmEdge_TypeCode', 'Name, Value, Words'],
  UseValMut: ['WasmEdge_Mutability', 'Name, Value, Words'],
  UseExternalType: ['WasmEdge_ExternalType', 'Name, Value, Words'],
  UseComponentTypeCode: ['WasmEdge_ComponentTypeCode', 'Name, Value, Words'],
} as const;

/** A program that compiles when a list holds an enumeration: each enumerator, with its value, and no other. */
function listSource(
  list: string,
  enumeration: string,
  told: string,
  values: Readonly<Record<string, number>>,
): string {
  const line = (body: string) =>
    `#define ${list}\n#define Line(${told}) ${body}\n#include <wasmedge/enum.inc>\n#undef Line\n#undef ${list}`;
  const value = told.includes('Value') ? ' = Value' : '';
  const words = told.includes('Words') ? 'sizeof(Words) > 1' : '1';
  return [
    '#include <wasmedge/wasmedge.h>',
    `enum {\n${line(`listed_##Name${value},`)}\n};`,
    line(`_Static_assert(listed_##Name == ${enumeration}_##Name && ${words}, #Name);`),
    `static const int count[] = {\n${line('listed_##Name,')}\n};`,
    `_Static_assert(sizeof count / sizeof *count == ${Object.keys(values).length}, "count");`,
    ...Object.entries(values).map(
      ([name, number]) => `_Static_assert(listed_${name} == ${number}, "${name}");`,
    ),
    '',
  ].join('\n');
}

describe('a header of include/wasmedge', () => {
  let work: string;
  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'plugkit-headers-'));
  });
  after(() => rm(work, { recursive: true }));

  for (const language of ['c', 'c++'] as const) {
    for (const api of API_VERSIONS) {
      it(`compiles alone as ${language} for API version ${api}`, async () => {
        for (const header of await headerFiles()) {
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

  for (const api of API_VERSIONS) {
    it(`list every enumerator in enum.inc for API version ${api}`, async () => {
      const enums = api < 5 ? { ...facts.enums, ...facts.upToApi4.enums } : facts.enums;
      for (const [list, [enumeration, told]] of Object.entries(LISTS)) {
        const source = join(work, `${list}-${api}.c`);
        await writeFile(source, listSource(list, enumeration, told, enums[enumeration] ?? {}));
        const flags = ['-c', '-Wno-unused', `-DWASMEDGE_PLUGIN_API_VERSION=${api}`];
        await compile({
          sources: [source],
          output: `${source}.o`,
          language: 'c',
          includeDirs: [includeDirectory],
          flags,
        });
      }
    });
  }

  it('only declare what they otherwise have as code, too, with WASMEDGE_NO_INLINE_VALUES', async function () {
    if (process.platform !== 'linux') return skip(this, 'imports of ELF are looked at');
    const source = join(work, 'values.c');
    await writeFile(
      source,
      `#include <wasmedge/wasmedge.h>
int32_t use(WasmEdge_Value);
int32_t use(WasmEdge_Value value) { return WasmEdge_ValueGetI32(value); }
`,
    );
    const imported = async (...flags: string[]) => {
      const options = {
        sources: [source],
        language: 'c',
        includeDirs: [includeDirectory],
      } as const;
      const output = join(work, `values${flags.length}.so`);
      const file = await compile({ ...options, output, flags: ['-shared', ...flags] });
      return readBinary(file).imports.map(({ name }) => name);
    };
    assert.ok(!(await imported()).includes('WasmEdge_ValueGetI32'));
    assert.ok((await imported('-DWASMEDGE_NO_INLINE_VALUES')).includes('WasmEdge_ValueGetI32'));
    // What a generator of declarations reads has no bodies.
    const output = join(work, 'values.i');
    const flags = ['-E', '-P', '-DWASMEDGE_NO_INLINE_VALUES'];
    await compile({
      sources: [source],
      output,
      language: 'c',
      flags,
      includeDirs: [includeDirectory],
    });
    const text = await readFile(output, 'utf8');
    assert.deepEqual(text.match(/\bWasmEdge_\w+\([^)]*\) *\{/g), null);
    assert.match(text, /int32_t WasmEdge_ValueGetI32\(const WasmEdge_Value Val\);/);
  });

  it('declare each function of stock 0.17.1 once and no other', async () => {
    const declared: string[] = [];
    for (const header of await headerFiles()) {
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
