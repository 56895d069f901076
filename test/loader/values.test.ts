import assert from 'node:assert/strict';
import type { PluginHost } from '../../loader/index.js';
import { assemble, type Callable, type Exports, loadMirror } from './mirror.js';

describe('host functions', () => {
  let host: PluginHost;
  let exports: Exports;
  let functions: Record<string, Callable>;

  before(async () => {
    host = await loadMirror();
    functions = host.createModule('mirror').functions as Record<string, Callable>;
    const guest = await assemble(`(module
      (import "mirror" "echo_i32" (func $i32 (param i32) (result i32)))
      (import "mirror" "echo_i64" (func $i64 (param i64) (result i64)))
      (import "mirror" "echo_f32" (func $f32 (param f32) (result f32)))
      (import "mirror" "echo_f64" (func $f64 (param f64) (result f64)))
      (import "mirror" "echo_v128" (func $v128 (param v128) (result v128)))
      (import "mirror" "echo_funcref" (func $funcref (param funcref) (result funcref)))
      (import "mirror" "echo_externref" (func $externref (param externref) (result externref)))
      (import "mirror" "reverse"
        (func $reverse (param i32 i64 f32 f64) (result f64 f32 i64 i32)))
      (import "mirror" "many" (func $many
        (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
        (param v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
        (result i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
        (result v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)))
      (import "mirror" "sum" (func $sum (param i32 i32 i32) (result i32)))
      (func (export "i32") (param i32) (result i32) (call $i32 (local.get 0)))
      (func (export "i64") (param i64) (result i64) (call $i64 (local.get 0)))
      (func (export "f32") (param i32) (result i32)
        (i32.reinterpret_f32 (call $f32 (f32.reinterpret_i32 (local.get 0)))))
      (func (export "f64") (param i64) (result i64)
        (i64.reinterpret_f64 (call $f64 (f64.reinterpret_i64 (local.get 0)))))
      (func (export "v128") (param i64 i64) (result i64 i64) (local v128)
        (local.set 2 (call $v128
          (i64x2.replace_lane 1 (i64x2.splat (local.get 0)) (local.get 1))))
        (i64x2.extract_lane 0 (local.get 2))
        (i64x2.extract_lane 1 (local.get 2)))
      (func (export "funcref") (param funcref) (result funcref) (call $funcref (local.get 0)))
      (func (export "externref") (param externref) (result externref)
        (call $externref (local.get 0)))
      (func (export "reverse") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
        (call $reverse (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (func (export "many") (param i64 i64) (result i64 i64) (local v128)
        (local.set 2 (i64x2.splat (local.get 1)))
        (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5)
        (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10) (i64.const 11)
        (local.get 2) (local.get 2) (local.get 2) (local.get 2) (local.get 2) (local.get 2)
        (local.get 2) (local.get 2) (local.get 2) (local.get 2) (local.get 2) (local.get 2)
        (call $many)
        (local.set 1 (i64x2.extract_lane 1))
        (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop)
        (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop) (drop)
        (local.get 1))
      (func (export "sum") (result i32) (call $sum (i32.const 1) (i32.const 20) (i32.const 300))))`);
    ({ exports } = (await host.instantiate(guest)).instance as unknown as { exports: Exports });
  });

  const call = (name: string, ...args: unknown[]) => (exports[name] as Callable)(...args);

  it('take and return i32 over its whole range', () => {
    for (const value of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]) {
      assert.equal(call('i32', value), value);
      assert.equal(functions.echo_i32?.(value), value);
    }
  });

  it('take and return i64 over its whole range', () => {
    for (const value of [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      assert.equal(call('i64', value), value);
      assert.equal(functions.echo_i64?.(value), value);
    }
  });

  it('take and return f32 bit by bit, NaN payloads and zero signs included', () => {
    for (const bits of [0x00000000, 0x80000000, 0x3fc00000, 0x7f800000, 0x7fa12345, 0xffc54321]) {
      assert.equal((call('f32', bits) as number) >>> 0, bits);
    }
    assert.equal(functions.echo_f32?.(1.5), 1.5);
  });

  it('take and return f64 bit by bit, NaN payloads and zero signs included', () => {
    for (const bits of [
      0n,
      1n << 63n,
      0x7ff0000000000000n,
      0x7ff4000000000001n,
      0xfff8123400005678n,
    ]) {
      assert.equal(BigInt.asUintN(64, call('f64', bits) as bigint), bits);
    }
    assert.ok(Object.is(functions.echo_f64?.(-0), -0));
  });

  it('take and return v128', () => {
    const [low, high] = [0x0123456789abcdefn, -2n];
    assert.deepEqual(call('v128', low, high), [low, high]);
  });

  it('take and return funcref, with the identity of the function', () => {
    for (const name of ['i32', 'many']) assert.equal(call('funcref', exports[name]), exports[name]);
    assert.equal(call('funcref', null), null);
    // A host function comes back as itself, too.
    assert.equal(functions.echo_funcref?.(functions.add), functions.add);
  });

  it('take and return externref, with the identity of the value', () => {
    const values = [{}, [], () => 0, 'text', 5, -0, Number.NaN, 5n, true, Symbol('s'), undefined];
    for (const value of [...values, ...values, null]) {
      assert.ok(Object.is(call('externref', value), value), String(value));
    }
  });

  it('return several results in order', () => {
    assert.deepEqual(call('reverse', 7, 8n, 0.5, 0.25), [0.25, 0.5, 8n, 7]);
    assert.deepEqual(functions.reverse?.(7, 8n, 0.5, 0.25), [0.25, 0.5, 8n, 7]);
  });

  it('take more values than are kept without allocating', () => {
    assert.deepEqual(call('many', -3n, -4n), [-3n, -4n]);
  });

  it('may be bindings, which get the numbers of values', () => {
    assert.equal(call('sum'), 1321);
  });

  it('convert arguments from JavaScript as WebAssembly does', () => {
    assert.equal(functions.add?.('2', 3.9), 5);
    assert.equal(functions.add?.(2 ** 32 + 1), 1);
    assert.throws(() => functions.echo_i64?.(1), TypeError);
  });

  it('may invent external references, which keep their address', () => {
    const invented = functions.invent?.(0x1234n);
    assert.equal(typeof invented, 'object');
    assert.equal(functions.invent?.(0x1234n), invented);
    assert.equal(functions.address?.(invented), 0x1234n);
  });

  describe('that keep a reference between calls', () => {
    it('get an error for an external one', () => {
      for (const value of [{}, 'text', 5]) {
        functions.remember?.(value);
        assert.throws(() => functions.recall?.(), {
          name: 'RuntimeError',
          code: 'REFERENCE_RELEASED',
        });
      }
      assert.equal(functions.echo_externref?.('text'), 'text');
    });

    it('get the value back where the module keeps references', () => {
      const keeper = host.createModule('mirror', { keepReferences: true });
      for (const value of [{}, 'text', 5]) {
        keeper.functions.remember?.(value);
        keeper.functions.echo_externref?.('another');
        assert.equal(keeper.functions.recall?.(), value);
      }
    });

    it('see the same address for the same object', () => {
      const value = {};
      assert.equal(functions.address?.(value), functions.address?.(value));
      assert.notEqual(functions.address?.(value), functions.address?.({}));
    });
  });

  it('refuse imports of another type when linking', async () => {
    const guest = await assemble('(module (import "mirror" "add" (func (param i32))))');
    await assert.rejects(host.instantiate(guest), { code: 'IMPORT_MISMATCH' });
  });
});
