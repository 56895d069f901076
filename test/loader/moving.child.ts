// Run by memory.test.ts where V8 has no address space to spare: grows a memory until its bytes have
// moved, in the middle of host calls, and checks that the host function finds them.
import assert from 'node:assert/strict';
import { loadPlugins } from '../../loader/index.js';
import { assemble, type Exports } from './mirror.js';

const [, , file = ''] = process.argv;
const host = loadPlugins({ paths: [file] });
const { instance } = await host.instantiate(
  await assemble(`(module
    (import "mirror" "peek_across_growth" (func $across (param i32) (result i32)))
    (import "mirror" "grow" (func $grow_by (param i32) (result i32)))
    (import "mirror" "peek" (func $peek (param i32) (result i32)))
    (import "mirror" "base" (func $base (result i64)))
    (memory (export "memory") 1)
    (func (export "base") (result i64) (call $base))
    (func (export "grow") (drop (memory.grow (i32.const 1))))
    (func (export "grow_by") (param i32) (result i32) (call $grow_by (local.get 0)))
    (func (export "peek") (param i32) (result i32) (call $peek (local.get 0)))
    (func (export "run") (param i32) (result i32) (call $across (local.get 0)))
    (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))`),
);
const { memory, run, load, peek, grow_by: growBy, base } = instance.exports as unknown as Exports;
const places = new Set<unknown>();
for (let pages = 1; pages < 200; pages += 2) {
  const last = 65536 * (pages + 1) - 1;
  new Uint8Array(memory.buffer)[7] = pages;
  assert.equal(run?.(last), 0);
  assert.equal(load?.(last), 77);
  assert.equal(peek?.(7), pages);
  assert.equal(growBy?.(1), pages + 2);
  assert.equal(peek?.(7), pages);
  places.add(base?.());
}
console.log(places.size > 1 ? 'moved' : 'stayed');
