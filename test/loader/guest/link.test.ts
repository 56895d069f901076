import assert from 'node:assert/strict';
import { openSession, type Session } from '../../../loader/bridge/session.js';
import { loadPlugins, type PluginError, type PluginHost } from '../../../loader/index.js';
import { skip } from '../../support/skip.js';
import { assemble, type Callable, loadMirror, mirrorFile } from '../mirror.js';
import { body, exported, from, func, I32, module, section } from '../wasm/binary.js';

describe('linking', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  /** Instantiates a module of these imports in every way there is; checks that all fail alike. */
  async function failure(bytes: Uint8Array, imports?: WebAssembly.Imports): Promise<PluginError> {
    const options = imports ? { imports } : {};
    const errors: PluginError[] = [];
    for (const run of [
      () => host.instantiate(bytes, options),
      async () => host.instantiateSync(bytes, options),
      async () => host.instantiate(await host.compile(bytes), options),
    ]) {
      await assert.rejects(run, (error: PluginError) => errors.push(error) > 0);
    }
    const [first, ...others] = errors as [PluginError, ...PluginError[]];
    for (const { code, message } of others)
      assert.deepEqual([code, message], [first.code, first.message]);
    return first;
  }

  describe('to names of what JavaScript’s objects inherit', () => {
    const names = [
      'constructor',
      'groupBy',
      'assign',
      '__proto__',
      'call',
      'toString',
      'prototype',
    ];

    it('fails, whatever imports are given', async () => {
      for (const source of ['constructor', '__proto__', 'toString', 'env', 'instance', 'Env']) {
        for (const name of names) {
          const bytes = await assemble(
            `(module (import "${source}" "${name}" (func $f)) (export "f" (func $f)))`,
          );
          class Env {}
          const given = { env: {}, instance: new Env() as WebAssembly.ModuleImports };
          for (const options of [undefined, {}, { imports: {} }, { imports: given }]) {
            await assert.rejects(host.instantiate(bytes, options as object));
            assert.throws(() => host.instantiateSync(bytes, options as object));
            assert.throws(() =>
              host.instantiateSync(new WebAssembly.Module(bytes), options as object),
            );
          }
        }
      }
    });

    it('gives the program’s own properties of these names', async () => {
      const bytes = await assemble(`(module
        (import "constructor" "constructor" (func $one (result i32)))
        (import "__proto__" "__proto__" (func $two (result i32)))
        (export "one" (func $one)) (export "two" (func $two)))`);
      const imports = JSON.parse(
        '{ "constructor": { "constructor": 1 }, "__proto__": { "__proto__": 2 } }',
        (_, value) => (typeof value === 'number' ? () => value : value),
      );
      const { instance } = await host.instantiate(bytes, { imports });
      const { one, two } = instance.exports as Record<string, Callable>;
      assert.deepEqual([one?.(), two?.()], [1, 2]);
    });

    it('changes no object of JavaScript', async () => {
      const before = [Object, Object.prototype, Function.prototype].map(Reflect.ownKeys);
      const bytes = await assemble(`(module
        (import "constructor" "f" (func)) (import "__proto__" "f" (func)))`);
      const imports = JSON.parse(
        '{ "constructor": { "f": 1 }, "__proto__": { "f": 1 } }',
        (_, value) => (typeof value === 'number' ? () => value : value),
      );
      await host.instantiate(bytes, { imports });
      await assert.rejects(host.instantiate(bytes));
      assert.deepEqual([Object, Object.prototype, Function.prototype].map(Reflect.ownKeys), before);
    });
  });

  it('takes imports from instances of classes, proxies and module namespaces', async () => {
    class Env {
      one() {
        return 1;
      }
    }
    const bytes = await assemble(`(module
      (import "env" "one" (func $one (result i32))) (import "any" "two" (func $two (result i32)))
      (import "mirror" "add" (func $add (param i32 i32) (result i32)))
      (func (export "sum") (result i32) (call $add (call $one) (call $two))))`);
    const any = new Proxy({}, { get: () => () => 2 });
    const outer = new Proxy(
      { env: new Env() },
      { get: (target, name) => (name === 'any' ? any : Reflect.get(target, name)) },
    );
    const { instance } = await host.instantiate(bytes, { imports: outer as never });
    assert.equal((instance.exports.sum as Callable)(), 3);
  });

  it('leaves it to the engine to say what is wrong with imports of the program', async () => {
    for (const [imports, error] of [
      [{ env: {} }, WebAssembly.LinkError],
      [{ env: { f: 5 } }, WebAssembly.LinkError],
      [{ env: 5 }, TypeError],
    ] as const) {
      const bytes = await assemble('(module (import "env" "f" (func)))');
      let wanted: Error | undefined;
      try {
        await WebAssembly.instantiate(bytes, imports as never);
      } catch (thrown) {
        wanted = thrown as Error;
      }
      await assert.rejects(host.instantiate(bytes, { imports: imports as never }), {
        name: error.name,
        message: (wanted as Error).message,
      });
    }
  });

  it('takes a value that is given as undefined', async () => {
    const bytes = await assemble(`(module (import "mirror" "value" (global externref))
      (import "mirror" "add" (func (param i32 i32) (result i32))) (export "value" (global 0)))`);
    const { instance } = await host.instantiate(bytes, {
      imports: { mirror: { value: undefined as never } },
    });
    assert.equal((instance.exports.value as WebAssembly.Global).value, undefined);
  });

  describe('to what is not there', () => {
    it('says what the module exports, and what was probably meant', async () => {
      const error = await failure(
        await assemble('(module (import "mirror" "ad" (func (param i32 i32) (result i32))))'),
      );
      assert.equal(error.code, 'IMPORT_NOT_FOUND');
      for (const part of [
        'import "ad" of module "mirror": the module has no such export, did you mean "add"?',
        '"add": (i32, i32) -> i32',
        '"many": (i64, i64',
        '"fail_wasm": () -> ()',
      ]) {
        assert.ok(error.message.includes(part), error.message);
      }
      assert.ok(error.hint);
    });

    it('says so of memories, tables and globals', async () => {
      const error = await failure(await assemble('(module (import "state" "heap" (memory 1)))'));
      assert.equal(error.code, 'IMPORT_NOT_FOUND');
      for (const part of [
        '"memory": a memory',
        '"table": a table of funcref',
        '"large": a global mut i64',
      ]) {
        assert.ok(error.message.includes(part), error.message);
      }
    });

    it('says all of it at once', async () => {
      const error = await failure(
        await assemble(`(module
          (import "mirror" "absent" (func)) (import "miror" "add" (func)) (import "js" "f" (func))
          (import "state" "absent" (memory 1)))`),
      );
      assert.equal(error.code, 'MODULE_NOT_FOUND');
      for (const part of [
        '4 imports',
        'import "absent" of module "mirror": the module has no such export',
        'import "add" of module "miror": no loaded plug-in has this module, did you mean "mirror"?',
        'import "f" of module "js": no loaded plug-in has this module',
        'import "absent" of module "state": the module has no such export',
        'loaded "mirror"',
      ]) {
        assert.ok(error.message.includes(part), error.message);
      }
    });

    it('stays short where very much is missing', async () => {
      const count = 20_000;
      const items = Array.from({ length: count }, (_, i) => from('mirror', `absent${i}`, 0, 0));
      const error = await failure(module(section(1, func()), section(2, ...items)));
      assert.ok(error.message.length < 20_000, `${error.message.length} characters`);
      assert.match(error.message, /20000 imports cannot be linked/);
      assert.match(error.message, /and 19950 more/);
    });

    it('names node:wasi where WASI was forgotten', async () => {
      const error = await failure(
        await assemble('(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))))'),
      );
      assert.equal(error.code, 'MODULE_NOT_FOUND');
      assert.match(error.hint ?? '', /wasi\.getImportObject\(\)/);
    });

    it('ends the modules that were created for it', async () => {
      const counts = host.createModule('mirror').functions.counts as Callable;
      const alive = () => {
        const [created, finalized] = counts() as [number, number, number];
        return created - finalized;
      };
      const now = alive();
      for (const text of [
        '(import "mirror" "add" (func (param i32 i32) (result i32))) (import "mirror" "absent" (func))',
        '(import "mirror" "add" (func))',
        '(import "mirror" "add" (func (param i32 i32) (result i32))) (import "js" "f" (func))',
      ]) {
        await assert.rejects(
          host.instantiate(await assemble(`(module ${text})`), { imports: { js: {} } }),
        );
      }
      assert.equal(alive(), now);
    });
  });

  describe('to something of another type', () => {
    it('says both types, of all at once', async () => {
      const bytes = await assemble(`(module
        (import "mirror" "add" (func (param i64) (result i32)))
        (import "mirror" "fail_wasm" (func (result i32 i64)))
        (import "mirror" "peek" (memory 1))
        (import "state" "memory" (func))
        (import "state" "large" (global i64))
        (import "state" "table" (table 1 externref)))`);
      const error = await failure(bytes);
      assert.equal(error.code, 'IMPORT_MISMATCH');
      assert.ok(error.cause instanceof WebAssembly.LinkError);
      for (const part of [
        'import "add" of module "mirror": is (i32, i32) -> i32, expected (i64) -> i32',
        'import "fail_wasm" of module "mirror": is () -> (), expected () -> (i32, i64)',
        'import "peek" of module "mirror": is (i32) -> i32, expected a memory',
        'import "memory" of module "state": is a memory, expected () -> ()',
        'import "large" of module "state": is a global mut i64, expected a global i64',
        'import "table" of module "state": is a table of funcref, expected a table of externref',
      ]) {
        assert.ok(error.message.includes(part), error.message);
      }
    });

    it('says as much as is known of a module that was compiled elsewhere', async () => {
      const compile = async (text: string) =>
        WebAssembly.compile(await assemble(`(module ${text})`));
      const type = await compile(
        '(import "js" "f" (func)) (import "mirror" "add" (func (param i64)))',
      );
      await assert.rejects(host.instantiate(type, { imports: { js: { f: () => 1 } } }), {
        code: 'IMPORT_MISMATCH',
        message: /import "add" of module "mirror": is \(i32, i32\) -> i32, expected another type/,
      });
      await assert.rejects(host.instantiate(await compile('(import "mirror" "add" (memory 1))')), {
        code: 'IMPORT_MISMATCH',
        message: /is \(i32, i32\) -> i32, expected a memory/,
      });
    });

    it('is the engine’s to say where the program gave it', async () => {
      const bytes = await assemble(`(module (import "js" "g" (global i32))
        (import "mirror" "add" (func (param i32 i32) (result i32))))`);
      await assert.rejects(
        host.instantiate(bytes, { imports: { js: { g: {} as never } } }),
        WebAssembly.LinkError,
      );
    });
  });

  it('passes functions whose type is one of a group, or may have subtypes, both ways', async function () {
    // A group of two types; a type that may have subtypes.
    const group = [0x4e, 2, ...func([I32], [I32]), ...func()];
    const open = [0x50, 0, ...func([I32], [I32])];
    for (const types of [group, open]) {
      // The plug-in gets the callback by its name, and as a reference.
      const bytes = module(
        section(1, types, func([0x70, I32], [I32])),
        section(
          2,
          from('mirror', 'call_back', 0, 0),
          from('mirror', 'call_ref', 0, types === group ? 2 : 1),
        ),
        section(3, [0], [0]),
        section(
          7,
          exported('run', 0, 0),
          exported('callback', 0, 2),
          exported('by_reference', 0, 3),
        ),
        section(
          10,
          body(0x20, 0, 0x41, 1, 0x6a), // the parameter and 1
          body(0xd2, 2, 0x20, 0, 0x10, 1), // call_ref(callback, the parameter)
        ),
      );
      if (!WebAssembly.validate(bytes)) return skip(this, 'this Node has no groups of types');
      for (const { instance } of [await host.instantiate(bytes), host.instantiateSync(bytes)]) {
        const { run, by_reference: byReference } = instance.exports as Record<string, Callable>;
        assert.deepEqual([run?.(41), byReference?.(6)], [42, 7]);
      }
    }
  });

  it('makes one native caller for an instance', async () => {
    const session = openSession('off') as { -readonly [Key in keyof Session]: Session[Key] };
    const { addon } = session;
    const callers: boolean[] = [];
    session.addon = Object.create(addon, {
      createCaller: {
        value: (caller: object, owner: object, name: string, outside: boolean) => {
          callers.push(outside);
          addon.createCaller(caller, owner, name, outside);
        },
      },
    });
    try {
      const bytes =
        await assemble(`(module (import "mirror" "add" (func (param i32 i32) (result i32)))
        (import "state" "memory" (memory 1)))`);
      const plain = loadPlugins({ paths: [await mirrorFile()], accelerator: 'off' });
      const modules = [plain.createModule('mirror'), plain.createModule('state')];
      callers.length = 0;
      await plain.instantiate(bytes, { modules });
      assert.deepEqual(callers, [false]);
      callers.length = 0;
      await plain.instantiate(await assemble('(module (func))'));
      assert.deepEqual(callers, []);
    } finally {
      session.addon = addon;
    }
  });
});
