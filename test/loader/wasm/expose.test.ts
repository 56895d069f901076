import assert from 'node:assert/strict';
import { expose } from '../../../loader/wasm/expose.js';
import { ModuleShape } from '../../../loader/wasm/reader.js';
import { readSections } from '../../../loader/wasm/sections.js';
import { assemble, type Callable } from '../mirror.js';

describe('expose()', () => {
  /** The changed module, as an instance, and the names of what it adds. */
  function exposed(bytes: Uint8Array<ArrayBuffer>, taken?: readonly string[]) {
    const original = new WebAssembly.Module(bytes);
    const sections = readSections(bytes) ?? [];
    const shape = new ModuleShape(bytes, sections, () => WebAssembly.Module.imports(original));
    const exported = taken ?? WebAssembly.Module.exports(original).map(({ name }) => name);
    const changed = expose(bytes, sections, shape, exported);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(changed.bytes));
    return { exports, names: changed.names };
  }

  it('exports a hidden memory and the start function, which no longer runs by itself', async () => {
    const { exports, names } = exposed(
      await assemble(`(module (memory 3)
        (global $count (mut i32) (i32.const 0))
        (func $start (global.set $count (i32.add (global.get $count) (i32.const 1))))
        (func (export "count") (result i32) (global.get $count))
        (start $start))`),
    );
    const memory = names.memories.get(0) as string;
    const start = names.start as string;
    assert.deepEqual(Object.keys(exports), ['count', memory, start]);
    assert.equal((exports[memory] as WebAssembly.Memory).buffer.byteLength, 3 * 65536);
    assert.equal((exports.count as Callable)(), 0);
    (exports[start] as Callable)();
    assert.equal((exports.count as Callable)(), 1);
  });

  it('adds an export section where there is none, with sections before and behind it', async () => {
    const { exports, names } = exposed(
      await assemble(`(module (memory 1) (table 1 funcref)
        (func $f) (elem (i32.const 0) $f) (data (i32.const 0) "x"))`),
    );
    const memory = exports[names.memories.get(0) as string] as WebAssembly.Memory;
    assert.equal(new Uint8Array(memory.buffer)[0], 'x'.charCodeAt(0));
    assert.equal(names.start, undefined);
  });

  it('adds one at the end where nothing comes behind it', async () => {
    const { exports } = exposed(await assemble('(module (memory 2))'));
    assert.equal(Object.keys(exports).length, 1);
  });

  it('takes names that are not taken', async () => {
    const bytes = await assemble('(module (memory 1) (func $f) (start $f))');
    const first = exposed(bytes, []).names;
    const taken = [first.memories.get(0) as string, first.start as string];
    const second = exposed(bytes, taken).names;
    const all = [...taken, second.memories.get(0), second.start];
    assert.equal(new Set(all).size, 4);
    const third = exposed(bytes, all as string[]).names;
    assert.equal(new Set([...all, third.memories.get(0), third.start]).size, 6);
  });
});
