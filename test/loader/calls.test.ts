// Calls of host functions and back: results, failures, termination, depth. Long because each ending is a case
// for calls from WebAssembly, from JavaScript and from callbacks.
import assert from 'node:assert/strict';
import { isTermination, type PluginHost, runToEnd } from '../../loader/index.js';
import { skip } from '../support/skip.js';
import { assemble, type Callable, loadMirror, openGuest } from './mirror.js';

describe('calls between host functions and WebAssembly', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  const instantiate = (fields: string, imports?: WebAssembly.Imports) =>
    openGuest(host, fields, imports);

  describe('a callback', () => {
    it("reaches the caller's export, with values of every kind", async () => {
      const value = {};
      const { run } = await instantiate(`
        (import "mirror" "call_wide" (func $call_wide (param i64 v128 f32 externref)
          (result externref f32 v128 i64)))
        (func (export "wide") (param i64 v128 f32 externref) (result externref f32 v128 i64)
          (local.get 3) (f32.neg (local.get 2)) (local.get 1) (i64.add (local.get 0) (i64.const 1)))
        (func (export "run") (param i64 f32 externref) (result externref f32 i64 i64)
          (local v128 i64)
          (call $call_wide (local.get 0) (v128.const i64x2 5 6) (local.get 1) (local.get 2))
          (local.set 4) (local.set 3)
          (i64x2.extract_lane 1 (local.get 3)) (local.get 4))`);
      assert.deepEqual(run?.(41n, 2.5, value), [value, -2.5, 6n, 42n]);
    });

    it('reaches functions of JavaScript that the instance exports', async () => {
      const { run } = await instantiate(
        `(import "mirror" "call_back" (func $call_back (param i32) (result i32)))
         (import "js" "callback" (func $js (param i32) (result i32)))
         (export "callback" (func $js))
         (func (export "run") (param i32) (result i32) (call $call_back (local.get 0)))`,
        { js: { callback: (value: number) => value * 10 } },
      );
      assert.equal(run?.(4), 40);
    });

    it('reaches a function by reference, exported or not', async () => {
      const { run } = await instantiate(`
        (import "mirror" "call_ref" (func $call_ref (param funcref i32) (result i32)))
        (elem declare func $hidden $shown)
        (func $hidden (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
        (func $shown (export "shown") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
        (func (export "run") (param i32) (result i32)
          (i32.add (call $call_ref (ref.func $hidden) (local.get 0))
                   (call $call_ref (ref.func $shown) (local.get 0))))`);
      assert.equal(run?.(10), 41);
    });

    it('reaches a function whose type nobody told, after bind()', async () => {
      const bytes = await assemble(`(module
        (import "mirror" "call_ref" (func $call_ref (param funcref i32) (result i32)))
        (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
        (elem declare func $hidden)
        (func $hidden (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
        (func (export "callback") (param i32) (result i32) (i32.add (local.get 0) (i32.const 2)))
        (func (export "ref") (param i32) (result i32)
          (call $call_ref (ref.func $hidden) (local.get 0)))
        (func (export "back") (param i32) (result i32) (call $call_back (local.get 0))))`);
      const module = host.createModule('mirror');
      const { instance } = await WebAssembly.instantiate(
        bytes,
        module.imports as WebAssembly.Imports,
      );
      module.bind(instance, { memory: null });
      assert.equal((instance.exports.ref as Callable)(5), 6);
      assert.equal((instance.exports.back as Callable)(5), 7);
    });

    it('finds globals and tables of types that only the instance knows, after bind()', async () => {
      const bytes = await assemble(`(module
        (import "mirror" "count" (func $count (param i64) (result i64)))
        (import "mirror" "use_table" (func $use (param i32) (result i32)))
        (memory (export "memory") 1)
        (global (export "constant") f32 (f32.const 1))
        (global (export "vector") (mut v128) (v128.const i64x2 0 0))
        (global (export "counter") (mut i64) (i64.const 5))
        (global (export "value") (mut externref) (ref.null extern))
        (table (export "values") 1 externref)
        (table (export "table") 2 10 funcref)
        (elem (table 1) (i32.const 0) func $square)
        (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
        (func (export "count") (param i64) (result i64) (call $count (local.get 0)))
        (func (export "use") (param i32) (result i32) (call $use (local.get 0))))`);
      const module = host.createModule('mirror');
      const { instance } = await WebAssembly.instantiate(bytes, module.imports);
      module.bind(instance);
      const { count, use } = instance.exports as Record<string, Callable>;
      assert.equal(count?.(2n), 7n);
      assert.equal(use?.(9), 81);
    });

    it('fails when the export has another type', async () => {
      const { run } = await instantiate(`
        (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
        (func (export "callback") (param i64) (result i32) (i32.const 0))
        (func (export "run") (param i32) (result i32) (call $call_back (local.get 0)))`);
      assert.throws(() => run?.(1), { code: 'HOST_FUNCTION_FAILED', category: 'wasm' });
    });

    it("uses the caller's global, table and list of exports", async () => {
      const { count, use, counter, table, exports } = await instantiate(`
        (import "mirror" "count" (func $count (param i64) (result i64)))
        (import "mirror" "use_table" (func $use (param i32) (result i32)))
        (import "mirror" "count_exports" (func $exports (result i32)))
        (global (export "counter") (mut i64) (i64.const 5))
        (table (export "table") 2 10 funcref)
        (elem (i32.const 0) func $square)
        (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
        (func (export "count") (param i64) (result i64) (call $count (local.get 0)))
        (func (export "use") (param i32) (result i32) (call $use (local.get 0)))
        (func (export "exports") (result i32) (call $exports))`);
      assert.equal(count?.(2n), 7n);
      assert.equal((counter as unknown as WebAssembly.Global).value, 7n);
      assert.equal(use?.(9), 81);
      const entries = table as unknown as WebAssembly.Table;
      assert.equal(entries.length, 3);
      assert.equal(entries.get(2), entries.get(0));
      assert.equal(exports?.(), 3);
    });
  });

  describe('a failure', () => {
    const FAILURES = `
      (import "mirror" "fail_user" (func $fail_user (param i32) (result i32)))
      (import "mirror" "fail_wasm" (func $fail_wasm))
      (import "mirror" "terminate" (func $terminate))
      (import "mirror" "add" (func $add (param i32 i32) (result i32)))
      (func (export "user") (param i32) (result i32) (call $fail_user (local.get 0)))
      (func (export "wasm") (call $fail_wasm))
      (func (export "terminate") (call $terminate))
      (func (export "add") (result i32) (call $add (i32.const 1) (i32.const 2)))`;

    it('carries code, result code and category, and leaves the instance usable', async () => {
      const { user, wasm, add } = await instantiate(FAILURES);
      assert.throws(
        () => user?.(0x123456),
        (error: Error) => {
          assert.ok(error instanceof WebAssembly.RuntimeError);
          assert.match(error.message, /^Cannot call mirror\.fail_user: .*user code 1193046/);
          assert.match(error.stack as string, /Cannot call mirror\.fail_user/);
          const { code, resultCode, category } = error as Error & Record<string, unknown>;
          assert.deepEqual(
            [code, resultCode, category],
            ['HOST_FUNCTION_FAILED', 0x123456, 'user'],
          );
          return true;
        },
      );
      assert.throws(() => wasm?.(), {
        code: 'HOST_FUNCTION_FAILED',
        resultCode: 2,
        category: 'wasm',
      });
      assert.equal(add?.(), 3);
    });

    it('has a hint where something can be done about it', async () => {
      const bytes = await assemble(`(module
        (import "mirror" "peek" (func $peek (param i32) (result i32)))
        (memory 1) (func (export "peek") (result i32) (call $peek (i32.const 0))))`);
      const module = host.createModule('mirror');
      const { instance } = await WebAssembly.instantiate(bytes, module.imports);
      const peek = instance.exports.peek as Callable;
      assert.throws(() => peek(), { code: 'MEMORY_UNREACHABLE', hint: /bind\(instance\)/ });
      module[Symbol.dispose]();
      assert.throws(() => peek(), { code: 'MODULE_DISPOSED', hint: /Keep the module/ });
    });

    it('cannot be caught by catch_all', async () => {
      const { run, caught } = await instantiate(
        `(import "js" "throw" (func $throw)) ${FAILURES}
        (func (export "run") (result i32)
          (try (result i32)
            (do (call $fail_user (i32.const 1)))
            (catch_all (i32.const -1))))
        (func (export "caught") (result i32)
          (try (result i32)
            (do (call $throw) (i32.const 0))
            (catch_all (i32.const -1))))`,
        {
          js: {
            throw: () => {
              throw new Error('an ordinary exception');
            },
          },
        },
      );
      assert.throws(() => run?.(), { code: 'HOST_FUNCTION_FAILED', resultCode: 1 });
      assert.equal(caught?.(), -1); // so catch_all does work
    });

    it('cannot be caught by try_table', async function () {
      // (func (export "run") (block (try_table (catch_all 0) (call $fail_wasm))))
      const bytes = new Uint8Array([
        0,
        0x61,
        0x73,
        0x6d,
        1,
        0,
        0,
        0,
        1,
        4,
        1,
        0x60,
        0,
        0,
        2,
        20,
        1,
        6,
        ...Buffer.from('mirror'),
        9,
        ...Buffer.from('fail_wasm'),
        0,
        0,
        3,
        2,
        1,
        0,
        7,
        7,
        1,
        3,
        ...Buffer.from('run'),
        0,
        1,
        10,
        15,
        1,
        13,
        0,
        2,
        0x40,
        0x1f,
        0x40,
        1,
        2,
        0,
        0x10,
        0,
        0x0b,
        0x0b,
        0x0b,
      ]);
      if (!WebAssembly.validate(bytes)) skip(this, 'this Node has no try_table');
      const { instance } = await host.instantiate(bytes);
      assert.throws(() => (instance.exports.run as Callable)(), { code: 'HOST_FUNCTION_FAILED' });
    });

    for (const [what, type, call] of [
      ['', '(func $fail)', '(call $fail)'],
      [' with references', '(func $fail (param externref))', '(call $fail (ref.null extern))'],
    ] as const) {
      it(`names the functions it passed through${what}, as many as Error.stackTraceLimit wants`, async () => {
        const { run } = await instantiate(`
          (import "mirror" "${what ? 'fail_value' : 'fail_wasm'}" ${type})
          (func $inner ${call}) (func $middle (call $inner))
          (func $outer (export "run") (call $middle))`);
        const { stackTraceLimit } = Error;
        for (const limit of [1, 2, 3, 10]) {
          Error.stackTraceLimit = limit;
          try {
            assert.throws(run as Callable, ({ stack = '' }: Error) => {
              const [header, ...frames] = stack.split('\n');
              assert.match(header as string, /^RuntimeError: Cannot call mirror\.fail_/);
              // The guest's functions, each in one module, are last but for what called them here.
              const modules = frames.map((frame) => frame.match(/wasm:\/\/wasm\/\w+/)?.[0]);
              const guest = modules.findLast((module) => module !== undefined);
              const shown = modules.filter((module) => module === guest).length;
              assert.ok(shown >= Math.min(limit, 3), stack);
              if (limit > 3) assert.match(stack, /calls\.test/);
              return true;
            });
            assert.equal(Error.stackTraceLimit, limit);
          } finally {
            Error.stackTraceLimit = stackTraceLimit;
          }
        }
      });
    }

    it('of the code Terminate ends the run', async () => {
      const { terminate, add } = await instantiate(FAILURES);
      assert.throws(
        () => terminate?.(),
        (error) => {
          assert.ok(isTermination(error));
          assert.equal((error as { code?: unknown }).code, 'TERMINATED');
          return true;
        },
      );
      assert.deepEqual(
        runToEnd(() => terminate?.()),
        { terminated: true },
      );
      assert.deepEqual(
        runToEnd(() => add?.()),
        { terminated: false, value: 3 },
      );
      assert.throws(
        () =>
          runToEnd(() => {
            throw new TypeError('mine');
          }),
        TypeError,
      );
    });

    it('of the code Terminate in a start function is no error', async () => {
      const { add } = await instantiate(`${FAILURES}
        (func $main (call $terminate) (unreachable)) (start $main)`);
      assert.equal(add?.(), 3);
    });

    it('of the code Terminate ends the run from within a callback, too', async () => {
      const { run } = await instantiate(`
        (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
        (import "mirror" "terminate" (func $terminate))
        (func (export "callback") (param i32) (result i32) (call $terminate) (i32.const 0))
        (func (export "run") (result i32) (call $call_back (i32.const 0)))`);
      assert.deepEqual(runToEnd(run as Callable), { terminated: true });
    });

    it('in JavaScript reaches the caller of WebAssembly as the same object', async () => {
      const thrown = [new Error('mine'), { plain: true }, 'text', undefined];
      for (const value of thrown) {
        const { run } = await instantiate(
          `(import "mirror" "call_back" (func $call_back (param i32) (result i32)))
           (import "js" "fail" (func $fail))
           (func (export "callback") (param i32) (result i32)
             (if (i32.eqz (local.get 0)) (then (call $fail)))
             (call $call_back (i32.sub (local.get 0) (i32.const 1))))
           (func (export "run") (param i32) (result i32) (call $call_back (local.get 0)))`,
          {
            js: {
              fail: () => {
                throw value;
              },
            },
          },
        );
        let caught: unknown = 'nothing';
        try {
          run?.(5);
        } catch (error) {
          caught = error;
        }
        assert.equal(caught, value);
      }
    });

    it('in a callback is the code of a stock WasmEdge to the host function', async () => {
      const { run } = await instantiate(
        `(import "mirror" "recover" (func $recover (param i32) (result i32)))
         (import "mirror" "fail_user" (func $fail_user (param i32) (result i32)))
         (import "mirror" "terminate" (func $terminate))
         (import "js" "throw" (func $throw))
         (memory 1) (table 1 funcref) (type $t (func)) (tag $tag)
         (func (export "callback") (param i32) (result i32)
           (block $6 (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
             (br_table $0 $1 $2 $3 $4 $5 $6 (local.get 0)))
             (unreachable))
             (return (i32.div_s (i32.const 1) (i32.const 0))))
             (return (i32.load (i32.const -4))))
             (call_indirect (type $t) (i32.const 0)))
             (call $throw))
             (return (call $fail_user (i32.const 0x123))))
           (if (i32.eq (local.get 0) (i32.const 6)) (then (call $terminate)))
           (throw $tag))
         (func (export "run") (param i32) (result i32) (call $recover (local.get 0)))`,
        {
          js: {
            throw: () => {
              throw new Error('an ordinary exception');
            },
          },
        },
      );
      const codes = [0, 1, 2, 3, 4, 5, 6, 7].map((which) => run?.(which));
      assert.deepEqual(codes, [0x40a, 0x404, 0x408, 0x40d, 0x40e, 0x123, 0x1, 0x419]);
    });

    it('in a callback is the cause when the host function fails with a code of its own', async () => {
      const mine = new Error('mine');
      const { run } = await instantiate(
        `(import "mirror" "translate" (func $translate (param i32) (result i32)))
         (import "js" "fail" (func $fail (param i32) (result i32)))
         (export "callback" (func $fail))
         (func (export "run") (param i32) (result i32) (call $translate (local.get 0)))`,
        {
          js: {
            fail: () => {
              throw mine;
            },
          },
        },
      );
      assert.throws(() => run?.(1), { code: 'HOST_FUNCTION_FAILED', resultCode: 5, cause: mine });
    });

    it('in a callback is a result code to the host function, which may deal with it', async () => {
      const { run } = await instantiate(`
        (import "mirror" "recover" (func $recover (param i32) (result i32)))
        (func (export "callback") (param i32) (result i32)
          (if (local.get 0) (then (unreachable))) (i32.const 0))
        (func (export "run") (param i32) (result i32) (call $recover (local.get 0)))`);
      assert.equal(run?.(0), 0);
      assert.notEqual(run?.(1), 0);
      assert.equal(run?.(0), 0);
    });

    it('of a nested host function keeps its own words, and stays uncatchable', async () => {
      const { run } = await instantiate(`
        (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
        (import "mirror" "fail_user" (func $fail (param i32) (result i32)))
        (func (export "callback") (param i32) (result i32) (call $fail (local.get 0)))
        (func (export "run") (param i32) (result i32)
          (try (result i32)
            (do (call $call_back (local.get 0)))
            (catch_all (i32.const -1))))`);
      assert.throws(() => run?.(77), { code: 'HOST_FUNCTION_FAILED', resultCode: 77 });
    });
  });

  it('give zeros and nulls for results that a host function does not write', async () => {
    const { run } = await instantiate(`
      (import "mirror" "silent" (func $silent (param i64 v128 i64)
        (result i32 i64 f32 f64 v128 externref funcref)))
      (func (export "run") (result i32 i64 f32 f64 i64 externref funcref)
        (local externref funcref)
        (call $silent (i64.const -1) (v128.const i64x2 -1 -1) (i64.const -1))
        (local.set 1) (local.set 0) (i64x2.extract_lane 1) (local.get 0) (local.get 1))`);
    for (let i = 0; i < 3; i += 1) assert.deepEqual(run?.(), [0, 0n, 0, 0, 0n, null, null]);
  });

  it('serve several modules and several instances in one guest', async () => {
    const bytes = await assemble(`(module
      (import "mirror" "add" (func $add (param i32 i32) (result i32)))
      (import "state" "add" (func $other (param i32 i32) (result i32)))
      (func (export "run") (result i32)
        (call $add (i32.const 1) (call $other (i32.const 20) (i32.const 300)))))`);
    const results = await Promise.all([host.instantiate(bytes), host.instantiate(bytes)]);
    for (const { instance, modules } of results) {
      assert.equal((instance.exports.run as Callable)(), 321);
      assert.deepEqual(modules.map(({ name }) => name).sort(), ['mirror', 'state']);
    }
  });
});
