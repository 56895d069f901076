import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expose, type ModuleShape, readModule } from '../../../loader/wasm/reader.js';
import { assemble, type Callable } from '../mirror.js';

const GUEST = `(module
  (import "a" "f" (func (param i32 externref) (result v128)))
  (import "a" "m" (memory 2 5))
  (import "a" "t" (table 1 externref))
  (import "a" "g" (global (mut funcref)))
  (table 3 9 funcref)
  (global $count (mut i32) (i32.const -5))
  (global f64 (f64.const 1.5))
  (global v128 (v128.const i64x2 1 2))
  (global funcref (ref.null func))
  (func $start (global.set $count (i32.const 7)))
  (func (export "count") (result i32) (global.get $count))
  (start $start)
  (elem (i32.const 0) $start)
  (data (i32.const 0) "x"))`;

describe('readModule()', () => {
  it('tells types, limits, imports and exports', async () => {
    const shape = readModule(await assemble(GUEST)) as ModuleShape;
    const NONE = { params: [], results: [] };
    assert.deepEqual(
      shape.functions.map(({ signature }) => signature),
      [{ params: ['i32', 'externref'], results: ['v128'] }, NONE, { params: [], results: ['i32'] }],
    );
    assert.deepEqual(shape.functions[0]?.import, { module: 'a', name: 'f' });
    assert.deepEqual(shape.memories, [
      {
        import: { module: 'a', name: 'm' },
        limits: { minimum: 2n, maximum: 5n, shared: false, is64: false },
      },
    ]);
    assert.deepEqual(
      shape.tables.map(({ type, limits }) => [type, limits.minimum, limits.maximum]),
      [
        ['externref', 1n, undefined],
        ['funcref', 3n, 9n],
      ],
    );
    assert.deepEqual(
      shape.globals.map(({ type, mutable }) => [type, mutable]),
      [
        ['funcref', true],
        ['i32', true],
        ['f64', false],
        ['v128', false],
        ['funcref', false],
      ],
    );
    assert.deepEqual(shape.exports, [{ name: 'count', kind: 'function', index: 2 }]);
    assert.equal(shape.start, 1);
  });

  it('gives up on what is no module', async () => {
    assert.equal(readModule(new Uint8Array()), undefined);
    assert.equal(readModule(new TextEncoder().encode('no module at all')), undefined);
    const whole = await assemble(GUEST);
    assert.equal(readModule(whole.subarray(0, whole.length - 1)), undefined);
  });

  it('never throws, whatever the bytes are', async () => {
    const whole = await assemble(GUEST);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          const shape = readModule(bytes);
          assert.ok(shape === undefined || Array.isArray(shape.exports));
        },
      ),
    );
  });
});

describe('expose()', () => {
  const read = (bytes: Uint8Array) => readModule(bytes) as ModuleShape;

  it('returns the bytes themselves when nothing is hidden', async () => {
    const bytes = await assemble('(module (memory (export "memory") 1))');
    assert.equal(expose(bytes, read(bytes)), bytes);
  });

  it('exports a hidden memory and the start function, which no longer runs by itself', async () => {
    const bytes = await assemble(`(module (memory 3)
      (global $count (mut i32) (i32.const 0))
      (func $start (global.set $count (i32.add (global.get $count) (i32.const 1))))
      (func (export "count") (result i32) (global.get $count))
      (start $start))`);
    const exposed = expose(bytes, read(bytes)) as Uint8Array<ArrayBuffer>;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(exposed));
    assert.deepEqual(Object.keys(exports), ['count', 'plugkit:memory:0', 'plugkit:start']);
    assert.equal((exports['plugkit:memory:0'] as WebAssembly.Memory).buffer.byteLength, 196608);
    assert.equal((exports.count as Callable)(), 0);
    (exports['plugkit:start'] as Callable)();
    assert.equal((exports.count as Callable)(), 1);
  });

  it('adds an export section where there is none, with sections before and behind it', async () => {
    const bytes = await assemble(`(module (memory 1) (table 1 funcref)
      (func $f) (elem (i32.const 0) $f) (data (i32.const 0) "x"))`);
    const exposed = expose(bytes, read(bytes)) as Uint8Array<ArrayBuffer>;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(exposed));
    const memory = exports['plugkit:memory:0'] as WebAssembly.Memory;
    assert.equal(new Uint8Array(memory.buffer)[0], 'x'.charCodeAt(0));
  });
});
