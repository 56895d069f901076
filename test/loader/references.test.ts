// What plug-ins do with references, and with the tables and globals of their callers that hold them, up to
// each limit. Long because each kind of place is a case for both kinds of reference.
import assert from 'node:assert/strict';
import { isHostCallError, type PluginHost, type PluginModule } from '../../loader/index.js';
import { skip } from '../support/skip.js';
import { assemble, type Callable, loadMirror, openGuest } from './mirror.js';
import { shelfFile } from './shelf.js';

/** The plug-in was refused by the loader itself, with no exception of JavaScript behind it. */
function isOutOfBounds(error: unknown): true {
  assert.ok(isHostCallError(error), String(error));
  const { code, resultCode, category } = error;
  assert.deepEqual(
    { code, resultCode, category, cause: error.cause },
    { code: 'HOST_FUNCTION_FAILED', resultCode: 0x407, category: 'wasm', cause: undefined },
  );
  return true;
}
const RELEASED = { name: 'RuntimeError', code: 'REFERENCE_RELEASED' };

// Each host function as an export of the guest of its own name.
const PASSED: readonly (readonly [name: string, params: string, results: string])[] = [
  ['function_at', 'i64', 'funcref'],
  ['function_put', 'i64 funcref', ''],
  ['functions_size', '', 'i64'],
  ['functions_grow', 'i64', ''],
  ['functions_is64', '', 'i32'],
  ['value_at', 'i64', 'externref'],
  ['value_put', 'i64 externref', ''],
  ['values_size', '', 'i64'],
  ['values_grow', 'i64', ''],
  ['function_get', '', 'funcref'],
  ['function_set', 'funcref', ''],
  ['value_get', '', 'externref'],
  ['value_set', 'externref', ''],
];

const IMPORTS = PASSED.map(
  ([name, params, results]) =>
    `(import "mirror" "${name}" (func $${name} (param ${params}) (result ${results})))`,
).join('\n');
const EXPORTS = PASSED.map(([name, params, results]) => {
  const values = params ? params.split(' ').map((_, i) => `(local.get ${i})`) : [];
  return `(func (export "${name}") (param ${params}) (result ${results})
    (call $${name} ${values.join(' ')}))`;
}).join('\n');

const FIELDS = `
  (elem declare func $one $two)
  (func $one (export "one") (result i32) (i32.const 1))
  (func $two (export "two") (result i32) (i32.const 2))
  (global (export "function") (mut funcref) (ref.null func))
  (global (export "value") (mut externref) (ref.null extern))`;

