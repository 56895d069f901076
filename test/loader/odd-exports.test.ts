// Exports of plug-ins that the engine does not take: an error of this package for those who use them,
// nothing for everybody else.
import assert from 'node:assert/strict';
import {
  loadPlugins,
  PluginError,
  type PluginHost,
  type PluginModule,
} from '../../loader/index.js';
import { linkLibraries } from '../support/compile.js';
import { assemble, type Callable, compilePlugin, mirrorFile, openGuest } from './mirror.js';

describe('a module with odd exports', () => {
  let host: PluginHost;
  before(async () => {
    const file = await compilePlugin('odd', ['test/fixtures/loader/odd.c'], await linkLibraries());
    host = loadPlugins({ paths: [file] });
  });

  it('is created, and the others work', async () => {
    const module = host.createModule('odd');
    assert.equal(module.functions.ordinary?.(), 42);
    const exports = module.imports.odd as Record<string, WebAssembly.Memory & WebAssembly.Table>;
    assert.equal(exports.memory?.buffer.byteLength, 65536);
    assert.equal(exports.table?.length, 1);
    assert.ok(exports['memory shared']?.buffer instanceof SharedArrayBuffer);
    assert.ok(exports.memory?.buffer instanceof ArrayBuffer);
    const globals = module.imports.odd as unknown as Record<string, WebAssembly.Global>;
    assert.equal(globals['null function']?.value, null);
    assert.equal(globals['null value']?.value, null);
  });

  it('has functions that are in no module, whoever runs when they are first asked for', async () => {
    host.loadFromPath(await mirrorFile());
    const mirror = host.createModule('mirror');
    const made: { module?: PluginModule } = {};
    const { run } = await openGuest(
      host,
      `(import "mirror" "call_back" (func $call_back (param i32) (result i32)))
       (import "js" "callback" (func $js (param i32) (result i32)))
       (export "callback" (func $js))
       (func (export "run") (result i32) (call $call_back (i32.const 3)))`,
      {
        js: {
          callback: (value: number) => {
            made.module = host.createModule('odd');
            return value;
          },
        },
      },
    );
    assert.equal(run?.(), 3);
    mirror[Symbol.dispose]();
    const module = made.module as PluginModule;
    const globals = module.imports.odd as unknown as Record<string, WebAssembly.Global>;
    const global = globals['loose function'];
    assert.equal(global?.value(), undefined);
    module[Symbol.dispose]();
    assert.throws(() => global?.value(), { code: 'MODULE_DISPOSED' });
  });

  it('has one export of a name that two have, the function', () => {
    const { imports, functions } = host.createModule('odd');
    const names = Object.keys(imports.odd as object);
    assert.equal(names.length, new Set(names).size);
    assert.equal(typeof imports.odd?.ordinary, 'function');
    assert.equal(functions.ordinary?.(), 42);
  });

  it('passes as many values as WebAssembly allows', () => {
    const { most } = host.createModule('odd').functions;
    const values = Array.from({ length: 1000 }, (_, i) => i);
    assert.deepEqual(most?.(...values), [...Array(999).fill(0), 999]);
  });

  for (const [name, reason] of [
    ['parameters', /1001 parameters and 1 results, expected at most 1000 of each$/],
    ['results', /1 parameters and 1001 results, expected at most 1000 of each$/],
    ['memory below', /memory "memory below" of module "odd": the engine does not make one/],
    ['memory beyond', /memory "memory beyond" of module "odd": the engine does not make one/],
    ['memory 64', /memory "memory 64" of module "odd": the engine does not make one/],
    ['table below', /table "table below" of module "odd": the engine does not make one/],
    ['table beyond', /table "table beyond" of module "odd": the engine does not make one/],
  ] as const) {
    it(`says why "${name}" cannot be used`, async () => {
      const module = host.createModule('odd');
      const isRefused = (error: unknown) => {
        assert.ok(error instanceof PluginError, String(error));
        assert.equal(error.code, 'TYPE_UNSUPPORTED');
        assert.match(error.message, /^Cannot use /);
        assert.match(error.message, reason);
        assert.ok(error.hint);
        return true;
      };
      assert.ok(Object.keys(module.imports.odd as object).includes(name));
      for (let round = 0; round < 2; round += 1) {
        assert.throws(() => module.imports.odd?.[name], isRefused);
      }
      const type = { m: '(memory 1)', t: '(table 1 funcref)' }[name[0] as 'm' | 't'] ?? '(func)';
      const guest = await assemble(`(module (import "odd" "${name}" ${type}))`);
      await assert.rejects(host.instantiate(guest), isRefused);
      assert.equal(module.functions.ordinary?.(), 42);
    });
  }

  it('names functions in messages as they are, after one that could not be used', () => {
    const { functions } = host.createModule('odd');
    assert.throws(() => functions.parameters, { code: 'TYPE_UNSUPPORTED' });
    assert.throws(() => functions.failing?.(), { message: /^Cannot call odd\.failing: / });
  });

  it('has a name for each, UTF-8 or not', () => {
    const { functions, imports } = host.createModule('names');
    const names = Object.keys(functions);
    const well = ['plain', 'é', ''];
    const escaped = ['\udcff', '\udcfe', 'a\udcc3', '\udcc3', '\udced\udca0\udc80'];
    const cut = ['\udcf0\udc9f\udc8d', '🍐\udc80'];
    assert.deepEqual([...names].sort(), [...well, ...escaped, ...cut].sort());
    const numbers = names.map((name) => functions[name]?.() as number);
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    const { '\udcff': third } = imports.names as Record<string, Callable>;
    assert.equal(third?.(), 3);
    assert.equal(functions['🍐\udc80']?.(), 10);
  });

  it('has no export that a guest imports by a name of another', async () => {
    for (const name of ['\\ef\\bf\\bd', 'a', 'plai']) {
      const guest = await assemble(`(module (import "names" "${name}" (func (result i32))))`);
      await assert.rejects(host.instantiate(guest));
    }
    const { instance } = await host.instantiate(
      await assemble(`(module (import "names" "\\c3\\a9" (func $e (result i32)))
        (func (export "run") (result i32) (call $e)))`),
    );
    assert.equal((instance.exports.run as Callable)(), 2);
  });
});
