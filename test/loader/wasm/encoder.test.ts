import assert from 'node:assert/strict';
import { encodeModule, signed, unsigned } from '../../../loader/wasm/encoder.js';

describe('unsigned()', () => {
  it('writes LEB128', () => {
    assert.deepEqual(unsigned(0), [0]);
    assert.deepEqual(unsigned(127), [0x7f]);
    assert.deepEqual(unsigned(128), [0x80, 0x01]);
    assert.deepEqual(unsigned(624485), [0xe5, 0x8e, 0x26]);
    assert.deepEqual(unsigned(2 ** 32 - 1), [0xff, 0xff, 0xff, 0xff, 0x0f]);
  });
});

describe('signed()', () => {
  it('writes LEB128', () => {
    assert.deepEqual(signed(0n), [0]);
    assert.deepEqual(signed(-1n), [0x7f]);
    assert.deepEqual(signed(63n), [0x3f]);
    assert.deepEqual(signed(64n), [0xc0, 0x00]);
    assert.deepEqual(signed(-123456n), [0xc0, 0xbb, 0x78]);
    assert.deepEqual(signed(-(2n ** 63n)), [...Array(9).fill(0x80), 0x7f]);
  });
});

describe('encodeModule()', () => {
  it('writes an empty module', () => {
    assert.deepEqual([...encodeModule({})], [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  });

  it('writes imports, globals, functions and exports that the engine accepts', () => {
    const binary = encodeModule({
      imports: [
        { name: 'f', kind: 'function', signature: { params: ['i32'], results: ['i32'] } },
        { name: 'm', kind: 'memory', pages: 200 },
        { name: 't', kind: 'table', type: 'externref' },
        { name: 'g', kind: 'global', type: 'i64', mutable: true },
      ],
      globals: [{ type: 'i32', mutable: false, value: [0x41, ...signed(-300n)] }],
      functions: [
        {
          signature: { params: ['i32'], results: ['i32'] },
          body: [0x20, 0, 0x10, 0, 0x23, 1, 0x6a], // f(parameter) + global
        },
      ],
      exports: [
        { name: 'call', kind: 'function', index: 1 },
        { name: 'global', kind: 'global', index: 1 },
      ],
    });
    const module = new WebAssembly.Module(binary);
    assert.deepEqual(
      WebAssembly.Module.imports(module).map(({ module: from, name, kind }) => [from, name, kind]),
      [
        ['', 'f', 'function'],
        ['', 'm', 'memory'],
        ['', 't', 'table'],
        ['', 'g', 'global'],
      ],
    );
    const { exports } = new WebAssembly.Instance(module, {
      '': {
        f: (value: number) => value * 2,
        m: new WebAssembly.Memory({ initial: 200 }),
        t: new WebAssembly.Table({ element: 'externref', initial: 0 }),
        g: new WebAssembly.Global({ value: 'i64', mutable: true }, 0n),
      },
    });
    assert.equal((exports.global as WebAssembly.Global).value, -300);
    assert.equal((exports.call as (value: number) => number)(400), 500);
  });

  it('writes equal signatures once', () => {
    const signature = { params: ['i64', 'v128'], results: ['f64'] } as const;
    const body = [0x00];
    const one = encodeModule({ functions: [{ signature, body }] });
    const two = encodeModule({
      functions: [
        { signature, body },
        { signature, body },
      ],
    });
    assert.equal(two.length - one.length, 1 + 4); // an index, and a body of two bytes, its size, no locals
    assert.ok(WebAssembly.validate(two));
  });
});
