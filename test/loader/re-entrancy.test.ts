import assert from 'node:assert/strict';
import type { PluginHost } from '../../loader/index.js';
import { loadMirror, openGuest } from './mirror.js';

describe('re-entrancy of host functions', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  const instantiate = (fields: string, imports?: WebAssembly.Imports) =>
    openGuest(host, fields, imports);

  const RECURSION = `
    (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
    (func $run (export "callback") (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
        (else (i32.add (i32.const 1) (call $call_back (i32.sub (local.get 0) (i32.const 1)))))))
    (export "run" (func $run))`;

  it('leaves the values of the calls outside as they were', async () => {
    const seen: number[] = [];
    const { run } = await instantiate(
      `(import "mirror" "around" (func $around (param i32 i32) (result i32)))
       (import "js" "see" (func $see (param i32)))
       (func $run (export "run") (param i32)
         (call $see (call $around (i32.add (i32.const 100) (local.get 0)) (local.get 0))))
       (func (export "callback") (param i32) (result i32)
         (if (local.get 0) (then (call $run (i32.sub (local.get 0) (i32.const 1)))))
         (i32.const 7))`,
      { js: { see: (value: number) => seen.push(value) } },
    );
    run?.(3);
    assert.deepEqual(seen, [100100, 101101, 102102, 103103]);
  });

  it('keeps the references of every call apart, however many', async () => {
    const objects = Array.from({ length: 30 }, (_, depth) => ({ depth }));
    const { run } = await instantiate(
      `(import "mirror" "call_wide" (func $call_wide (param i64 v128 f32 externref)
         (result externref f32 v128 i64)))
       (import "js" "object" (func $object (param i64) (result externref)))
       (func $go (export "run") (param i64) (result externref) (local i64 v128 f32)
         (call $call_wide (local.get 0) (v128.const i64x2 0 0) (f32.const 0)
           (call $object (local.get 0)))
         (local.set 1) (local.set 2) (local.set 3))
       (func (export "wide") (param i64 v128 f32 externref) (result externref f32 v128 i64)
         (if (i64.ne (local.get 0) (i64.const 0))
           (then (drop (call $go (i64.sub (local.get 0) (i64.const 1))))))
         (local.get 3) (local.get 2) (local.get 1) (local.get 0))`,
      { js: { object: (depth: bigint) => objects[Number(depth)] } },
    );
    for (let depth = 0; depth < 30; depth += 1) assert.equal(run?.(BigInt(depth)), objects[depth]);
    for (const last of [29n, 3n]) assert.equal(run?.(last), objects[Number(last)]);
  });

  it('may be deep', async () => {
    const { run } = await instantiate(RECURSION);
    assert.equal(run?.(200), 200);
  });

  it('ends with a RangeError, after which the instance can be used', async () => {
    const { run } = await instantiate(RECURSION);
    for (let round = 0; round < 3; round += 1) {
      assert.throws(() => run?.(-1), RangeError);
      assert.equal(run?.(50), 50);
    }
  });

  it('may reach the limit in the first callback of all', async () => {
    const { run } = await instantiate(`
      (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
      (func $dive (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call $dive (i32.sub (local.get 0) (i32.const 1)))))
          (else (call $call_back (i32.const 1)))))
      (func (export "callback") (param i32) (result i32) (local.get 0))
      (func (export "run") (param i32) (result i32) (call $dive (local.get 0)))`);
    let depth = 1000;
    const limited = () => {
      try {
        run?.(depth);
        return false;
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
        return true;
      }
    };
    // The call that first fails does so in the callback, or on the way there.
    while (!limited()) depth = Math.ceil(depth * 1.01);
    for (let near = depth; near > depth - 50; near -= 1) limited();
    assert.equal(run?.(10), 11);
  });
});
