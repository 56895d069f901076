// `plugkit bindings`: what it writes compiles in each language, and imports what the binary has.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BindingsData } from '../../../scripts/commands/bindings.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { findToolchain } from '../../../scripts/toolchain/find.js';
import { zigCaches } from '../../../scripts/toolchain/tools.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../../support/compile.js';
import { skip } from '../../support/skip.js';
import { descriptorSource, INCLUDE } from '../../support/small-plugin.js';

const PLUGINS = ['get-string', 'word-count', 'arith', 'exports'];

/** What a binary imports: `module.name`, sorted. */
async function importsOf(file: string): Promise<string[]> {
  const module = await WebAssembly.compile(readFileSync(file));
  return WebAssembly.Module.imports(module)
    .map(({ module, name }) => `${module}.${name}`)
    .sort();
}

describe('plugkit bindings', () => {
  let work: string;
  const libraries: Record<string, string> = {};
  let zig: string;
  const environment = readEnvironment(process.env, { quiet: true });

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'plugkit-bindings-'));
    for (const name of PLUGINS) {
      libraries[name] = await builtPlugin(await readManifest(projectPath('plugins', name)));
    }
    zig = (await findToolchain(environment)).zig.path;
  });
  after(() => rmSync(work, { recursive: true }));

  const bindings = (args: string[], cwd = projectPath()) =>
    spawnSync(process.execPath, [projectPath('lib/scripts/cli.js'), 'bindings', ...args], {
      cwd,
      encoding: 'utf8',
    });
  /** The bindings in a file of their own. */
  const write = (plugin: string, language: string, name: string): string => {
    const file = join(work, name);
    const { status, stderr } = bindings([plugin, '--lang', language, '-o', file]);
    assert.equal(status, 0, stderr);
    return file;
  };
  const toWebAssembly = (source: string, text: string, flags: readonly string[]): string => {
    const [file, output] = [join(work, source), join(work, `${source}.wasm`)];
    writeFileSync(file, text);
    const language = source.endsWith('.cpp') ? ['c++', '-std=c++17'] : ['cc', '-std=c11'];
    const args = [...language, '-target', 'wasm32-wasi', '-O1', '-Wall', '-Wextra', '-Werror'];
    execFileSync(zig, [...args, ...flags, '-o', output, file], {
      env: { ...process.env, ...zigCaches(environment.cacheDirectory) },
      stdio: 'pipe',
    });
    return output;
  };

  it('C: a guest calls the functions of the plug-in, by one name for each', async () => {
    write('get-string', 'c', 'get_string.h');
    write('word-count', 'c', 'word_count.h');
    const guest = toWebAssembly(
      'guest.c',
      `#include "get_string.h"
      #include "get_string.h"
      #include "word_count.h"
      #include <stdio.h>
      int main(void) {
        char text[64];
        const int32_t length = get_string_get_string(text, sizeof text);
        printf("%.*s: %d\\n", length, text, word_count_words(text, length));
        return 0;
      }`,
      [],
    );
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[projectPath('lib/scripts/cli.js'), 'run', '--no-default-plugins'],
        ...['--plugin', libraries['get-string'] as string],
        ...['--plugin', libraries['word-count'] as string, guest],
      ],
      { encoding: 'utf8' },
    );
    assert.equal(stdout, 'A string from a WasmEdge plug-in: 6\n', stderr);
  });

  it('C++: texts are one argument', async () => {
    write('word-count', 'cpp', 'word_count.hpp');
    const guest = toWebAssembly(
      'guest.cpp',
      `#include "word_count.hpp"
      int main() { return word_count::words("one two") + word_count::words("x", 1); }`,
      ['-c'], // linking would build the C++ library first
    );
    const imports = await importsOf(guest);
    assert.deepEqual(
      imports.filter((name) => name.startsWith('word_count')),
      ['word_count.words'],
    );
  });

  it('C: all types that C has, the others are told', async () => {
    const header = readFileSync(write('arith', 'c', 'arith.h'), 'utf8');
    assert.match(header, /C has no declaration for\n.*call_ref: \(funcref, i32\) -> i32\n/);
    assert.match(header, /divmod: \(i32, i32\) -> \(i32, i32\)/);
    const guest = toWebAssembly(
      'types.c',
      `#include "arith.h"
      int main(void) {
        v128_t v = arith_add_v128(wasm_i32x4_splat(1), wasm_i32x4_splat(2));
        return arith_add(wasm_i32x4_extract_lane(v, 0), (int)arith_add_f64(arith_add_f32(1, 2), arith_add_i64(1, 2)));
      }`,
      ['-msimd128', '-mreference-types'],
    );
    const all = await importsOf(guest);
    assert.deepEqual(
      all.filter((name) => name.startsWith('arith.')),
      ['add', 'add_f32', 'add_f64', 'add_i64', 'add_v128'].map((name) => `arith.${name}`),
    );
  });

  it('Rust: compiles, and is safe where parameters are known', function () {
    const version = spawnSync('rustc', ['--version'], { encoding: 'utf8' });
    if (version.status !== 0) skip(this, 'there is no rustc');
    for (const plugin of PLUGINS) write(plugin, 'rust', `${plugin.replace('-', '_')}.rs`);
    const library = join(work, 'all.rs');
    const modules = PLUGINS.map((name) => `pub mod ${name.replace('-', '_')};`).join('\n');
    writeFileSync(
      library,
      `#![deny(warnings)]
      ${modules}
      pub fn words() -> i32 {
        let mut space = [0u8; 64];
        let length = get_string::get_string::get_string(&mut space);
        word_count::word_count::words(&space[..length as usize]) + unsafe { arith::arith::add(1, 2) }
      }`,
    );
    const compiled = spawnSync(
      'rustc',
      ['--edition=2021', '--crate-type=lib', '--emit=metadata', '--out-dir', work, library],
      { encoding: 'utf8' },
    );
    assert.equal(compiled.status, 0, compiled.stderr);
  });

  it('TypeScript: createModule() knows the functions by the name of the module', () => {
    const folder = join(work, 'typescript');
    mkdirSync(folder, { recursive: true });
    write('get-string', 'ts', 'typescript/get-string.d.ts');
    write('arith', 'ts', 'typescript/arith.d.ts');
    writeFileSync(
      join(folder, 'program.ts'),
      `import { loadPlugins } from 'wasmedge-plugin-kit';
      const host = loadPlugins();
      const length: number = host.createModule('get_string').functions.get_string(1, 2);
      const { functions } = host.findPlugin('arith')!.createModule('arith');
      const [quotient, rest]: [number, number] = functions.divmod(7, 2);
      const sum: bigint = functions.add_i64(1n, 2n);
      // @ts-expect-error: one argument is missing
      functions.add(1);
      // @ts-expect-error: a bigint is wanted
      functions.add_i64(1, 2);
      // @ts-expect-error: there is no such function
      functions.adds(1, 2);
      const other: unknown = host.createModule('other').functions.anything?.(1);
      const given: number = host.createModule<{ f(): number }>('other').functions.f();
      console.log(length, quotient, rest, sum, other, given);`,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noUncheckedIndexedAccess: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2022',
          lib: ['es2022', 'esnext.disposable', 'dom'],
          types: ['node'],
          typeRoots: [projectPath('node_modules/@types')],
          skipLibCheck: true,
          paths: { 'wasmedge-plugin-kit': [projectPath('lib/loader/index.d.ts')] },
        },
        include: ['*.ts'],
      }),
    );
    const tsc = projectPath('node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    assert.equal(stdout, '');
  });

  it('writes the same each time, and --check tells a file that is another', () => {
    for (const language of ['c', 'cpp', 'rust', 'ts']) {
      const once = bindings(['arith', '--lang', language]).stdout;
      assert.ok(once.length > 500);
      assert.equal(bindings(['arith', '--lang', language]).stdout, once);
      assert.ok(!once.includes(projectPath()), 'no paths of this machine');
    }
    const file = write('word-count', 'c', 'check.h');
    const check = () => bindings(['word-count', '--lang', 'c', '-o', file, '--check']);
    assert.equal(check().status, 0);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('\n', '\r\n'));
    assert.equal(check().status, 0, 'ends of lines do not count');
    writeFileSync(file, text.replace('text_length', 'length'));
    const { status, stdout } = check();
    assert.equal(status, 1);
    assert.match(
      stdout,
      /check\.h:\d+: is\n.*int32_t length\);\nexpected\n.*int32_t text_length\);/,
    );
    rmSync(file);
    assert.equal(check().status, 1);
  });

  it('writes what docs/bindings.md shows', () => {
    const page = readFileSync(projectPath('docs/bindings.md'), 'utf8').replaceAll('\r\n', '\n');
    for (const language of ['c', 'cpp', 'rust', 'ts']) {
      const { stdout } = bindings(['word-count', '--lang', language]);
      assert.ok(page.includes(`\n${stdout}\`\`\`\n`), `docs/bindings.md has not\n${stdout}`);
    }
  });

  it('takes a library, with a plugin.json for the names', () => {
    const library = libraries['word-count'] as string;
    const plain = bindings([library, '--lang', 'c'], work).stdout;
    assert.match(plain, /word_count_words\(int32_t p0, int32_t p1\);/);
    const manifest = projectPath('plugins/word-count/plugin.json');
    const named = bindings([library, '--lang', 'c', '--interface', manifest], work).stdout;
    assert.match(named, /word_count_words\(const void \*text, int32_t text_length\);/);
    const folder = bindings([projectPath('plugins/word-count'), '--lang', 'c'], work).stdout;
    assert.equal(folder, named);
  });

  it('C++: a parameter may be called like its function', () => {
    const folder = join(work, 'shadow');
    mkdirSync(folder, { recursive: true });
    const manifest = JSON.parse(
      readFileSync(projectPath('plugins/word-count/plugin.json'), 'utf8'),
    );
    const { cmake: _, ...rest } = manifest;
    writeFileSync(join(folder, 'x.c'), '');
    const tests = [{ name: 'none', module: 'word_count', call: 'words', traps: true }];
    const names = { word_count: { words: { params: ['words: bytes'] } } };
    const file = join(folder, 'plugin.json');
    writeFileSync(file, JSON.stringify({ ...rest, sources: ['x.c'], tests, interface: names }));
    const header = join(work, 'shadow.hpp');
    const given = ['--interface', file, '--lang', 'cpp', '-o', header];
    const { status, stderr } = bindings([libraries['word-count'] as string, ...given]);
    assert.equal(status, 0, stderr);
    const text = '#include "shadow.hpp"\nint main() { return word_count::words("one two"); }';
    toWebAssembly('shadow.cpp', text, ['-c']);
  });

  it('refuses names that do not fit the binary', () => {
    const manifest = JSON.parse(
      readFileSync(projectPath('plugins/word-count/plugin.json'), 'utf8'),
    );
    const folder = join(work, 'mismatch');
    for (const [words, problem] of [
      [{ words: { params: ['text'] } }, /the parameters \(text\), the binary \(i32, i32\)/],
      [{ words: { params: ['text: i64', 'length'] } }, /\(text: i64, length\), the binary/],
      [{ words: { params: ['a: bytes', 'b'] } }, /\(a: bytes, b\), the binary/],
      [{ words: { results: [] } }, /the results \(\), the binary \(i32\)/],
      [{ word: { params: [] } }, /'word_count\.word': the binary has no such function/],
    ] as const) {
      mkdirSync(join(folder, 'tests'), { recursive: true });
      const { cmake: _, tests: __, ...rest } = manifest;
      writeFileSync(join(folder, 'x.c'), '');
      const test = { name: 'none', module: 'word_count', call: 'words', traps: true };
      const text = { ...rest, sources: ['x.c'], tests: [test], interface: { word_count: words } };
      writeFileSync(join(folder, 'plugin.json'), JSON.stringify(text));
      const args = [libraries['word-count'] as string, '--lang', 'c', '--interface'];
      const { status, stderr } = bindings([...args, join(folder, 'plugin.json')]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, /INTERFACE_MISMATCH/);
      assert.match(stderr, problem);
    }
  });

  it('serves names that no language has', async () => {
    const source = join(work, 'odd.c');
    writeFileSync(
      source,
      `${INCLUDE}
      static WasmEdge_Result nothing(void* data, const WasmEdge_CallingFrameContext* frame,
                                     const WasmEdge_Value* params, WasmEdge_Value* returns) {
        (void)data, (void)frame, (void)params, (void)returns;
        return WasmEdge_Result_Success;
      }
      static void add(WasmEdge_ModuleInstanceContext* module, const char* name) {
        WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
        WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap(name, __builtin_strlen(name)),
                                           WasmEdge_FunctionInstanceCreate(type, nothing, NULL, 0));
        WasmEdge_FunctionTypeDelete(type);
      }
      static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
        (void)descriptor;
        WasmEdge_ModuleInstanceContext* module =
            WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("wasi:odd/names@1", 16));
        add(module, "class");
        add(module, "fn");
        add(module, "a-b");
        add(module, "a_b");
        add(module, "quo\\"te\\\\");
        add(module, "_");
        add(module, "new");
        return module;
      }
      ${descriptorSource('odd', '{"wasi:odd/names@1", "Ends */ and \\n goes on", create}')}`,
    );
    const library = await compile({
      sources: [source],
      output: join(work, 'libodd.so'),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries: await linkLibraries(),
      flags: ['-shared'],
    });
    write(library, 'c', 'odd.h');
    write(library, 'cpp', 'odd.hpp');
    const calls = ['class', 'fn', 'a_b', 'a_b_2', 'quo_te_', '', 'new'].map(
      (name) => `wasi_odd_names_1_${name}();`,
    );
    const text = `#include "odd.h"\nint main(void) { ${calls.join(' ')} return 0; }`;
    const guest = toWebAssembly('call-odd.c', text, []);
    const expected = ['_', 'a-b', 'a_b', 'class', 'fn', 'new', 'quo"te\\'].map(
      (name) => `wasi:odd/names@1.${name}`,
    );
    const all = await importsOf(guest);
    assert.deepEqual(
      all.filter((name) => name.startsWith('wasi:odd')),
      expected.sort(),
    );
    const json = bindings([library, '--lang', 'ts', '--json']);
    const { document } = JSON.parse(json.stdout) as BindingsData;
    assert.match(document, /"a-b"\(\): void;/);
    assert.match(document, /interface PluginModules \{\n.*\n {4}"wasi:odd\/names@1": \{/);
    assert.match(document, /"new"\(\): void;/, 'no constructor');
    assert.match(document, /Ends \* \/ and goes on/);
  });

  it('says what is wrong with what it is given', () => {
    for (const [args, problem] of [
      [['arith'], /USAGE.*--lang is missing, expected c, cpp, rust, ts/],
      [['arith', '--lang', 'go'], /USAGE.*--lang go: expected c or cpp or rust or ts/],
      [['arith', '--lang', 'c', '--check'], /USAGE.*--check without --out/],
      [['nothing', '--lang', 'c'], /PLUGIN_UNKNOWN.*'nothing'/],
      [[projectPath('package.json'), '--lang', 'c'], /Cannot make bindings of .*package\.json/],
    ] as const) {
      const { status, stderr } = bindings([...args]);
      assert.notEqual(status, 0);
      assert.match(stderr, problem);
    }
  });
});
