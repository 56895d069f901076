// What compile() accepts, refuses and changes. Long because invalid and valid modules are written out byte by
// byte.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compiledOf } from '../../../loader/guest/compile.js';
import type { PluginHost } from '../../../loader/index.js';
import { unsigned } from '../../../loader/wasm/encoder.js';
import { assemble, type Callable, loadMirror } from '../mirror.js';
import { body, exported, from, func, I32, i32, module, raw, section } from '../wasm/binary.js';

type Bytes = Uint8Array<ArrayBuffer>;

const START = raw(8, [0]);
const HIDING = [
  section(1, func()),
  section(2, from('js', 'f', 0, 0)),
  section(3, [0]),
  section(5, [0, 1]),
];
const CODE = section(10, body());

// Modules that no one may accept, although their parts can be read.
const INVALID: Record<string, Bytes> = {
  'a byte behind the start function': module(...HIDING, raw(8, [1, 0]), CODE),
  'two start sections': module(...HIDING, START, START, CODE),
  'a start section before the exports': module(
    ...HIDING,
    START,
    section(7, exported('f', 0, 1)),
    CODE,
  ),
  'a memory section before the imports': module(
    section(1, func()),
    section(5, [0, 1]),
    section(2, from('js', 'f', 0, 0)),
    section(3, [0]),
    CODE,
  ),
  'a count that is too long': module(
    ...HIDING,
    raw(7, [0x81, 0x80, 0x80, 0x80, 0x80, 0x00, ...exported('f', 0, 1)]),
    CODE,
  ),
  'a byte behind the exports': module(...HIDING, raw(7, [1, ...exported('f', 0, 1), 0]), CODE),
  'two export sections': module(
    ...HIDING,
    section(7, exported('f', 0, 1)),
    section(7, exported('g', 0, 1)),
    CODE,
  ),
  'one name exported twice': module(
    ...HIDING,
    section(7, exported('f', 0, 1), exported('f', 0, 1)),
    CODE,
  ),
  'a start function with a parameter': module(
    section(1, func([I32])),
    section(3, [0]),
    section(5, [0, 1]),
    START,
    CODE,
  ),
  'a start function that is not there': module(...HIDING, raw(8, [9]), CODE),
  'a name that is not UTF-8': module(...HIDING, raw(7, [1, 1, 0xff, 0, 1]), CODE),
  'no code for its function': module(...HIDING),
  'an unknown section': module(...HIDING, raw(0x7e, []), CODE),
  'a section that ends behind the module': module(...HIDING, CODE, [11, 5, 0]),
  'another version': new Uint8Array([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]),
  'half a header': new Uint8Array([0, 0x61, 0x73, 0x6d]),
};

