// The C++ SDK and the helper for C: the plug-ins get-string and arith with it, exceptions, states and handles, misuse as
// one readable error, and the dialects it compiles in.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlugins, type PluginHost, type PluginModule } from '../../loader/index.js';
import { currentTarget, type Target } from '../../loader/target.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { projectPath } from '../../scripts/project/paths.js';
import { findToolchain } from '../../scripts/toolchain/find.js';
import { zigCaches } from '../../scripts/toolchain/tools.js';
import { assemble, type Callable } from '../loader/mirror.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { conformsToC, isShownIn, plugkit } from './conformance.js';

const { libraryExtension } = currentTarget() as Target;
const PLUGINS = projectPath('sdk/cpp/plugins');
const STRICT = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror'];

/** A program that is wrong in one way, and what the compiler says first. */
const WRONG: readonly (readonly [what: string, function_: string, message: RegExp])[] = [
  ['a pointer', 'int32_t f(int32_t* p) { return *p; }', /WebAssembly passes no pointers/],
  ['a text of C', 'void f(const char* text) { (void)text; }', /WebAssembly passes no pointers/],
  ['a struct', 'struct S {}; void f(S) {}', /a parameter of a host function is int32_t/],
  [
    'a std::string_view',
    'void f(std::string_view) {}',
    /a parameter of a host function is int32_t/,
  ],
  ['a char', 'void f(char) {}', /a parameter of a host function is int32_t/],
  ['a short', 'void f(short) {}', /a parameter of a host function is int32_t/],
  ['a long double', 'void f(long double) {}', /a parameter of a host function is int32_t/],
  ['an enum', 'enum class E { a }; void f(E) {}', /a parameter of a host function is int32_t/],
  ['a reference', 'void f(int32_t& out) { out = 1; }', /WebAssembly passes no references/],
  ['the caller last', 'void f(int32_t, Caller&) {}', /the Caller& comes first/],
  ['the caller by value', 'void f(Caller) {}', /the Caller& comes first/],
  ['the caller twice', 'void f(Caller&, Caller&) {}', /the Caller& comes once/],
  [
    'a result that is a struct',
    'struct S {}; S f() { return {}; }',
    /a host function returns int32_t/,
  ],
  [
    'a result that is a pointer',
    'int32_t* f() { return nullptr; }',
    /a host function returns int32_t/,
  ],
  ['a result that is a char', "char f() { return 'a'; }", /a host function returns int32_t/],
  [
    'a tuple with a struct',
    'struct S {}; std::tuple<int32_t, S> f() { return {}; }',
    /each result of a host function is a value/,
  ],
  [
    'a Result of a struct',
    'struct S {}; Result<S> f() { return S{}; }',
    /a host function returns int32_t/,
  ],
  ['a GuestPtr to a struct', 'struct S {}; void f(GuestPtr<S>) {}', /GuestPtr points to a number/],
  [
    'a read of a struct',
    'struct S {}; void f(Caller& c) { (void)c.try_memory()->try_read<S>(0); }',
    /numbers are read from memory/,
  ],
  ['a variable', 'int32_t f = 5;', /a host function is a function or a member function/],
];

/** The same of what is around functions. */
const WRONG_PLUGINS: readonly (readonly [what: string, source: string, message: RegExp])[] = [
  ['no modules', 'WASMEDGE_PLUGIN("x", "x", 1, 0, 0)', /expected expression|at least one module/],
  [
    'a module of names',
    'WASMEDGE_PLUGIN("x", "x", 1, 0, 0, module("m", "m", "f"))',
    /a module is made of function<&F>/,
  ],
  [
    'a plug-in of functions',
    'void f() {}\nWASMEDGE_PLUGIN("x", "x", 1, 0, 0, function<&f>("f"))',
    /a plug-in is made of module<State>/,
  ],
  [
    'a state without a default',
    'struct S { S(int); void f() {} };\nWASMEDGE_PLUGIN("x", "x", 1, 0, 0, module<S>("m", "m", function<&S::f>("f")))',
    /made by its default constructor/,
  ],
  ['an option of a pointer', 'Option<char*> o{"o", "o"};', /an option is bool, an integer/],
];

