import assert from 'node:assert/strict';
import { loadPlugins, type PluginHost, type PluginModule } from '../../loader/index.js';
import { assemble, type Callable, loadMirror, mirrorFile, openGuest } from './mirror.js';
import { shelfFile } from './shelf.js';

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

// The plug-in "shelf" calls the function on its shelf while it makes a module, and while it finalizes one:
// with the module's number, negative at its end.
describe('re-entrancy of the creation and the end of modules', () => {
  let host: PluginHost;
  let shelf: Record<string, Callable>;
  let callback: (number: number) => void;
  let last = 0;
  const seen: number[] = [];
  const errors: unknown[] = [];

  before(async () => {
    host = loadPlugins({ paths: [await shelfFile(), await mirrorFile()] });
    shelf = host.createModule('shelf').functions as Record<string, Callable>;
    const { call } = await openGuest(
      host,
      `(import "js" "callback" (func $js (param i32)))
       (import "mirror" "add" (func $add (param i32 i32) (result i32)))
       (func (export "call") (param i32) (result i32)
         (call $js (local.get 0)) (call $add (local.get 0) (i32.const 0)))`,
      {
        js: {
          callback: (number: number) => {
            seen.push(number);
            callback(number);
          },
        },
      },
    );
    shelf.put_function?.(call);
  });
  after(() => shelf.put_function?.(null));

  /** A new module and its number. */
  function create(): [PluginModule, number] {
    callback = () => {};
    const module = host.createModule('caller');
    last += 1;
    assert.deepEqual(seen.splice(0), [last]);
    return [module, last];
  }

  it('a finalizer may dispose of other modules, which are finalized after it, once', () => {
    const [[one, first], [two, second], [three, third]] = [create(), create(), create()];
    callback = (number) => {
      if (number === -first) {
        three[Symbol.dispose]();
        two[Symbol.dispose]();
        three[Symbol.dispose]();
        assert.deepEqual(seen, [-first]);
      } else one[Symbol.dispose]();
    };
    one[Symbol.dispose]();
    assert.deepEqual(seen.splice(0), [-first, -third, -second]);
  });

  it('a finalizer may be one of a long chain', () => {
    const modules = Array.from({ length: 100 }, create);
    const numbers = modules.map(([, number]) => -number);
    callback = () => modules.shift()?.[0][Symbol.dispose]();
    modules.shift()?.[0][Symbol.dispose]();
    assert.deepEqual(seen.splice(0), numbers);
  });

  it('a finalizer may create modules and dispose of them', () => {
    const [module, number] = create();
    callback = (seenNumber) => {
      if (seenNumber === -number) host.createModule('caller')[Symbol.dispose]();
    };
    module[Symbol.dispose]();
    last += 1;
    assert.deepEqual(seen.splice(0), [-number, last, -last]);
  });

  it('a finalizer may make host calls that dispose of modules', () => {
    const [[one, first], [two, second]] = [create(), create()];
    callback = (number) => {
      // Through a host function, whose call ends before the finalizer does.
      if (number === -first) assert.equal(shelf.call_function?.(1000), 1000);
      if (number === 1000) two[Symbol.dispose]();
    };
    one[Symbol.dispose]();
    assert.deepEqual(seen.splice(0), [-first, 1000, -second]);
  });

  it('a finalizer that runs at the end of a host call may do the same', () => {
    const [[one, first], [two, second]] = [create(), create()];
    callback = (number) => {
      if (number === 1000) one[Symbol.dispose]();
      if (number === -first) two[Symbol.dispose]();
    };
    assert.equal(shelf.call_function?.(1000), 1000);
    assert.deepEqual(seen.splice(0), [1000, -first, -second]);
  });

  it('a finalizer may fail, which nobody sees', () => {
    const [[one, first], [two, second]] = [create(), create()];
    callback = (number) => {
      if (number === -first) two[Symbol.dispose]();
      throw new Error('of a finalizer');
    };
    one[Symbol.dispose]();
    assert.deepEqual(seen.splice(0), [-first, -second]);
    assert.equal(shelf.get_function?.() !== null, true);
  });

  it('the creation of a module may dispose of others, which are finalized after it', () => {
    const [one, first] = create();
    const order: unknown[] = [];
    callback = (number) => {
      order.push(number);
      if (number > 0) {
        one[Symbol.dispose]();
        order.push('disposed');
      }
    };
    host.createModule('caller')[Symbol.dispose]();
    last += 1;
    assert.deepEqual(order, [last, 'disposed', -first, -last]);
    seen.length = 0;
  });

  it('the creation of a module may fail in JavaScript, which is the plug-in’s to see', () => {
    callback = () => {
      throw new Error('of a creation');
    };
    const module = host.createModule('caller');
    last += 1;
    callback = (number) => errors.push(number);
    module[Symbol.dispose]();
    assert.deepEqual(seen.splice(0), [last, -last]);
    assert.deepEqual(errors, [-last]);
  });

  it('bind() may come while a host function holds the memory it asked for', async () => {
    const bytes = await assemble(`(module
      (import "shelf" "hold_memory" (func $hold (param funcref) (result i32)))
      (import "js" "bind" (func $bind (param i32) (result i32)))
      (memory (export "memory") 1) (data (i32.const 0) "\\2a")
      (func $call (export "call") (param i32) (result i32) (call $bind (local.get 0)))
      (func (export "run") (result i32) (call $hold (ref.func $call))))`);
    const module = host.createModule('shelf');
    const late: { bind?: () => void } = {};
    const bind = () => {
      late.bind?.();
      return 0;
    };
    const { instance } = await WebAssembly.instantiate(bytes, { ...module.imports, js: { bind } });
    late.bind = () => module.bind(instance);
    // The placeholder that it got at first is the memory from then on.
    assert.equal((instance.exports.run as Callable)(), 42);
    assert.equal((instance.exports.run as Callable)(), 42);
  });
});
