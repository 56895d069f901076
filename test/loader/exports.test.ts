import assert from 'node:assert/strict';
import type { PluginHost } from '../../loader/index.js';
import { assemble, type Callable, loadMirror } from './mirror.js';

// The module "state" starts with a memory of 2 pages that holds 42 and 43, a table of 2 entries with
// its function "add" in the second, and four globals.
describe('what a module exports besides functions', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  function open() {
    const module = host.createModule('state');
    const exports = module.imports.state as unknown as {
      memory: WebAssembly.Memory;
      table: WebAssembly.Table;
      large: WebAssembly.Global;
      function: WebAssembly.Global;
      change: Callable;
      view: Callable;
    };
    return { module, exports };
  }

  it('has the contents the plug-in gave it', () => {
    const { module, exports } = open();
    assert.deepEqual([...new Uint8Array(exports.memory.buffer, 0, 3)], [42, 43, 0]);
    assert.equal(exports.table.length, 2);
    assert.equal(exports.table.get(0), null);
    assert.equal(exports.table.get(1)(2, 3), 5);
    assert.equal(exports.large.value, -(2n ** 63n));
    assert.equal(exports.function.value(20, 30), 50);
    assert.deepEqual(module.functions.view?.(), [42, 2, -(2n ** 63n)]);
  });

  it('is what its functions find in their caller when JavaScript calls', () => {
    const { module, exports } = open();
    const { peek, change, count_exports: count } = module.functions;
    assert.deepEqual([peek?.(0), peek?.(1), peek?.(2)], [42, 43, 0]);
    assert.throws(() => peek?.(2 * 65536), { resultCode: 1032 });
    assert.equal(count?.(), Object.keys(module.functions).length);
    // From here on the memory lives in JavaScript.
    new Uint8Array(exports.memory.buffer)[0] = 11;
    assert.equal(peek?.(0), 11);
    change?.();
    assert.deepEqual([peek?.(1), peek?.(2 * 65536)], [99, 0]);
  });

  it('shows the plug-in what JavaScript changes', () => {
    const { module, exports } = open();
    new Uint8Array(exports.memory.buffer)[0] = 1;
    exports.memory.grow(1);
    exports.table.grow(3);
    exports.large.value = 8n;
    assert.deepEqual(module.functions.view?.(), [1, 5, 8n]);
  });

  it('shows JavaScript what the plug-in changes', () => {
    const { module, exports } = open();
    const { memory, table, large } = exports;
    module.functions.change?.();
    assert.equal(new Uint8Array(memory.buffer)[1], 99);
    assert.equal(memory.buffer.byteLength, 3 * 65536);
    assert.equal(table.length, 3);
    assert.equal(large.value, -1n);
  });

  it('has what the plug-in changed before it was first asked for', () => {
    const { module, exports } = open();
    module.functions.change?.();
    assert.equal(exports.memory.buffer.byteLength, 3 * 65536);
    assert.equal(new Uint8Array(exports.memory.buffer)[1], 99);
    assert.equal(exports.large.value, -1n);
  });

  it('can be imported, keeping every bit', async () => {
    const guest = await assemble(`(module
      (import "state" "memory" (memory 2 10))
      (import "state" "table" (table 2 10 funcref))
      (import "state" "large" (global $large (mut i64)))
      (import "state" "wide" (global $wide v128))
      (import "state" "nan" (global $nan f64))
      (import "state" "view" (func $view (result i32 i32 i64)))
      (type $binary (func (param i32 i32) (result i32)))
      (func (export "byte") (result i32) (i32.load8_u (i32.const 1)))
      (func (export "call") (result i32)
        (call_indirect (type $binary) (i32.const 40) (i32.const 2) (i32.const 1)))
      (func (export "wide") (result i64 i64)
        (i64x2.extract_lane 0 (global.get $wide)) (i64x2.extract_lane 1 (global.get $wide)))
      (func (export "nan") (result i64) (i64.reinterpret_f64 (global.get $nan)))
      (func (export "view") (result i32 i32 i64)
        (i32.store8 (i32.const 0) (i32.const 5)) (global.set $large (i64.const 6)) (call $view)))`);
    const { instance } = await host.instantiate(guest);
    const call = (name: string) => (instance.exports[name] as Callable)();
    assert.equal(call('byte'), 43);
    assert.equal(call('call'), 42);
    assert.deepEqual(call('wide'), [0x0011223344556677n, 0x0123456789abcdefn]);
    assert.equal(call('nan'), 0x7ff4000000000001n);
    assert.deepEqual(call('view'), [5, 2, 6n]);
  });

  it('is one for all importers of a module, and another in another module', async () => {
    const { module, exports } = open();
    assert.equal((module.imports.state as unknown as typeof exports).memory, exports.memory);
    assert.notEqual(open().exports.memory, exports.memory);
  });
});