describe('compile()', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  async function errorOf(run: () => unknown): Promise<Error | undefined> {
    try {
      await run();
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  describe('refuses, in the words of the engine,', () => {
    for (const [what, bytes] of Object.entries(INVALID)) {
      it(what, async () => {
        assert.equal(WebAssembly.validate(bytes), false);
        for (const [ours, theirs] of [
          [() => host.compile(bytes), () => WebAssembly.compile(bytes)],
          [() => host.instantiate(bytes), () => WebAssembly.compile(bytes)],
          [() => host.compileSync(bytes), () => new WebAssembly.Module(bytes)],
          [() => host.instantiateSync(bytes), () => new WebAssembly.Module(bytes)],
        ] as const) {
          const [error, wanted] = [await errorOf(ours), await errorOf(theirs)];
          assert.ok(error instanceof WebAssembly.CompileError, String(error));
          assert.equal(error.message, wanted?.message);
        }
      });
    }

    it('no bytes at all', async () => {
      const gone = new ArrayBuffer(8);
      structuredClone(gone, { transfer: [gone] });
      for (const bytes of [new Uint8Array(), new ArrayBuffer(0), gone]) {
        await assert.rejects(host.compile(bytes), WebAssembly.CompileError);
        assert.throws(() => host.compileSync(bytes), WebAssembly.CompileError);
      }
    });
  });

  it('refuses what is neither bytes nor a module', async () => {
    for (const source of ['text', 5, null, undefined, {}, [0, 97], Symbol.iterator, () => 1]) {
      await assert.rejects(host.compile(source as never), { code: 'ARGUMENT_INVALID' });
      await assert.rejects(host.instantiate(source as never), { code: 'ARGUMENT_INVALID' });
      assert.throws(() => host.compileSync(source as never), { code: 'ARGUMENT_INVALID' });
      assert.throws(() => host.instantiateSync(source as never), { code: 'ARGUMENT_INVALID' });
    }
  });

  it('takes buffers, shared ones and every view', async () => {
    const bytes = module(section(1, func()));
    const shared = new SharedArrayBuffer(bytes.length);
    new Uint8Array(shared).set(bytes);
    const inside = new Uint8Array(bytes.length + 4);
    inside.set(bytes, 3);
    for (const source of [
      bytes.buffer,
      shared,
      new Uint8Array(shared),
      new DataView(bytes.buffer),
      new Uint16Array(bytes.buffer, 0, 4),
      inside.subarray(3, 3 + bytes.length),
      Buffer.from(bytes),
    ]) {
      assert.ok((await host.compile(source)) instanceof WebAssembly.Module);
      assert.ok(host.compileSync(source) instanceof WebAssembly.Module);
    }
  });

  it('has compiled what the bytes were when it was called', async () => {
    const bytes = module(...HIDING, section(7, exported('f', 0, 1)), START, CODE);
    const compiling = host.compile(bytes);
    bytes.fill(0);
    const compiled = await compiling;
    let calls = 0;
    await host.instantiate(compiled, {
      imports: {
        js: {
          f: () => {
            calls += 1;
          },
        },
      },
    });
    assert.deepEqual(WebAssembly.Module.exports(compiled), [{ name: 'f', kind: 'function' }]);
    assert.equal(calls, 1);
  });

  it('gives the module of the bytes, in which what is hidden stays hidden', async () => {
    const bytes = await assemble(`(module
      (import "js" "started" (func $started)) (memory 1) (start $started)
      (func (export "f")))`);
    for (const compiled of [await host.compile(bytes), host.compileSync(bytes)]) {
      assert.deepEqual(WebAssembly.Module.exports(compiled), [{ name: 'f', kind: 'function' }]);
      let starts = 0;
      const js = {
        started: () => {
          starts += 1;
        },
      };
      const plain = new WebAssembly.Instance(compiled, { js });
      assert.deepEqual([Object.keys(plain.exports), starts], [['f'], 1]);
      const { instance } = await host.instantiate(compiled, { imports: { js } });
      assert.deepEqual([Object.keys(instance.exports), starts], [['f'], 2]);
      assert.deepEqual(WebAssembly.Module.exports(compiled), [{ name: 'f', kind: 'function' }]);
    }
  });

  describe('accepts', () => {
    const PEEK = `(import "mirror" "peek" (func $peek (param i32) (result i32)))
      (data (i32.const 3) "\\2a")
      (func (export "run") (result i32) (call $peek (i32.const 3)))`;

    it('exports that have the names of hidden ones', async () => {
      const names = ['plugkit:start', 'plugkit:memory:0', 'plugkit:start:2', 'plugkit:memory:0:2'];
      const bytes = await assemble(`(module ${PEEK} (memory 1)
        (global $started (mut i32) (i32.const 0))
        (func $start (global.set $started (call $peek (i32.const 3)))) (start $start)
        ${names.map((name) => `(func (export "${name}") (result i32) (global.get $started))`).join('\n')})`);
      const { instance } = await host.instantiate(bytes);
      assert.deepEqual(Object.keys(instance.exports), ['run', ...names]);
      for (const name of ['run', ...names])
        assert.equal((instance.exports[name] as Callable)(), 42);
    });

    it('200,000 globals', async () => {
      const count = 200_000;
      const bytes = Buffer.concat([
        module(
          section(1, func([I32], [I32])),
          section(2, from('mirror', 'echo_i32', 0, 0)),
          section(3, [0]),
          section(5, [0, 1]),
        ),
        Buffer.from([
          6,
          ...unsigned(4 + 5 * count),
          0x80 | (count & 0x7f),
          0x80 | ((count >> 7) & 0x7f),
        ]),
        Buffer.from([0x80 | (count >> 14), 0]),
        Buffer.alloc(5 * count, Buffer.from([I32, 0, 0x41, 7, 0x0b])),
        module(
          section(7, exported('run', 0, 1), exported('last', 3, count - 1)),
          section(10, body(0x20, 0, 0x10, 0)),
        ).subarray(8),
      ]);
      const { instance } = await host.instantiate(bytes);
      assert.equal((instance.exports.last as WebAssembly.Global).value, 7);
      assert.equal((instance.exports.run as Callable)(9), 9);
    });

    for (const count of [99_999, 100_000]) {
      it(`${count} exports, with a hidden memory`, async () => {
        const names = Array.from({ length: count - 1 }, (_, i) => `e${i}`);
        const content = Buffer.concat([
          Buffer.from([...unsigned(count), ...exported('run', 0, 1)]),
          ...names.map((name) => Buffer.from(exported(name, 0, 1))),
        ]);
        const sections = (items: Buffer) => [
          module(
            section(1, func([I32], [I32])),
            section(2, from('mirror', 'peek', 0, 0)),
            section(3, [0]),
            section(5, [0, 1]),
          ),
          Buffer.from([7, ...unsigned(items.length)]),
          items,
          module(
            section(10, body(0x20, 0, 0x10, 0)),
            section(11, [0, ...i32(3), 0x0b, 1, 42]),
          ).subarray(8),
        ];
        const bytes = Buffer.concat(sections(content));
        assert.ok(WebAssembly.validate(bytes));
        const { instance } = await host.instantiate(bytes);
        assert.deepEqual(Object.keys(instance.exports), ['run', ...names]);
        const run = instance.exports.run as Callable;
        const more = Buffer.concat([
          Buffer.from([...unsigned(count + 1), ...exported('run', 0, 1)]),
          ...[...names, 'more'].map((name) => Buffer.from(exported(name, 0, 1))),
        ]);
        // Where the engine accepts no further export, the memory cannot be reached.
        if (WebAssembly.validate(Buffer.concat(sections(more)))) assert.equal(run(3), 42);
        else assert.throws(() => run(3), { code: 'MEMORY_UNREACHABLE' });
      });
    }

    it('large sections of every kind', async () => {
      const many = <T>(count: number, item: T) => Array<T>(count).fill(item);
      const bytes = module(
        section(1, ...many(20_000, func([I32], [I32]))),
        section(2, from('mirror', 'peek', 0, 0), ...many(20_000, from('js', 'm', 3, I32, 0))),
        section(3, ...many(20_000, unsigned(19_999))),
        section(4, ...many(10_000, [0x70, 0, 0])),
        section(5, [0, 1]),
        raw(0, [1, 0x78, ...many(100_000, 0)]),
        section(7, exported('run', 0, 20_000)),
        section(10, ...many(20_000, body(0x20, 0, 0x10, 0))),
      );
      const { instance } = await host.instantiate(bytes, { imports: { js: { m: 1 } } });
      assert.equal((instance.exports.run as Callable)(3), 0);
    });
  });

  // Valid modules whose bytes are then changed in a few places.
  const GUESTS = [
    `(module (import "js" "f" (func $f (param i32) (result i32))) (memory 1)
      (global $g (mut i32) (i32.const 5)) (table 2 funcref) (elem (i32.const 0) $f)
      (func $start (global.set $g (call $f (i32.const 1)))) (start $start)
      (func (export "get") (result i32) (global.get $g)) (data (i32.const 0) "text"))`,
    `(module (import "js" "m" (memory 1)) (import "js" "g" (global i64)) (func $s) (start $s)
      (export "m" (memory 0)) (export "s" (func $s)))`,
  ];

  it('accepts of changed modules exactly those that the engine accepts, and changes none', async () => {
    const valid = await Promise.all(GUESTS.map(assemble));
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255));
    const scene = fc.record({
      guest: fc.constantFrom(...valid),
      changes: fc.array(change, { maxLength: 3 }),
      inserted: fc.option(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 3 })),
      ),
    });
    let accepted = 0;
    fc.assert(
      fc.property(scene, ({ guest, changes, inserted }) => {
        let bytes = guest.slice();
        const at = (place: number) => 8 + Math.floor(place * (bytes.length - 9));
        for (const [place, value] of changes) bytes[at(place)] = value;
        if (inserted) {
          const place = at(inserted[0]);
          bytes = new Uint8Array([
            ...bytes.subarray(0, place),
            ...inserted[1],
            ...bytes.subarray(place),
          ]);
        }
        if (!WebAssembly.validate(bytes)) {
          assert.throws(() => host.compileSync(bytes), WebAssembly.CompileError);
          return;
        }
        accepted += 1;
        const compiled = host.compileSync(bytes);
        const plain = new WebAssembly.Module(bytes);
        assert.deepEqual(WebAssembly.Module.exports(compiled), WebAssembly.Module.exports(plain));
        assert.deepEqual(WebAssembly.Module.imports(compiled), WebAssembly.Module.imports(plain));
        const known = compiledOf(compiled);
        const exposed = known?.exposedSync();
        assert.equal(exposed !== undefined, known?.hidesAnything, 'the changed copy is valid, too');
        if (!exposed) return;
        const all = WebAssembly.Module.exports(exposed.module);
        const own = WebAssembly.Module.exports(plain);
        assert.deepEqual(all.slice(0, own.length), own);
        const { memories, start } = exposed.names;
        const added = [...memories.values(), ...(start === undefined ? [] : [start])];
        assert.deepEqual(
          all.slice(own.length).map(({ name }) => name),
          added,
        );
        assert.deepEqual(
          WebAssembly.Module.imports(exposed.module),
          WebAssembly.Module.imports(plain),
        );
      }),
      { numRuns: 3000 },
    );
    assert.ok(accepted > 100, `${accepted} of 3000 were valid`);
  });

  // Whole modules of random parts, run here and by the engine alone.
  const parts = fc.record({
    imported: fc.boolean(),
    memory: fc.constantFrom('none', 'hidden', 'exported', 'imported'),
    start: fc.boolean(),
    traps: fc.boolean(),
    data: fc.boolean(),
    globals: fc.nat(3),
    names: fc.uniqueArray(
      fc.constantFrom('plugkit:start', 'plugkit:memory:0', '__proto__', 'a', ''),
      { maxLength: 4 },
    ),
    custom: fc.array(fc.nat(10), { maxLength: 3 }),
  });

  it('does not change what a module does', async () => {
    await fc.assert(
      fc.asyncProperty(parts, async (given) => {
        const { memory, start, traps, data, globals, names, imported, custom } = given;
        const hasMemory = memory !== 'none';
        const note = (code: readonly number[]) => (imported ? [...code, 0x10, 0] : [...code, 0x1a]);
        const first = imported ? 1 : 0;
        const number = hasMemory ? [...i32(5), 0x2d, 0, 0] : i32(7);
        const sections = [
          section(1, func([I32]), func(), func([], [I32])),
          section(
            2,
            ...(imported ? [from('js', 'note', 0, 0)] : []),
            ...(memory === 'imported' ? [from('js', 'memory', 2, 0, 1)] : []),
          ),
          section(3, [1], [2]),
          ...(memory === 'hidden' || memory === 'exported' ? [section(5, [0, 1])] : []),
          section(6, ...Array<number[]>(globals).fill([I32, 1, ...i32(3), 0x0b])),
          section(
            7,
            ...names.map((name) => exported(name, 0, first + 1)),
            ...(memory === 'exported' ? [exported('memory', 2, 0)] : []),
          ),
          ...(start ? [raw(8, [first])] : []),
          section(
            10,
            body(
              ...note(number),
              ...(hasMemory ? [...i32(5), ...i32(77), 0x3a, 0, 0] : []),
              ...(traps ? [0x00] : []),
            ),
            body(...number),
          ),
          ...(data && hasMemory ? [section(11, [0, ...i32(5), 0x0b, 1, 9])] : []),
        ];
        for (const place of custom) sections.splice(place, 0, raw(0, [1, 0x78, place]));
        const bytes = module(...sections);
        assert.ok(WebAssembly.validate(bytes), JSON.stringify(given));

        const run = async (
          instantiate: (imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>,
        ) => {
          const seen: unknown[] = [];
          const shared = new WebAssembly.Memory({ initial: 1 });
          const js = { note: (value: number) => seen.push(value), memory: shared };
          try {
            const { exports } = await instantiate({ js });
            for (const [name, value] of Object.entries(exports)) {
              if (typeof value === 'function') seen.push([name, value()]);
              else seen.push([name, new Uint8Array((value as WebAssembly.Memory).buffer, 0, 9)]);
            }
            const properties = Object.getOwnPropertyDescriptors(exports);
            seen.push(Object.values(properties).map(({ value: _, ...rest }) => rest));
            seen.push(Object.isFrozen(exports), Object.getPrototypeOf(exports));
          } catch (error) {
            seen.push((error as Error).name, (error as Error).message);
          }
          return [seen, new Uint8Array(shared.buffer, 0, 9)];
        };
        const engine = await run(
          async (imports) => (await WebAssembly.instantiate(bytes, imports)).instance,
        );
        assert.deepEqual(
          await run(async (imports) => (await host.instantiate(bytes, { imports })).instance),
          engine,
        );
        assert.deepEqual(
          await run(async (imports) => host.instantiateSync(bytes, { imports }).instance),
          engine,
        );
        // The changed copy is used when something comes from a plug-in.
        const modules = [host.createModule('mirror')];
        assert.deepEqual(
          await run(
            async (imports) => (await host.instantiate(bytes, { imports, modules })).instance,
          ),
          engine,
        );
      }),
      { numRuns: 300 },
    );
  });
});
