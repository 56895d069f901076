import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandError } from '../../../scripts/errors.js';
import {
  listPluginSources,
  type Manifest,
  readManifest,
  selectPluginSources,
} from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';

const valid = (): Manifest => ({
  name: 'sample',
  version: '1.2.3',
  description: 'A sample',
  language: 'c',
  sources: ['sample.c'],
  modules: ['sample'],
  tests: [{ name: 'one', guest: 'one.wat', call: 'one', args: [{ i32: 1 }], returns: [] }],
});

describe('scripts/project/manifest', () => {
  let root: string;
  let directory: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'plugkit-manifest-'));
    directory = join(root, 'sample');
    await mkdir(directory);
    await writeFile(join(directory, 'sample.c'), '');
    await writeFile(join(directory, 'one.wat'), '(module)');
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (manifest: unknown) =>
    writeFile(join(directory, 'plugin.json'), JSON.stringify(manifest));

  async function refusal(): Promise<CommandError> {
    const error = await readManifest(directory).then(
      () => assert.fail('the manifest was accepted'),
      (reason: CommandError) => reason,
    );
    assert.equal(error.code, 'MANIFEST_INVALID');
    assert.ok(error.message.includes(join(directory, 'plugin.json')), error.message);
    return error;
  }

  it('readManifest() returns what the file says', async () => {
    await write(valid());
    assert.deepEqual(await readManifest(directory), { directory, manifest: valid() });
  });

  it('readManifest() accepts "$schema" and every outcome', async () => {
    const call = { name: 'x', call: 'f' };
    const tests = [
      { ...call, guest: 'one.wat', fails: { category: 'user', code: 0xffffff } },
      {
        ...call,
        guest: 'one.wat',
        traps: true,
        args: [{ i64: '-5' }, { f32: 'nan' }, { f64: 0.5 }],
      },
      { ...call, module: 'sample', terminates: true, options: { upper: true, string: '' } },
    ];
    const manifest = { $schema: '../plugin.schema.json', ...valid(), tests };
    await write(manifest);
    assert.deepEqual((await readManifest(directory)).manifest, manifest);
  });

  it('readManifest() throws FILE_UNREADABLE when there is no plugin.json', async () => {
    await assert.rejects(readManifest(directory), { code: 'FILE_UNREADABLE' });
  });

  it('readManifest() throws MANIFEST_INVALID for what is not JSON', async () => {
    await writeFile(join(directory, 'plugin.json'), '{ "name": ');
    await refusal();
  });

  const mistakes: [what: string, change: object, message: string][] = [
    ['a wrong type', { description: 7 }, '/description is 7, expected string'],
    ['a wrong pattern', { version: '1.2' }, '/version is "1.2", expected three numbers'],
    ['an unknown language', { language: 'zig' }, `/language is "zig", expected 'c' or 'c++'`],
    ['an unknown property', { color: 'red' }, "expected no property 'color'"],
    ['a missing property', { modules: undefined }, "expected a property 'modules'"],
    ['an empty list', { modules: [] }, '/modules is [], expected at least one'],
    ['neither sources nor cmake', { sources: undefined }, "expected either 'sources' or 'cmake'"],
    ['both sources and cmake', { cmake: '.' }, "expected either 'sources' or 'cmake'"],
    [
      'a path that leads out',
      { sources: ['../x.c'] },
      '/sources/0 is "../x.c", expected a path below',
    ],
    ['a source that is not there', { sources: ['x.c'] }, "/sources/0 is 'x.c', expected a file in"],
    ['a CMake folder that is not there', { sources: undefined, cmake: 'x' }, "/cmake is 'x/CMake"],
    [
      'another name than the folder',
      { name: 'other' },
      "/name is 'other', expected the name of its",
    ],
  ];
  for (const [what, change, message] of mistakes) {
    it(`readManifest() explains ${what}`, async () => {
      await write({ ...valid(), ...change });
      const error = await refusal();
      assert.ok(error.message.includes(message), error.message);
    });
  }

  const testMistakes: [what: string, change: object, message: string][] = [
    ['no outcome', { returns: undefined }, 'expected exactly one of returns, fails, traps'],
    ['two outcomes', { traps: true }, 'expected exactly one of returns, fails, traps'],
    ['guest and module', { module: 'sample' }, 'expected either guest or module'],
    ['a value without type', { args: [1] }, '/tests/0/args/0 is 1, expected object'],
    ['a value of unknown type', { args: [{ i16: 1 }] }, "expected no property 'i16'"],
    ['an i32 that is too large', { args: [{ i32: 2 ** 31 }] }, 'expected at most 2147483647'],
    [
      'an i64 that is a number',
      { args: [{ i64: 1 }] },
      '/tests/0/args/0/i64 is 1, expected string',
    ],
    ['a float that is a word', { args: [{ f32: 'x' }] }, 'expected a number, or "nan"'],
    [
      'a guest that is not there',
      { guest: 'two.wat' },
      "/tests/0/guest is 'two.wat', expected a file",
    ],
    [
      'an unknown module',
      { guest: undefined, module: 'x' },
      "/module is 'x', expected one of sample",
    ],
  ];
  for (const [what, change, message] of testMistakes) {
    it(`readManifest() explains a test case with ${what}`, async () => {
      await write({ ...valid(), tests: [{ ...valid().tests[0], ...change }] });
      const error = await refusal();
      assert.ok(error.message.includes(message), error.message);
    });
  }

  it('readManifest() tells every mistake at once', async () => {
    await write({ ...valid(), version: 'x', language: 'y' });
    const { message } = await refusal();
    assert.match(message, /\/version is "x".*; \/language is "y"/);
  });

  it("listPluginSources() finds the project's own plug-ins, by name", async () => {
    const names = (await listPluginSources(projectPath('plugins'))).map(
      (source) => source.manifest.name,
    );
    assert.deepEqual(names, ['arith', 'exports', 'get-string', 'get-string-cpp']);
  });

  it('listPluginSources() passes over folders without plugin.json', async () => {
    assert.deepEqual(await listPluginSources(root), []);
  });

  it('selectPluginSources() throws PLUGIN_UNKNOWN with the names there are', async () => {
    await write(valid());
    await assert.rejects(selectPluginSources(root, ['sample', 'simple']), {
      code: 'PLUGIN_UNKNOWN',
      message: /'simple'.*has sample/,
    });
  });

  it('listPluginSources() says what to do where there is no such folder', async () => {
    await assert.rejects(listPluginSources(join(root, 'none')), {
      code: 'FILE_UNREADABLE',
      hint: /--plugins/,
    });
  });
});
