import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ImportShape, ModuleShape } from '../../../loader/wasm/reader.js';
import { readSections } from '../../../loader/wasm/sections.js';
import { assemble } from '../mirror.js';
import { EXTERNREF, exported, from, func, I32, module, section, V128 } from './binary.js';

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

const NONE = { params: [], results: [] };
const TO_I32 = { params: [], results: ['i32'] };
const MEMORY = section(5, [0, 1]);

/** What a binary says; `listed` is the engine's list of imports, where it knows the module. */
function read(
  bytes: Uint8Array<ArrayBuffer>,
  listed: readonly ImportShape[] = WebAssembly.validate(bytes)
    ? WebAssembly.Module.imports(new WebAssembly.Module(bytes))
    : [],
): ModuleShape {
  return new ModuleShape(bytes, readSections(bytes) ?? [], () => listed);
}

describe('ModuleShape', () => {
  it('has types, limits, imports and exports', async () => {
    const listed = [{ module: 'a', name: 'm', kind: 'memory' }] as const;
    const shape = read(await assemble(GUEST), listed);
    assert.deepEqual(shape.functions, [
      { params: ['i32', 'externref'], results: ['v128'] },
      NONE,
      TO_I32,
    ]);
    assert.deepEqual(
      shape.imports.map(({ module: source, name, kind }) => [source, name, kind]),
      [
        ['a', 'f', 'function'],
        ['a', 'm', 'memory'],
        ['a', 't', 'table'],
        ['a', 'g', 'global'],
      ],
    );
    const limits = { minimum: 2n, maximum: 5n, shared: false, is64: false };
    assert.deepEqual(
      shape.memories.map((memory) => memory.limits),
      [limits],
    );
    assert.equal(shape.memories[0]?.import?.name, 'm');
    assert.deepEqual(
      shape.tables.map(({ type, limits: size }) => [type, size?.minimum, size?.maximum]),
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
    assert.deepEqual(shape.hiddenMemories, []);
  });

  it('knows which memories are exported, by which name, and which are hidden', async () => {
    const shape = read(
      await assemble(`(module (import "a" "m" (memory 1)) (memory 1) (memory 1) (memory 1)
        (export "two" (memory 2)) (export "again" (memory 2)) (export "zero" (memory 0)))`),
    );
    assert.deepEqual(
      [...shape.memoryNames],
      [
        [2, 'two'],
        [0, 'zero'],
      ],
    );
    assert.deepEqual(shape.hiddenMemories, [1, 3]);
  });

  it('keeps a byte order mark in a name', () => {
    const name = '\ufeffname';
    const bytes = module(
      section(1, func()),
      section(2, from(name, name, 0, 0)),
      section(7, exported(name, 0, 0)),
    );
    const shape = read(bytes);
    assert.equal(shape.imports[0]?.module, name);
    assert.equal(shape.exports[0]?.name, name);
    assert.equal(WebAssembly.Module.exports(new WebAssembly.Module(bytes))[0]?.name, name);
  });

  it('reads numbers that are longer than needed', () => {
    const types = [1, 0x87, 0x80, 0x80, 0x80, 0x00, 0x81, 0x80, 0x00, 0x60, 0x80, 0x00, 0x00];
    assert.ok(WebAssembly.validate(module(types)));
    assert.deepEqual(read(module(types, section(3, [0]))).functions, [NONE]);
  });

  describe('degrades by section', () => {
    const STRUCT = [0x5f, 2, I32, 0x01, 0x63, 0x6b, 0x00]; // (struct (field (mut i32)) (field (ref null struct)))

    it('reads past structures, arrays, groups, subtypes and continuations', () => {
      const types = [
        STRUCT,
        [0x5e, 0x78, 0x01], // (array (mut i8))
        [0x4e, 2, 0x50, 0, ...STRUCT, 0x4f, 1, 2, ...func([I32])], // a group of two
        [0x4e, 1, ...func([I32])], // a group of one is the type itself
        [0x4f, 0, ...func([], [I32])], // final, without supertypes: likewise
        [0x50, 0, ...func([], [I32])],
        [0x5d, 3],
        func([[0x64, 0x00]], [I32]),
        func([[0x63, 0x70]], [[0x63, 0x6f]]), // (ref null func), (ref null extern)
        func(),
      ];
      // The numbers of types: 0 and 1, 2 and 3 the group, then 4 to 10.
      const shape = read(
        module(section(1, ...types), section(3, [3], [4], [5], [6], [8], [9], [10])),
      );
      assert.deepEqual(shape.functions, [
        { params: ['i32'], results: [], isNominal: true },
        { params: ['i32'], results: [] },
        TO_I32,
        { ...TO_I32, isNominal: true },
        undefined,
        { params: ['funcref'], results: ['externref'] },
        NONE,
      ]);
    });

    it('does not know a function that could be called through JavaScript only, with 128 bits', () => {
      const bytes = module(section(1, [0x50, 0, ...func([V128])]), section(3, [0]));
      assert.deepEqual(read(bytes).functions, [undefined]);
    });

    it('loses types from the first unknown one on, and nothing else', () => {
      const bytes = module(
        section(1, func([], [I32]), [0x11], func()),
        section(2, from('a', 'f', 0, 0), from('a', 'g', 0, 2), from('a', 'm', 2, 0, 1)),
        section(3, [0], [2]),
        MEMORY,
        section(7, exported('memory', 2, 0)),
        [8, 1, 3],
      );
      const shape = read(bytes);
      assert.deepEqual(shape.functions, [TO_I32, undefined, TO_I32, undefined]);
      assert.deepEqual(shape.hiddenMemories, [1]);
      assert.equal(shape.start, 3);
    });

    it('reads tables with initial elements, and globals of any initial value', () => {
      const bytes = module(
        section(1, func(), STRUCT),
        section(4, [0x40, 0x00, 0x70, 0, 1, 0xd2, 0, 0x0b], [EXTERNREF, 1, 2, 3]),
        section(
          6,
          [I32, 0, 0x41, 1, 0x41, 0x7f, 0x6a, 0x0b], // i32.add
          [0x64, 0x01, 0, 0x41, 1, 0xd0, 0x6b, 0xfb, 0x00, 0x01, 0x0b], // struct.new
          [0x63, 0x6c, 0, 0x41, 1, 0xfb, 0x1c, 0x0b], // ref.i31
          [0x64, 0x00, 0, 0x41, 1, 0x41, 2, 0xfb, 0x08, 0x00, 2, 0x0b], // array.new_fixed
          [0x67, 0, 0xfb, 0x82, 0x01, 0x00, 0x0b], // string.const
          [EXTERNREF, 1, 0xd0, EXTERNREF, 0x0b],
        ),
      );
      const shape = read(bytes);
      assert.deepEqual(
        shape.tables.map(({ type, limits }) => [type, limits?.minimum]),
        [
          ['funcref', 1n],
          ['externref', 2n],
        ],
      );
      assert.deepEqual(
        shape.globals.map(({ type }) => type),
        ['i32', undefined, undefined, undefined, undefined, 'externref'],
      );
      assert.equal(shape.globals[5]?.mutable, true);
    });

    it('loses globals from the first unknown one on', () => {
      const good = [I32, 0, 0x41, 1, 0x0b];
      const shape = read(module(section(6, good, [I32, 0, 0xff, 0x0b], good)));
      assert.deepEqual(shape.globals, [{ type: 'i32', mutable: false }, {}, {}]);
    });

    it('does not know the limits of a memory with pages of its own', () => {
      const shape = read(module(section(5, [0x08, 1, 0], [0, 7])));
      assert.deepEqual(
        shape.memories.map(({ limits }) => limits),
        [undefined, undefined],
      );
      assert.deepEqual(shape.hiddenMemories, [0, 1]);
    });

    it('takes what the engine lists when it cannot read the imports', () => {
      const bytes = module(
        section(1, func()),
        section(2, from('a', 'x', 0x7e), from('a', 'm', 2, 0, 1)),
        section(3, [0]),
        MEMORY,
        section(6, [I32, 0, 0x41, 1, 0x0b]),
      );
      const listed = [
        { module: 'a', name: 'x', kind: 'function' },
        { module: 'a', name: 'm', kind: 'memory' },
      ] as const;
      const shape = read(bytes, listed);
      assert.deepEqual(shape.imports, []);
      assert.equal(shape.memories[0]?.import?.name, 'm');
      assert.deepEqual(shape.hiddenMemories, [1]);
      // Functions and globals may be missing in the list, so none has a known number.
      assert.deepEqual([shape.functions, shape.globals], [[], []]);
    });

    it('believes nothing of a section in which something is left over', () => {
      const shape = read(module(section(1, func()), [3, 3, 1, 0, 0]));
      assert.deepEqual(shape.functions, [undefined]);
    });
  });

  it('never throws, whatever the bytes are', async () => {
    const whole = await assemble(GUEST);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = whole.slice(0, length);
          for (const [at, value] of changes) bytes[at] = value;
          const { imports, functions, tables, memories, globals, exports, hiddenMemories } =
            read(bytes);
          for (const list of [
            imports,
            functions,
            tables,
            memories,
            globals,
            exports,
            hiddenMemories,
          ]) {
            assert.ok(Array.isArray(list));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('readSections()', () => {
  it('gives up on what is no module', async () => {
    assert.equal(readSections(new Uint8Array()), undefined);
    assert.equal(readSections(new TextEncoder().encode('no module at all')), undefined);
    const whole = await assemble(GUEST);
    assert.equal(readSections(whole.subarray(0, whole.length - 1)), undefined);
  });
});