describe('references', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  const open = (tables: string, imports?: WebAssembly.Imports) =>
    openGuest(host, `${IMPORTS} ${tables} ${FIELDS} ${EXPORTS}`, imports);

  describe("in the caller's tables", () => {
    const TABLES = `(table (export "functions") 3 5 funcref) (table (export "values") 3 5 externref)`;

    it('are got and put at each index, and nowhere else', async () => {
      const guest = await open(TABLES);
      const functions = guest.functions as unknown as WebAssembly.Table;
      const values = guest.values as unknown as WebAssembly.Table;
      for (const at of [0, 1, 2]) {
        const target = at % 2 ? guest.one : guest.two;
        functions.set(at, target);
        values.set(at, `value ${at}`);
        assert.equal(guest.function_at?.(BigInt(at)), target);
        assert.equal(guest.value_at?.(BigInt(at)), `value ${at}`);
      }
      guest.function_put?.(1n, guest.two);
      guest.function_put?.(2n, null);
      guest.value_put?.(0n, 'other');
      guest.value_put?.(2n, null);
      assert.deepEqual(
        [0, 1, 2].map((at) => functions.get(at)),
        [guest.two, guest.two, null],
      );
      assert.deepEqual(
        [0, 1, 2].map((at) => values.get(at)),
        ['other', 'value 1', null],
      );
      for (const at of [3n, 4n, 2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, -1n]) {
        assert.throws(() => guest.function_at?.(at), isOutOfBounds);
        assert.throws(() => guest.function_put?.(at, null), isOutOfBounds);
        assert.throws(() => guest.value_at?.(at), isOutOfBounds);
        assert.throws(() => guest.value_put?.(at, 'no'), isOutOfBounds);
      }
      assert.deepEqual([functions.length, values.length], [3, 3]);
    });

    it('grow to the limit with nulls, and no further', async () => {
      const guest = await open(TABLES);
      for (const kind of ['functions', 'values']) {
        const table = guest[kind] as unknown as WebAssembly.Table;
        const grow = guest[`${kind}_grow`] as Callable;
        const size = guest[`${kind}_size`] as Callable;
        for (const count of [3n, 2n ** 32n, 2n ** 53n + 1n]) {
          assert.throws(() => grow(count), isOutOfBounds);
        }
        grow(2n);
        assert.deepEqual([size(), table.length], [5n, 5]);
        assert.deepEqual([table.get(3), table.get(4)], [null, null]);
        grow(0n);
        assert.throws(() => grow(1n), isOutOfBounds);
        table.set(4, kind === 'values' ? 'last' : guest.one);
        assert.throws(() => guest[`${kind.slice(0, -1)}_at`]?.(5n), isOutOfBounds);
      }
      assert.equal(guest.function_at?.(4n), guest.one);
      assert.equal(guest.value_at?.(4n), 'last');
    });

    it('may have 64-bit indices', async function () {
      const create = (element: 'anyfunc' | 'externref', other: object) => {
        const descriptor = { element, initial: 3n, maximum: 5n, address: 'i64', ...other };
        return new WebAssembly.Table(descriptor as never, null);
      };
      let tables: { functions: WebAssembly.Table; values: WebAssembly.Table };
      try {
        tables = { functions: create('anyfunc', {}), values: create('externref', {}) };
      } catch {
        return skip(this, 'this Node has no tables of 64-bit indices');
      }
      const js = tables as unknown as WebAssembly.ModuleImports;
      const fields = `
        (import "js" "functions" (table i64 3 5 funcref))
        (import "js" "values" (table i64 3 5 externref))
        (export "functions" (table 0)) (export "values" (table 1))`;
      const guest = await open(fields, { js });
      // The same when only the instance says so.
      const module = host.createModule('mirror');
      const bytes = await assemble(`(module ${IMPORTS} ${fields} ${FIELDS} ${EXPORTS})`);
      const { instance } = await WebAssembly.instantiate(bytes, { ...module.imports, js });
      module.bind(instance, { memory: null });
      assert.equal((instance.exports.functions_is64 as Callable)(), 1);
      assert.equal(guest.functions_is64?.(), 1);
      guest.function_put?.(2n, guest.one);
      guest.value_put?.(2n, 'value');
      assert.deepEqual([guest.function_at?.(2n), guest.value_at?.(2n)], [guest.one, 'value']);
      for (const kind of ['functions', 'values']) {
        guest[`${kind}_grow`]?.(2n);
        assert.equal(guest[`${kind}_size`]?.(), 5n);
        assert.throws(() => guest[`${kind}_grow`]?.(1n), isOutOfBounds);
        assert.throws(() => guest[`${kind.slice(0, -1)}_at`]?.(5n), isOutOfBounds);
      }
      assert.deepEqual([guest.function_at?.(4n), guest.value_at?.(4n)], [null, null]);
    });
  });

  it("in the caller's globals are got and set", async () => {
    const guest = await open('');
    const value = guest.value as unknown as WebAssembly.Global;
    const target = guest.function as unknown as WebAssembly.Global;
    assert.deepEqual([guest.function_get?.(), guest.value_get?.()], [null, null]);
    guest.function_set?.(guest.two);
    guest.value_set?.('set');
    assert.deepEqual([target.value, value.value], [guest.two, 'set']);
    target.value = guest.one;
    value.value = -0;
    assert.equal(guest.function_get?.(), guest.one);
    assert.ok(Object.is(guest.value_get?.(), -0));
    guest.function_set?.(null);
    guest.value_set?.(null);
    assert.deepEqual([target.value, value.value], [null, null]);
  });

  it('that are constant globals cannot be set', async () => {
    const { set, get } = await openGuest(
      host,
      `(import "mirror" "value_set" (func $set (param externref)))
       (import "mirror" "value_get" (func $get (result externref)))
       (global (export "value") externref (ref.null extern))
       (func (export "set") (param externref) (call $set (local.get 0)))
       (func (export "get") (result externref) (call $get))`,
    );
    assert.equal(get?.(), null);
    assert.throws(() => set?.('value'), { code: 'HOST_FUNCTION_FAILED', category: 'wasm' });
    assert.equal(get?.(), null);
  });

  describe('to values', () => {
    let functions: Record<string, Callable>;
    let keeper: PluginModule;
    before(() => {
      functions = host.createModule('mirror').functions as Record<string, Callable>;
      keeper = host.createModule('mirror', { keepReferences: true });
    });

    it('that the plug-in invents keep their number, whatever it is', () => {
      const numbers = [1n, 0x1234n, 2n ** 32n, 2n ** 62n, 2n ** 63n - 1n, -1n, -(2n ** 32n)];
      for (const number of numbers) {
        const invented = functions.invent?.(number) as object;
        assert.equal(functions.invent?.(number), invented);
        assert.equal(functions.address?.(invented), number);
        assert.equal(functions.echo_externref?.(invented), invented);
        assert.ok(Object.isFrozen(invented));
      }
      assert.equal(functions.invent?.(0n), null);
      assert.equal(new Set(numbers.map((number) => functions.invent?.(number))).size, 7);
    });

    it('are null where the value is null', () => {
      assert.equal(functions.address?.(null), 0n);
      assert.deepEqual(functions.swap?.(null, 1), [1, null]);
    });

    it('are different ones for 0 and -0, and the same for the same', () => {
      const swapped = functions.swap?.(0, -0) as number[];
      assert.ok(Object.is(swapped[0], -0) && Object.is(swapped[1], 0), String(swapped));
      assert.deepEqual(functions.swap?.('same', 'same'), ['same', 'same']);
    });

    it('are released with the call, those of objects and those of primitive values', () => {
      for (const value of [{}, 'text', 5, -0, 0, undefined, Symbol('s'), () => 0]) {
        functions.remember?.(value);
        assert.throws(() => functions.recall?.(), RELEASED);
        // Asked for again, it has a number that is valid.
        const again = functions.echo_externref?.(value);
        assert.ok(Object.is(again, value));
        assert.throws(() => functions.recall?.(), RELEASED);
      }
    });

    it('are released when the call fails', async () => {
      const { run } = await openGuest(
        host,
        `(import "mirror" "fail_value" (func $fail (param externref)))
         (func (export "run") (param externref) (call $fail (local.get 0)))`,
      );
      const value = {};
      functions.remember?.(value);
      assert.throws(() => run?.(value), { code: 'HOST_FUNCTION_FAILED' });
      assert.throws(() => functions.recall?.(), RELEASED);
    });

    it('are released when a call in a call fails', async () => {
      const seen: unknown[] = [];
      const { run, fail } = await openGuest(
        host,
        `(import "mirror" "fail_value" (func $fail (param externref)))
         (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
         (import "js" "callback" (func $js (param i32) (result i32)))
         (export "callback" (func $js))
         (func (export "fail") (param externref) (call $fail (local.get 0)))
         (func (export "run") (result i32) (call $call_back (i32.const 5)))`,
        {
          js: {
            callback: (result: number) => {
              const value = { failing: true };
              functions.remember?.(value);
              assert.throws(() => fail?.(value), { code: 'HOST_FUNCTION_FAILED' });
              assert.throws(() => functions.recall?.(), RELEASED);
              seen.push(functions.echo_externref?.('after'));
              return result;
            },
          },
        },
      );
      assert.equal(run?.(), 5);
      assert.deepEqual(seen, ['after']);
    });

    it('that a callback made are valid until the call ends, whatever is called meanwhile', async () => {
      const made = { made: true };
      const { values, run } = await openGuest(
        host,
        `(import "mirror" "carry" (func $carry))
         (import "js" "make" (func $make (result externref)))
         (import "js" "pause" (func $pause (param i32) (result i32)))
         (export "make" (func $make)) (export "pause" (func $pause))
         (table (export "values") 1 externref)
         (func (export "run") (call $carry))`,
        {
          js: {
            make: () => made,
            pause: () => {
              assert.deepEqual(functions.swap?.('a', 'b'), ['b', 'a']);
              return 0;
            },
          },
        },
      );
      run?.();
      assert.equal((values as unknown as WebAssembly.Table).get(0), made);
    });

    it('have one number as long as they are lent, also of primitive values', async () => {
      const { run } = await openGuest(
        host,
        `(import "mirror" "address" (func $address (param externref) (result i64)))
         (import "mirror" "call_wide" (func $call_wide (param i64 v128 f32 externref)
           (result externref f32 v128 i64)))
         (func (export "wide") (param i64 v128 f32 externref) (result externref f32 v128 i64)
           (if (i64.ne (call $address (local.get 3)) (call $address (local.get 3)))
             (then (unreachable)))
           (local.get 3) (f32.const 0) (v128.const i64x2 0 0) (call $address (local.get 3)))
         (func (export "run") (param externref) (result i64) (local i64)
           (call $call_wide (i64.const 0) (v128.const i64x2 0 0) (f32.const 0) (local.get 0))
           (local.set 1) (drop) (drop) (drop)
           (local.get 1))`,
      );
      for (const value of ['text', 7, {}]) {
        // A later call gives a primitive value another number, an object the same.
        const first = run?.(value) as bigint;
        assert.equal(run?.(value) === first, typeof value === 'object');
      }
    });

    it('beyond the first few of a call are found, and released, too', async () => {
      const values = Array.from({ length: 20 }, (_, i) => (i % 2 ? { i } : `text ${i}`));
      const { run, at } = await openGuest(
        host,
        `(import "mirror" "value_put" (func $put (param i64 externref)))
         (import "mirror" "value_at" (func $at (param i64) (result externref)))
         (import "mirror" "echo_externref" (func $echo (param externref) (result externref)))
         (import "mirror" "call_wide" (func $call_wide (param i64 v128 f32 externref)
           (result externref f32 v128 i64)))
         (import "js" "value" (func $value (param i64) (result externref)))
         (table (export "values") 20 externref)
         (func $run (export "run") (param i64) (result externref) (local i64 v128 f32)
           (call $call_wide (local.get 0) (v128.const i64x2 0 0) (f32.const 0)
             (call $value (local.get 0)))
           (local.set 1) (local.set 2) (local.set 3))
         (func (export "wide") (param i64 v128 f32 externref) (result externref f32 v128 i64)
           (call $put (local.get 0) (local.get 3))
           (drop (call $echo (local.get 3)))
           (if (i64.lt_s (local.get 0) (i64.const 19))
             (then (drop (call $run (i64.add (local.get 0) (i64.const 1))))))
           (local.get 3) (f32.const 0) (v128.const i64x2 0 0) (i64.const 0))
         (func (export "at") (param i64) (result externref) (call $at (local.get 0)))`,
        { js: { value: (i: bigint) => values[Number(i)] } },
      );
      assert.equal(run?.(0n), values[0]);
      assert.deepEqual(
        values.map((_, i) => at?.(BigInt(i))),
        values,
      );
      functions.remember?.(values[19]);
      assert.throws(() => functions.recall?.(), RELEASED);
    });

    it('that a module keeps are valid to it alone, and until it is disposed of', () => {
      const value = { kept: true };
      keeper.functions.remember?.(value);
      assert.equal(keeper.functions.recall?.(), value);
      functions.remember?.(value);
      assert.throws(() => functions.recall?.(), RELEASED);
      assert.equal(keeper.functions.recall?.(), value);
    });
  });

  describe('to functions', () => {
    let shelf: Record<string, Callable>;
    before(async () => {
      host.loadFromPath(await shelfFile());
      shelf = host.createModule('shelf').functions as Record<string, Callable>;
    });
    afterEach(() => shelf.put_function?.(null));

    it('are those of the plug-in where only its own module gets them', () => {
      const own = host.createModule('mirror').functions as Record<string, Callable>;
      const other = host.createModule('mirror').functions as Record<string, Callable>;
      assert.deepEqual([own.is_own?.(own.add), own.is_own?.(other.add)], [1, 0]);
      assert.equal(own.echo_funcref?.(own.add), own.add);
      assert.equal(own.echo_funcref?.(other.add), other.add);
    });

    it('of one module say that it has ended, to the others that keep them', async () => {
      // Given through an instance that uses both, and from outside.
      const bytes = await assemble(`(module
        (import "mirror" "is_own" (func $is_own (param funcref) (result i32)))
        (import "shelf" "put_function" (func $put (param funcref)))
        (func (export "is_own") (param funcref) (result i32) (call $is_own (local.get 0)))
        (func (export "put") (param funcref) (call $put (local.get 0))))`);
      for (const outside of [false, true]) {
        const own = host.createModule('mirror');
        const modules = [own, host.createModule('shelf')];
        const { instance } = await host.instantiate(bytes, { modules });
        const { put, is_own: isOwn } = instance.exports as Record<string, Callable>;
        const { echo_i32: target } = own.functions as Record<string, Callable>;
        assert.equal(isOwn?.(target), 0);
        (outside ? shelf.put_function : put)?.(target);
        assert.equal(shelf.call_function?.(7), 7);
        own[Symbol.dispose]();
        assert.throws(() => shelf.call_function?.(7), { code: 'MODULE_DISPOSED' });
        assert.equal(shelf.get_function?.(), target);
      }
    });

    it('that a module returns are its own among those of one instance', async () => {
      const bytes = await assemble(`(module
        (import "mirror" "own_function" (func $own (result funcref)))
        (import "shelf" "make_function" (func $make (result funcref)))
        (func (export "own") (result funcref) (call $own))
        (func (export "make") (result funcref) (call $make)))`);
      for (const turn of [0, 1]) {
        const mirror = host.createModule('mirror');
        const module = host.createModule('shelf');
        const modules = turn === 0 ? [mirror, module] : [module, mirror];
        const { instance } = await host.instantiate(bytes, { modules });
        const { own, make } = instance.exports as Record<'own' | 'make', Callable>;
        const functions = [own(), make()] as [Callable, Callable];
        shelf.put_function?.(mirror.functions.echo_i32);
        assert.deepEqual([functions[0](40, 2), functions[1](7)], [42, 7]);
        const [ended, left] = turn === 0 ? [mirror, functions[1]] : [module, functions[0]];
        shelf.put_function?.(host.createModule('mirror').functions.echo_i32);
        ended[Symbol.dispose]();
        assert.equal(left(40, 2), turn === 0 ? 40 : 42);
        assert.throws(() => functions[turn]?.(40, 2), { code: 'MODULE_DISPOSED' });
      }
    });

    it('of one module that another returns are the first one’s', () => {
      const own = host.createModule('shelf');
      const other = host.createModule('shelf');
      own.functions.put_function?.(own.functions.put_value);
      const got = other.functions.get_function?.() as Callable;
      other[Symbol.dispose]();
      got('value');
      own[Symbol.dispose]();
      assert.throws(() => got('value'), { code: 'MODULE_DISPOSED' });
    });

    it('that an instance was given by a module which it does not import are that module’s', async () => {
      const bytes = await assemble(`(module
        (import "mirror" "echo_i32" (func $echo (param i32) (result i32)))
        (table $table 1 funcref)
        (type $put (func (param funcref))) (type $call (func (param i32) (result i32)))
        (elem declare func $echo)
        (func (export "take") (param funcref) (table.set $table (i32.const 0) (local.get 0)))
        (func (export "call") (param i32) (result i32)
          (call_indirect (type $call) (local.get 0) (i32.const 0)))
        (func (export "put") (call_indirect (type $put) (ref.func $echo) (i32.const 0))))`);
      const mirror = host.createModule('mirror');
      const giver = host.createModule('shelf');
      const { instance } = await host.instantiate(bytes, { modules: [mirror] });
      const { take, call, put } = instance.exports as Record<'take' | 'call' | 'put', Callable>;
      // What is given to a function is given on behalf of the module that got the function first.
      mirror.functions.echo_funcref?.(take);
      shelf.put_function?.(take);
      giver.functions.give?.(0);
      put();
      // There are two modules now: each may keep what it got of the other.
      assert.equal(shelf.call_function?.(7), 7);
      mirror[Symbol.dispose]();
      assert.throws(() => shelf.call_function?.(7), { code: 'MODULE_DISPOSED' });
      // A function that no module has.
      shelf.put_function?.(take);
      giver.functions.give?.(1);
      shelf.put_function?.(host.createModule('mirror').functions.echo_i32);
      assert.equal(call(8), 8);
      giver[Symbol.dispose]();
      assert.throws(() => call(8), { code: 'MODULE_DISPOSED' });
    });

    it('in a table of a module are that module’s, whoever runs when it is first asked for', async () => {
      const mirror = host.createModule('mirror');
      const made: { state?: PluginModule } = {};
      const bytes = await assemble(`(module
        (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
        (import "js" "callback" (func $js (param i32) (result i32)))
        (export "callback" (func $js))
        (func (export "run") (result i32) (call $call_back (i32.const 3))))`);
      const callback = (value: number) => {
        made.state = host.createModule('state');
        return value;
      };
      const imports = { js: { callback } };
      const { instance } = await host.instantiate(bytes, { modules: [mirror], imports });
      assert.equal((instance.exports.run as Callable)(), 3);
      const state = made.state as PluginModule;
      const target = (state.imports.state as { table: WebAssembly.Table }).table.get(1);
      mirror[Symbol.dispose]();
      assert.equal(target(40, 2), 42);
      state[Symbol.dispose]();
      assert.throws(() => target(40, 2), { code: 'MODULE_DISPOSED' });
    });

    it('are found at an address that a function of an ended module had', async () => {
      const used = PASSED.map(([name]) => `(drop (ref.func $${name}))`);
      const bytes = await assemble(`(module ${IMPORTS}
        (import "shelf" "make_function" (func $make (result funcref)))
        (elem declare func ${PASSED.map(([name]) => `$${name}`).join(' ')})
        (func (export "make") (result funcref) ${used.join(' ')} (call $make))
        (func (export "same") (param i32) (result i32) (local.get 0))
        (func (export "size") (result i64) (call $functions_size)))`);
      const old = host.createModule('mirror');
      const modules = [old, host.createModule('shelf')];
      const { instance } = await host.instantiate(bytes, { modules });
      const { make, size, same } = instance.exports as Record<'make' | 'size' | 'same', Callable>;
      old[Symbol.dispose]();
      assert.throws(() => size(), { code: 'MODULE_DISPOSED' });
      // What is made now gets the memory that the functions of the module have left.
      shelf.put_function?.(same);
      for (let count = 0; count < 200; count += 1) {
        assert.equal((make() as Callable)(count), count);
      }
    });

    it('have their types where the loader can know them', async () => {
      const text = `
        (import "mirror" "arity" (func $arity (param funcref) (result i32 i32)))
        (elem declare func $hidden)
        (func $hidden (param i32 i64) (result i32 i32 i32 i32)
          (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
        (func (export "shown") (param i32 i64 f32))
        (func (export "hidden") (result i32 i32) (call $arity (ref.func $hidden)))
        (func (export "arity") (param funcref) (result i32 i32) (call $arity (local.get 0)))`;
      const known = await openGuest(host, text);
      assert.deepEqual(known.hidden?.(), [2, 4]);
      assert.deepEqual(known.arity?.(known.shown), [3, 0]);
      // A host function of another module.
      assert.deepEqual(known.arity?.(shelf.call_function), [1, 1]);

      const module = host.createModule('mirror');
      const bytes = await assemble(`(module ${text})`);
      const { instance } = await WebAssembly.instantiate(bytes, module.imports);
      module.bind(instance, { memory: null });
      const { hidden, arity, shown } = instance.exports as Record<string, Callable>;
      assert.deepEqual(hidden?.(), [-1, -1]);
      assert.deepEqual(arity?.(shown), [-1, -1]);
    });
  });
});