describe('the C++ SDK', function () {
  this.timeout(600_000);
  let work: string;
  let zig: string;
  const environment = readEnvironment(process.env, { quiet: true });

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'plugkit-cpp-'));
    zig = (await findToolchain(environment)).zig.path;
  });
  after(() => rmSync(work, { recursive: true }));

  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, {
      cwd: projectPath(),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { ...process.env, ...zigCaches(environment.cacheDirectory) },
    });
  conformsToC(PLUGINS, 'sdk');

  it('is built and audited for all targets', () => {
    const built = plugkit('build', '--plugins', PLUGINS, '--json');
    assert.equal(built.status, 0, built.stdout);
    const { results } = JSON.parse(built.stdout) as { results: { file: string }[] };
    const { stdout } = plugkit('audit', ...results.map(({ file }) => file), '--json');
    const { summary } = JSON.parse(stdout);
    assert.deepEqual(summary, { pass: 16, warn: 0, fail: 0 });
  });

  describe('a plug-in with exceptions', () => {
    let host: PluginHost;
    let module: PluginModule;
    const call = (name: string, ...args: unknown[]) =>
      (module.functions[name] as Callable)(...args);

    before(async function () {
      if (run('g++', ['--version']).status !== 0) skip(this, 'there is no g++');
      const file = await compile({
        sources: [projectPath('test/fixtures/sdk/exceptions.cc')],
        output: join(work, `libexceptions${libraryExtension}`),
        language: 'c++',
        compiler: ['g++'],
        includeDirs: [includeDirectory],
        libraries: await linkLibraries(),
        flags: ['-shared', '-fvisibility=hidden', ...STRICT],
      });
      host = loadPlugins({ paths: [file] });
      assert.equal(host.outcomes[0]?.state, 'loaded', JSON.stringify(host.outcomes));
      module = host.createModule('exceptions');
    });

    it('ends each of them in a trap', () => {
      const failed = { code: 'HOST_FUNCTION_FAILED', category: 'wasm', resultCode: 1038 };
      for (const how of [0, 1, 3]) assert.throws(() => call('throws', how), failed);
      const own = { code: 'HOST_FUNCTION_FAILED', category: 'user', resultCode: 77 };
      assert.throws(() => call('throws', 2), own);
      assert.equal(call('throws', 9), 1, 'and goes on');
    });

    it('says what() on standard error', () => {
      const program = `import { loadPlugins } from ${JSON.stringify(projectPath('lib/loader/index.js'))};
        const { throws } = loadPlugins({ paths: [${JSON.stringify(host.plugins[0]?.path)}] }).createModule('exceptions').functions;
        for (const how of [0, 1, 2, 3]) try { throws(how); } catch {}`;
      const { stderr } = run(process.execPath, ['--input-type=module', '-e', program]);
      const lines = stderr.trim().split('\n');
      assert.deepEqual(lines.slice(0, 3), [
        'throws: a runtime error',
        'throws: an exception of an unknown type',
        'throws: a trap',
      ]);
      assert.match(lines[3] as string, /^throws: vector::.*range_check/);
    });

    it('has a state for each instance, which ends with it, and handles that are given once', () => {
      const before = call('states') as number;
      const other = host.createModule('exceptions');
      assert.equal(call('states'), before + 1);
      const first = call('open') as number;
      assert.equal(call('length', first), 3);
      assert.throws(() => (other.functions.length as Callable)(first), /failed|1038/i);
      call('close', first);
      assert.throws(() => call('length', first));
      assert.throws(() => call('close', first));
      assert.notEqual(call('open'), first);
      assert.equal(call('count'), 1);
      other.dispose();
      assert.equal(call('states'), before);
    });

    it('has options as typed variables', () => {
      assert.deepEqual(
        host.plugins[0]?.options.map(({ name, type, defaultValue }) => [name, type, defaultValue]),
        [
          ['small', 'int16', -7],
          ['ratio', 'double', 0.5],
        ],
      );
      assert.deepEqual(call('settings'), [-7, 0.5]);
    });

    it("works on the caller's memory, functions and globals", async () => {
      const { instance } = await host.instantiate(
        await assemble(`(module
          (import "exceptions" "twice" (func $twice (param i32 i32) (result i32)))
          (import "exceptions" "grow" (func $grow (result i64)))
          (import "exceptions" "globals" (func $globals (result i32)))
          (memory (export "memory") 1 3)
          (data (i32.const 8) "echo ")
          (global (export "counter") (mut i32) (i32.const 41))
          (func (export "allocate") (param i32) (result i32) (i32.const 100))
          (func (export "run") (param i32 i32) (result i32) (call $twice (local.get 0) (local.get 1)))
          (func (export "grow") (result i64) (call $grow))
          (func (export "globals") (result i32) (call $globals)))`),
      );
      const exports = instance.exports as Record<string, Callable> & { memory: WebAssembly.Memory };
      assert.equal(exports.run?.(8, 5), 100);
      const text = Buffer.from(exports.memory.buffer).subarray(100, 110).toString();
      assert.equal(text, 'echo echo ');
      assert.throws(() => exports.run?.(65535, 5), { resultCode: 1032 });
      assert.equal(exports.grow?.(), 12n);
      assert.equal(exports.globals?.(), 41);
      assert.equal((instance.exports.counter as WebAssembly.Global).value, 42);
    });

    it('makes ten million random accesses to memory, none of them outside', async () => {
      const { instance } = await host.instantiate(
        await assemble(`(module
          (import "exceptions" "random_accesses" (func $run (result i32)))
          (memory (export "memory") 1)
          (func (export "run") (result i32) (call $run)))`),
      );
      const inside = (instance.exports.run as Callable)() as number;
      assert.ok(inside > 9_000_000 && inside < 10_000_000, String(inside));
    });
  });

  describe('tells misuse in one line:', () => {
    const firstError = (source: string): string => {
      const file = join(work, 'wrong.cc');
      writeFileSync(
        file,
        `#include <wasmedge-plugin/plugin.hpp>\nusing namespace wasmedge_plugin;\n${source}\n`,
      );
      const { status, stderr } = run(zig, [
        'c++',
        '-std=c++17',
        '-fsyntax-only',
        `-I${includeDirectory}`,
        file,
      ]);
      assert.notEqual(status, 0, 'it compiles');
      return stderr.split('\n').find((line) => line.includes('error:')) ?? stderr;
    };
    for (const [what, source, message] of WRONG) {
      it(what, () => {
        const plugin = `WASMEDGE_PLUGIN("x", "x", 1, 0, 0, module("m", "m", function<&f>("f")))`;
        assert.match(firstError(`${source}\n${plugin}`), message);
      });
    }
    for (const [what, source, message] of WRONG_PLUGINS) {
      it(what, () => assert.match(firstError(source), message));
    }
  });

  for (const [what, command, flags] of [
    ['g++', ['g++'], []],
    ['g++ without exceptions', ['g++'], ['-fno-exceptions', '-fno-rtti']],
    ['clang', [], []],
    [
      'clang as Visual C++ reads it',
      [],
      ['-fms-compatibility', '-fms-compatibility-version=19.30'],
    ],
    ['clang for Windows', [], ['-target', 'x86_64-windows-gnu']],
    ['clang in C++20', [], ['-std=c++20']],
  ] as const) {
    it(`compiles without a warning: ${what}`, function () {
      const [program = zig] = command;
      if (run(program, [program === zig ? 'version' : '--version']).status !== 0) {
        skip(this, `there is no ${program}`);
      }
      const sources = ['get-string-sdk/get_string.cc', 'arith-sdk/arith.cc'];
      for (const source of sources.map((each) => join(PLUGINS, each))) {
        const args = [
          '-std=c++17',
          ...flags,
          ...STRICT,
          ...['-c', '-o', join(work, 'strict.o')],
          `-I${includeDirectory}`,
          source,
        ];
        const { status, stderr } = run(program, [...(program === zig ? ['c++'] : []), ...args]);
        assert.equal(status, 0, stderr);
      }
    });
  }

  isShownIn('docs/cpp.md', join(PLUGINS, 'get-string-sdk/get_string.cc'), 'cpp');
});

describe('wasmedge-plugin/module.h', () => {
  it('makes a module from a table of functions and types', async () => {
    const work = mkdtempSync(join(tmpdir(), 'plugkit-table-'));
    const file = await compile({
      sources: [projectPath('test/fixtures/sdk/table.c')],
      output: join(work, `libtable${libraryExtension}`),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries: await linkLibraries(),
      flags: ['-shared', '-fvisibility=hidden', ...STRICT],
    });
    const host = loadPlugins({ paths: [file] });
    const module = host.createModule('table');
    assert.equal((module.functions.add as Callable)(2, 40n), 42n);
    assert.deepEqual(
      module.exports.find(({ name }) => name === 'types'),
      {
        name: 'types',
        kind: 'function',
        params: ['i32', 'i64', 'f32', 'f64', 'v128', 'funcref', 'externref'],
        results: ['externref', 'funcref', 'v128', 'f64', 'f32', 'i64', 'i32'],
      },
    );
    assert.throws(() => host.createModule('wrong'), { code: 'MODULE_CREATE_FAILED' });
  });
});
