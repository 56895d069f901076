import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandError } from '../../../scripts/errors.js';
import { type Manifest, readManifest } from '../../../scripts/project/manifest.js';

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
    await writeFile(join(directory, 'CMakeLists.txt'), '');
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
    ['a line break in a path', { sources: ['\n/../../../outside.c'] }, 'expected a path below'],
    ['an expression of CMake', { sources: ['$<1:a.c>'] }, 'expected a path below'],
    ['several paths in one', { sources: ['a.c;b.c'] }, 'expected a path below'],
    ['a drive', { sources: ['C:/a.c'] }, 'expected a path below'],
    ['an absolute path', { sources: ['/etc/passwd'] }, 'expected a path below'],
    ['a path of Windows', { sources: ['sub\\a.c'] }, 'expected a path below'],
    ['a name for a shell', { sources: ['`id`.c'] }, 'expected a path below'],
    ['a CMake folder above', { sources: undefined, cmake: 'sub/..' }, 'expected a path below'],
    ['a source that is a folder', { sources: ['.'] }, "/sources/0 is '.', expected a file in"],
    ['a device of Windows', { name: 'nul' }, "/name is 'nul', expected a name that Windows"],
    ['a device of Windows, in capitals', { name: 'COM1' }, "/name is 'COM1', expected a name that"],
    ['a name with a dot', { name: 'a.b' }, '/name is "a.b", expected letters and digits'],
    ['a name that is a path', { name: '../a' }, '/name is "../a", expected letters and digits'],
    ['a name that is empty', { name: '' }, '/name is "", expected letters and digits'],
    ['a name that is long', { name: 'a'.repeat(65) }, 'expected at most 64 characters'],
    [
      'a misspelt property',
      { source: [] },
      "expected no property 'source', did you mean 'sources'?",
    ],
    ['modules that are no list', { modules: 'sample' }, '/modules is "sample", expected array'],
    ['a module twice', { modules: ['sample', 'sample'] }, 'expected no element twice'],
    [
      'an include directory that is not there',
      { include: ['inc'] },
      "/include/0 is 'inc', expected a directory",
    ],
    ['an include directory elsewhere', { include: ['/usr/include'] }, 'expected a path below'],
    ['a macro that is no name', { defines: { 'A B': 1 } }, '/defines'],
    [
      'a macro with a value for a shell',
      { defines: { A: '`id`' } },
      'expected true, a number, or printable',
    ],
    ['a macro that is off', { defines: { A: false } }, 'expected true, a number, or printable'],
    [
      "another language's standard",
      { standard: 'c++20' },
      "/standard is 'c++20', expected one of the language c",
    ],
    ['an unknown standard', { standard: 'c99' }, "expected 'c11' or 'c17'"],
    ['a library of no platform', { libraries: { macos: ['z'] } }, "expected no property 'macos'"],
    [
      'a library that is a flag',
      { libraries: { linux: ['-lz'] } },
      'expected the name of a library',
    ],
    ['a flag that is a command', { flags: { c: ['-O2;id'] } }, 'expected a flag'],
    ['a flag that is a file', { flags: { link: ['x.o'] } }, 'expected a flag'],
    [
      'keys of sources beside cmake',
      { sources: undefined, cmake: '.', standard: 'c17' },
      '/standard is there, expected it to be said in',
    ],
    ['no test case', { tests: [] }, '/tests is [], expected at least one'],
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
    ['an outcome that is misspelt', { returns: undefined, retruns: [] }, "did you mean 'returns'?"],
    [
      'a guest that is no text',
      { guest: 'one.wasm' },
      '/tests/0/guest is "one.wasm", expected a file',
    ],
    ['a guest elsewhere', { guest: '../one.wat' }, 'expected a path below'],
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

  for (const name of [
    'wasi_nn',
    'wasmedge_process',
    'wasiNN',
    'a1-b2_c3',
    'constructor',
    'loader',
  ]) {
    it(`readManifest() accepts the name ${name}`, async () => {
      await write({ ...valid(), name });
      assert.equal((await readManifest(directory)).manifest.name, name);
    });
  }

  it('readManifest() accepts names of files with letters of any script, and marks', async () => {
    const source = 'Ünïcode (1) _.,+@~=-.c';
    await writeFile(join(directory, source), '');
    await write({ ...valid(), sources: [source] });
    assert.deepEqual((await readManifest(directory)).manifest.sources, [source]);
  });

  it('readManifest() takes no notice of a byte order mark', async () => {
    await writeFile(join(directory, 'plugin.json'), `\uFEFF${JSON.stringify(valid())}`);
    assert.deepEqual((await readManifest(directory)).manifest, valid());
  });

  const texts: [what: string, bytes: string | Uint8Array, code: string, message: RegExp][] = [
    ['nothing', '', 'MANIFEST_INVALID', /JSON/],
    ['a comment', `// x\n${JSON.stringify(valid())}`, 'MANIFEST_INVALID', /JSON/],
    ['a comma too many', '{ "name": "sample", }', 'MANIFEST_INVALID', /JSON/],
    ['a list', '[]', 'MANIFEST_INVALID', /\/ is \[\], expected object/],
    ['null', 'null', 'MANIFEST_INVALID', /\/ is null, expected object/],
    [
      'UTF-16',
      Buffer.from('\uFEFF{}', 'utf16le'),
      'FILE_UNREADABLE',
      /it is UTF-16, expected UTF-8/,
    ],
    ['bytes', Uint8Array.of(0x7b, 0xff, 0x7d), 'FILE_UNREADABLE', /it is not UTF-8/],
    ['too much', ' '.repeat(2 ** 20 + 1), 'FILE_UNREADABLE', /1048577 bytes, expected at most/],
  ];
  for (const [what, bytes, code, message] of texts) {
    it(`readManifest() explains a file that holds ${what}`, async () => {
      await writeFile(join(directory, 'plugin.json'), bytes);
      await assert.rejects(readManifest(directory), { code, message });
    });
  }

  it('readManifest() explains a folder in the place of the file', async () => {
    await mkdir(join(directory, 'plugin.json'));
    await assert.rejects(readManifest(directory), { code: 'FILE_UNREADABLE', message: /no file/ });
  });
});
