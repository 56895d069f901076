import assert from 'node:assert/strict';
import vm from 'node:vm';
import {
  type HostCallError,
  isHostCallError,
  isTermination,
  PluginError,
  type PluginHost,
  type RunResult,
  runToEnd,
} from '../../loader/index.js';
import { type Callable, type Exports, loadMirror, openGuest } from './mirror.js';

describe('the end of a run', () => {
  let host: PluginHost;
  let guest: Exports;
  let termination: unknown;
  let failure: unknown;

  const thrown = (call: Callable | undefined, ...args: unknown[]): unknown => {
    try {
      call?.(...args);
    } catch (error) {
      return error;
    }
    return assert.fail('nothing was thrown');
  };

  before(async () => {
    host = await loadMirror();
    guest = await openGuest(
      host,
      `(import "mirror" "add" (func $add (param i32 i32) (result i32)))
       (import "mirror" "fail_user" (func $fail (param i32) (result i32)))
       (import "mirror" "recover" (func $recover (param i32) (result i32)))
       (import "mirror" "terminate" (func $terminate))
       (import "js" "throw" (func $throw (param i32) (result i32)))
       (export "callback" (func $throw))
       (func (export "terminate") (call $terminate))
       (func (export "recover") (param i32) (result i32) (call $recover (local.get 0)))
       (func (export "fail") (param i32) (result i32) (call $fail (local.get 0)))
       (func (export "add") (result i32) (call $add (i32.const 1) (i32.const 2)))`,
      {
        js: {
          throw: (index: number) => {
            throw foreign[index]?.[0];
          },
        },
      },
    );
    termination = thrown(guest.terminate);
    failure = thrown(guest.fail, 7);
  });

  const realm = vm.createContext();
  /** Errors of another realm, and the codes that host functions get for them. */
  const foreign = [
    ["new WebAssembly.RuntimeError('unreachable')", 0x40a],
    ["new WebAssembly.RuntimeError('divide by zero')", 0x404],
    ["new WebAssembly.RuntimeError('of my own')", 0x2],
    ["new RangeError('Maximum call stack size exceeded')", 0x2],
    ['new WebAssembly.Exception(new WebAssembly.Tag({ parameters: [] }), [])', 0x419],
    ["new Error('mine')", 0x40e],
    ["({ name: 'RuntimeError', message: 'unreachable' })", 0x40e],
    ["Object.assign(new WebAssembly.RuntimeError(''), { resultCode: 5, category: 'user' })", 5],
    ["Object.defineProperty(new Error(''), 'name', { get() { throw this } })", 0x40e],
    ['null', 0x40e],
  ].map(([source, code]) => [vm.runInContext(source as string, realm), code] as const);

  it('isHostCallError() knows what a host function failed with, and has its properties', () => {
    assert.ok(isHostCallError(failure));
    // The guard gives these types.
    const error: HostCallError = failure;
    const { name, code, resultCode, category } = error;
    assert.deepEqual(
      { name, code, resultCode, category },
      { name: 'RuntimeError', code: 'HOST_FUNCTION_FAILED', resultCode: 7, category: 'user' },
    );
    assert.ok(isHostCallError(termination));
    const released: unknown = Object.assign(new WebAssembly.RuntimeError(''), {
      code: 'REFERENCE_RELEASED',
    });
    assert.ok(isHostCallError(released));
  });

  it('isTermination() knows what a terminating one ends with, also of another realm', () => {
    assert.ok(isTermination(termination));
    const code: 'TERMINATED' = termination.code;
    assert.equal(code, 'TERMINATED');
    const other = vm.runInContext(
      "Object.assign(new WebAssembly.RuntimeError('ended'), { code: 'TERMINATED' })",
      realm,
    );
    assert.ok(isTermination(other) && isHostCallError(other));
  });

  it('neither takes anything else for one', () => {
    const plain = { name: 'RuntimeError', code: 'TERMINATED' };
    for (const error of [
      plain,
      Object.assign(new Error(''), { code: 'TERMINATED' }),
      undefined,
      null,
      'TERMINATED',
      5,
      new WebAssembly.RuntimeError('unreachable'),
      new PluginError('TERMINATED', ''),
      ...foreign.map(([value]) => value),
    ]) {
      assert.deepEqual([isTermination(error), isHostCallError(error)], [false, false]);
    }
    assert.equal(isTermination(failure), false);
  });

  it('runToEnd() has it as a result, or the value', () => {
    assert.deepEqual(
      runToEnd(() => guest.terminate?.()),
      { terminated: true },
    );
    const result: RunResult<number> = runToEnd(() => guest.add?.() as number);
    assert.deepEqual(result, { terminated: false, value: 3 });
    assert.equal(
      thrown(() => runToEnd(() => guest.fail?.(7))) instanceof WebAssembly.RuntimeError,
      true,
    );
  });

  it('runToEnd() waits for what is asynchronous', async () => {
    const ended: Promise<RunResult<void>> = runToEnd(async () => {
      await null;
      guest.terminate?.();
    });
    assert.deepEqual(await ended, { terminated: true });
    const early = runToEnd(async () => guest.terminate?.());
    assert.deepEqual(await early, { terminated: true });
    const value: Promise<RunResult<number>> = runToEnd(async () => guest.add?.() as number);
    assert.deepEqual(await value, { terminated: false, value: 3 });
    const mine = new TypeError('mine');
    const failing = async () => {
      throw mine;
    };
    await assert.rejects(runToEnd(failing), (error) => error === mine);
    await assert.rejects(
      runToEnd(async () => guest.fail?.(7)),
      { code: 'HOST_FUNCTION_FAILED' },
    );
    const thenable = vm.runInContext('({ then(resolve) { resolve(5) } })', realm);
    assert.deepEqual(await runToEnd(() => thenable), { terminated: false, value: 5 });
  });

  it('has the code of a stock WasmEdge for errors of another realm, too', () => {
    assert.deepEqual(
      foreign.map((_, index) => guest.recover?.(index)),
      foreign.map(([, code]) => code),
    );
  });
});
