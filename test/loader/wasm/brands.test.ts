import assert from 'node:assert/strict';
import vm from 'node:vm';
import {
  copyBytes,
  isBytes,
  isGlobal,
  isInstance,
  isMemory,
  isModule,
  isTable,
} from '../../../loader/wasm/brands.js';
import { bufferOf } from '../../../loader/wasm/intrinsics.js';
import { assemble } from '../mirror.js';

const MAKE = `
  ({
    isModule: new WebAssembly.Module(binary),
    isInstance: new WebAssembly.Instance(new WebAssembly.Module(binary)),
    isMemory: new WebAssembly.Memory({ initial: 1 }),
    isTable: new WebAssembly.Table({ element: 'anyfunc', initial: 1 }),
    isGlobal: new WebAssembly.Global({ value: 'i32' }, 5),
    isBytes: new Uint8Array(8),
  })`;

const CHECKS = { isModule, isInstance, isMemory, isTable, isGlobal, isBytes };
type Name = keyof typeof CHECKS;
const NAMES = Object.keys(CHECKS) as Name[];

describe('the brands of WebAssembly’s objects', () => {
  let own: Record<Name, object>;
  let foreign: Record<Name, object>;
  before(async () => {
    const binary = await assemble('(module (global (export "wide") v128 (v128.const i64x2 1 2)))');
    own = vm.runInThisContext(`(binary) => ${MAKE}`)(binary);
    foreign = vm.runInContext(MAKE, vm.createContext({ binary }));
  });

  it('are known in every realm, each to its own check', () => {
    for (const objects of [own, foreign]) {
      for (const check of NAMES) {
        for (const name of NAMES) {
          assert.equal(CHECKS[check](objects[name]), check === name, `${check}(${name})`);
        }
      }
    }
  });

  it('are not known by a prototype, a proxy or a property', () => {
    for (const name of NAMES) {
      const prototype = Object.getPrototypeOf(own[name]) as object;
      for (const value of [
        Object.create(prototype),
        prototype,
        new Proxy(own[name], {}),
        { buffer: new ArrayBuffer(8), exports: {}, length: 1, value: 1, byteLength: 8 },
      ]) {
        assert.equal(CHECKS[name](value), false, name);
      }
    }
  });

  it('are not known of other values', () => {
    for (const name of NAMES) {
      for (const value of [undefined, null, 0, '', 1n, true, Symbol.iterator, {}, [], () => 1]) {
        assert.equal(CHECKS[name](value), false, name);
      }
    }
  });

  it('isGlobal() knows one that has no value in JavaScript', () => {
    assert.ok(isGlobal((own.isInstance as WebAssembly.Instance).exports.wide));
  });

  it('bufferOf() is the real buffer', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    Object.defineProperty(memory, 'buffer', { value: new ArrayBuffer(8) });
    assert.equal(bufferOf(memory).byteLength, 65536);
  });

  it('copyBytes() copies', () => {
    const shared = new SharedArrayBuffer(4);
    for (const source of [new ArrayBuffer(4), shared, new Uint8Array(4), new DataView(shared)]) {
      const copy = copyBytes(source);
      assert.deepEqual([...copy], [0, 0, 0, 0]);
      copy[0] = 1;
      assert.equal(copyBytes(source)[0], 0);
    }
    assert.deepEqual([...copyBytes(new Uint16Array([1, 0x203]).subarray(1))], [3, 2]);
    const gone = new ArrayBuffer(4);
    structuredClone(gone, { transfer: [gone] });
    assert.equal(copyBytes(gone).length, 0);
  });
});
