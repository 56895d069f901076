// Run by memory.test.ts, with Node 20's flag where it needs one: memories of 32-bit and 64-bit addresses as
// the plug-in sees them. Prints what it saw as JSON.
import { loadPlugins } from '../../loader/index.js';
import { assemble, type Callable } from './mirror.js';

const [, , file = ''] = process.argv;
const host = loadPlugins({ paths: [file] });

async function look(limits: string, shared: string, bind: boolean) {
  const bytes = await assemble(`(module
    (import "mirror" "is64_at" (func $is64_at (param i32) (result i32)))
    (import "mirror" "is64_exported" (func $is64_exported (result i32)))
    (import "mirror" "peek_at" (func $peek_at (param i32 i64) (result i32)))
    (import "mirror" "poke_at" (func $poke_at (param i32 i64 i32)))
    (import "mirror" "grow_at" (func $grow_at (param i32 i64) (result i64)))
    (memory (export "memory") ${limits} 1 4 ${shared})
    (func (export "is64") (result i32 i32) (call $is64_at (i32.const 0)) (call $is64_exported))
    (func (export "use") (result i64 i32)
      (call $grow_at (i32.const 0) (i64.const 2))
      (call $poke_at (i32.const 0) (i64.const 196607) (i32.const 7))
      (call $peek_at (i32.const 0) (i64.const 196607))))`);
  const module = host.createModule('mirror');
  const { instance } = bind
    ? await WebAssembly.instantiate(bytes, module.imports)
    : await host.instantiate(bytes);
  if (bind) module.bind(instance);
  const { is64, use } = instance.exports as { is64: Callable; use: Callable };
  return { is64: is64(), use: (use() as unknown[]).map(Number) };
}

const seen: unknown[] = [];
for (const limits of ['', 'i64']) {
  for (const shared of ['', 'shared']) {
    for (const bind of [false, true]) seen.push(await look(limits, shared, bind));
  }
}
console.log(JSON.stringify(seen));
