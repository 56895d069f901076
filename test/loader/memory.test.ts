// The memories that host functions work on. Long because each way to have one (exported, imported, hidden, by
// index, moving, shared, 64-bit) is a case of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { PluginHost } from '../../loader/index.js';
import { projectPath } from '../../scripts/project/paths.js';
import { skip } from '../support/skip.js';
import {
  assemble,
  type Callable,
  type Exports,
  loadMirror,
  mirrorFile,
  runChild,
} from './mirror.js';

const IMPORTS = `
  (import "mirror" "peek" (func $peek (param i32) (result i32)))
  (import "mirror" "poke" (func $poke (param i32 i32)))
  (import "mirror" "grow" (func $grow (param i32) (result i32)))
  (import "mirror" "peek_across_growth" (func $across (param i32) (result i32)))
  (import "mirror" "has_memory" (func $has (result i32)))`;

const FUNCTIONS = `
  (func (export "peek") (param i32) (result i32) (call $peek (local.get 0)))
  (func (export "poke") (param i32 i32) (call $poke (local.get 0) (local.get 1)))
  (func (export "has_memory") (result i32) (call $has))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))`;

describe("the caller's memory", () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  async function instantiate(text: string, imports: WebAssembly.Imports = {}): Promise<Exports> {
    const bytes = await assemble(`(module ${IMPORTS} ${text})`);
    return (await host.instantiate(bytes, { imports })).instance.exports as unknown as Exports;
  }

  function assertShared({ peek, poke, load, store, has_memory: has }: Exports): void {
    assert.equal(has?.(), 1);
    poke?.(100, 55);
    assert.equal(load?.(100), 55);
    store?.(65535, 66);
    assert.equal(peek?.(65535), 66);
  }

  it('is reached when it is exported', async () => {
    assertShared(await instantiate(`(memory (export "memory") 1 1) ${FUNCTIONS}`));
  });

  it('is reached when it is exported by another name', async () => {
    assertShared(await instantiate(`(memory (export "heap") 1 1) ${FUNCTIONS}`));
  });

  it('is reached when it is imported', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    assertShared(
      await instantiate(`(import "js" "memory" (memory 1)) ${FUNCTIONS}`, { js: { memory } }),
    );
    assert.equal(new Uint8Array(memory.buffer)[100], 55);
  });

  it('is reached when it is neither exported nor imported', async () => {
    const exports = await instantiate(`(memory 1 1) ${FUNCTIONS}`);
    assertShared(exports);
  });

  it('is reached by the start function', async () => {
    const { load } = await instantiate(`(memory 1) ${FUNCTIONS}
      (func $main (call $poke (i32.const 3) (i32.const 33))) (start $main)`);
    assert.equal(load?.(3), 33);
  });

  it('is reached when it is shared, and after it has grown silently', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
    const exports = await instantiate(`(import "js" "memory" (memory 1 4 shared)) ${FUNCTIONS}`, {
      js: { memory },
    });
    assertShared(exports);
    memory.grow(1);
    exports.poke?.(65536 + 5, 77);
    assert.equal(exports.load?.(65536 + 5), 77);
  });

  it('may be absent', async () => {
    const { has } = await instantiate('(func (export "has") (result i32) (call $has))');
    assert.equal(has?.(), 0);
  });

  it('is absent in calls from JavaScript to a module that has none', () => {
    const {
      has_memory: has,
      count_exports: count,
      ...others
    } = host.createModule('mirror').functions;
    assert.equal(has?.(), 0);
    assert.equal(count?.(), Object.keys(others).length + 2);
  });

  it('ends where it ends', async () => {
    const { peek } = await instantiate(`(memory 1) ${FUNCTIONS}`);
    for (const address of [65536, -1, 2 ** 31]) {
      assert.throws(() => peek?.(address), {
        name: 'RuntimeError',
        code: 'HOST_FUNCTION_FAILED',
        category: 'wasm',
      });
    }
  });

  it('follows growth by the guest between calls', async () => {
    const { peek, poke, grow } = await instantiate(`(memory 1 100) ${FUNCTIONS}
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))`);
    poke?.(0, 9);
    for (let pages = 1; pages < 20; pages += 1) {
      grow?.(1);
      const last = 65536 * (pages + 1) - 1;
      poke?.(last, pages);
      assert.equal(peek?.(last), pages);
      assert.equal(peek?.(0), 9);
    }
  });

  it('follows growth by JavaScript between calls', async () => {
    const { memory, peek, poke } = await instantiate(`(memory (export "memory") 1) ${FUNCTIONS}`);
    poke?.(1, 11);
    memory?.grow(3);
    poke?.(4 * 65536 - 1, 12);
    assert.deepEqual([peek?.(1), peek?.(4 * 65536 - 1)], [11, 12]);
  });

  it('grows by the host function, up to its limit', async () => {
    const { memory, grow, load, poke } = await instantiate(`(memory (export "memory") 1 4)
      ${FUNCTIONS}
      (func (export "grow") (param i32) (result i32) (call $grow (local.get 0)))`);
    assert.equal(grow?.(2), 3);
    assert.equal((memory as WebAssembly.Memory).buffer.byteLength, 3 * 65536);
    poke?.(3 * 65536 - 1, 1);
    assert.equal(load?.(3 * 65536 - 1), 1);
    assert.throws(() => grow?.(2), { code: 'HOST_FUNCTION_FAILED', category: 'wasm' });
    assert.equal(grow?.(1), 4);
  });

  for (const [who, body, imports] of [
    ['the guest', '(func (export "grow") (drop (memory.grow (i32.const 8))))', {}],
    ['JavaScript', '(export "grow" (func $js))', { js: { grow: () => undefined } }],
  ] as const) {
    it(`follows growth by ${who} in the middle of a call`, async () => {
      const late: { memory?: WebAssembly.Memory } = {};
      const js = who === 'JavaScript' ? '(import "js" "grow" (func $js))' : '';
      const { memory, run, load } = await instantiate(
        `${js} (memory (export "memory") 1) ${FUNCTIONS} ${body}
         (func (export "run") (param i32) (result i32)
           (i32.store8 (i32.const 7) (i32.const 70))
           (call $across (local.get 0)))`,
        'js' in imports ? { js: { grow: () => late.memory?.grow(8) } } : {},
      );
      late.memory = memory as WebAssembly.Memory;
      const last = 9 * 65536 - 1;
      assert.equal(run?.(last), 0);
      assert.equal(load?.(last), 77);
      assert.equal(load?.(7), 70);
    });
  }

  // What the loader relies on where V8 guards memories with address space (see
  // docs/decisions/memories-that-stay.md), on every version that runs this test.
  it('stays in place while it grows, and at its end is found out of bounds', async () => {
    const { peek, poke, grow, base } = await instantiate(`
      (import "mirror" "base" (func $base (result i64))) (memory 1) ${FUNCTIONS}
      (func (export "base") (result i64) (call $base))
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))`);
    const first = base?.();
    for (let pages = 1; pages < 3000; pages += 100) {
      const end = 65536 * pages;
      assert.throws(() => poke?.(end, 1), { code: 'HOST_FUNCTION_FAILED' });
      assert.equal(grow?.(100), pages);
      poke?.(end, 1);
      assert.equal(peek?.(end), 1);
      assert.equal(base?.(), first);
    }
  });

  describe('by index', () => {
    const AT = `
      (import "mirror" "peek_at" (func $peek_at (param i32 i64) (result i32)))
      (import "mirror" "poke_at" (func $poke_at (param i32 i64 i32)))
      (import "mirror" "grow_at" (func $grow_at (param i32 i64) (result i64)))`;
    const AT_FUNCTIONS = `
      (func (export "peek_at") (param i32 i64) (result i32)
        (call $peek_at (local.get 0) (local.get 1)))
      (func (export "poke_at") (param i32 i64 i32)
        (call $poke_at (local.get 0) (local.get 1) (local.get 2)))
      (func (export "grow_at") (param i32 i64) (result i64)
        (call $grow_at (local.get 0) (local.get 1)))`;

    /** Undefined when this Node does not know such modules. */
    async function open(text: string, imports: WebAssembly.Imports = {}) {
      const bytes = await assemble(`(module ${AT} ${text} ${AT_FUNCTIONS})`);
      if (!WebAssembly.validate(bytes)) return undefined;
      return (await host.instantiate(bytes, { imports })).instance.exports as unknown as Exports;
    }

    it('is one of several, imported, exported or hidden', async function () {
      const memory = new WebAssembly.Memory({ initial: 1 });
      const guest = await open(
        `(import "js" "memory" (memory 1)) (memory (export "second") 1 4) (memory 1)
         (func (export "load") (param i32) (result i32)
           (i32.add (i32.load8_u 0 (local.get 0))
             (i32.add (i32.load8_u 1 (local.get 0)) (i32.load8_u 2 (local.get 0)))))`,
        { js: { memory } },
      );
      if (!guest) return skip(this, 'this Node has one memory per module');
      for (const index of [0, 1, 2]) guest.poke_at?.(index, 9n, 10 ** index);
      assert.deepEqual(
        [0, 1, 2].map((index) => guest.peek_at?.(index, 9n)),
        [1, 10, 100],
      );
      assert.equal(guest.load?.(9), 111);
      assert.equal(guest.grow_at?.(1, 2n), 3n);
      guest.poke_at?.(1, 3n * 65536n - 1n, 7);
      assert.throws(() => guest.peek_at?.(0, 65536n), { code: 'HOST_FUNCTION_FAILED' });
      assert.equal(guest.grow_at?.(3, 0n), -1n);
    });

    it('may have 64-bit addresses', async function () {
      const guest = await open('(memory (export "memory") i64 1 4)');
      if (!guest) return skip(this, 'this Node has no memories of 64-bit addresses');
      guest.poke_at?.(0, 65535n, 5);
      assert.equal(guest.peek_at?.(0, 65535n), 5);
      assert.equal(guest.grow_at?.(0, 3n), 4n);
      assert.equal(guest.grow_at?.(0, 1n), -2n);
      assert.equal(guest.peek_at?.(0, 65535n), 5);
      guest.poke_at?.(0, 4n * 65536n - 1n, 6);
      for (const address of [4n * 65536n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n]) {
        assert.throws(() => guest.peek_at?.(0, address), { code: 'HOST_FUNCTION_FAILED' });
      }
    });

    it('may have 64-bit addresses that only the instance knows', async function () {
      const bytes = await assemble(
        `(module ${AT} (memory (export "memory") i64 1 4) ${AT_FUNCTIONS})`,
      );
      if (!WebAssembly.validate(bytes)) {
        return skip(this, 'this Node has no memories of 64-bit addresses');
      }
      const module = host.createModule('mirror');
      const { instance } = await WebAssembly.instantiate(bytes, module.imports);
      module.bind(instance);
      const guest = instance.exports as unknown as Exports;
      guest.poke_at?.(0, 65535n, 5);
      assert.equal(guest.grow_at?.(0, 3n), 4n);
      guest.poke_at?.(0, 4n * 65536n - 1n, 6);
      assert.deepEqual([guest.peek_at?.(0, 65535n), guest.peek_at?.(0, 4n * 65536n - 1n)], [5, 6]);
    });

    it('has the type that its module says, or its instance', async () => {
      const isNode20 = process.versions.node.startsWith('20.');
      const flags = isNode20 ? ['--experimental-wasm-memory64'] : [];
      const { stdout } = await runChild('memory64.child.js', [await mirrorFile()], { flags });
      const use = [3, 7];
      const narrow = { is64: [0, 0], use };
      const wide = { is64: [1, 1], use };
      // Of a memory that only the instance knows, Node 20 with its flag does not say: it counts as wide.
      const bound = isNode20 ? wide : narrow;
      assert.deepEqual(JSON.parse(stdout), [narrow, bound, narrow, bound, wide, wide, wide, wide]);
    });

    it('may be resizable', async function () {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 }) as WebAssembly.Memory & {
        toResizableBuffer?(): ArrayBuffer;
      };
      if (!memory.toResizableBuffer) return skip(this, 'this Node has no resizable memories');
      const guest = await open('(import "js" "memory" (memory 1 4))', { js: { memory } });
      guest?.poke_at?.(0, 1n, 11);
      const buffer = memory.toResizableBuffer();
      guest?.poke_at?.(0, 2n, 22);
      (buffer as unknown as { resize(bytes: number): void }).resize(2 * 65536);
      guest?.poke_at?.(0, 2n * 65536n - 1n, 33);
      assert.equal(guest?.grow_at?.(0, 1n), 3n);
      assert.deepEqual(
        [1n, 2n, 2n * 65536n - 1n].map((at) => guest?.peek_at?.(0, at)),
        [11, 22, 33],
      );
      assert.throws(() => guest?.peek_at?.(0, 3n * 65536n), { code: 'HOST_FUNCTION_FAILED' });
    });
  });

  it('may move when it grows, also in the middle of a call', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux limits address space with ulimit -v');
    const child = projectPath('lib', 'test', 'loader', 'moving.child.js');
    // Without address space to spare, V8 reserves none and copies the bytes to grow. How much it wants
    // to spare depends on its version: less and less is given, until bytes move.
    const seen: string[] = [];
    for (const kilobytes of [2_500_000, 1_500_000, 1_200_000, 1_000_000]) {
      const command = `ulimit -v ${kilobytes}; exec "$@"`;
      const node = [process.execPath, '--disable-wasm-trap-handler', child, await mirrorFile()];
      const { stdout, stderr } = spawnSync('sh', ['-c', command, 'sh', ...node], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      seen.push(`${kilobytes}: ${stdout}${stderr.slice(0, 1000)}`);
      if (stdout !== 'stayed\n') break;
    }
    assert.match(seen.at(-1) as string, /: moved\n$/, seen.join('\n'));
  });

  describe('is the real one', () => {
    const { buffer: another } = new WebAssembly.Memory({ initial: 1 });
    const lies: [string, PropertyDescriptor][] = [
      ['another memory’s buffer', { get: () => another }],
      ['no buffer', { value: { byteLength: 2 ** 40 } }],
      ['a number', { value: 65536 }],
      ['an error', { get: () => assert.fail('the getter was called') }],
      ['a detached buffer', { value: structuredCloneAway() }],
    ];

    /** A buffer whose bytes went elsewhere. */
    function structuredCloneAway(): ArrayBuffer {
      const buffer = new ArrayBuffer(65536);
      structuredClone(buffer, { transfer: [buffer] });
      return buffer;
    }

    for (const [what, property] of lies) {
      it(`when its property says ${what}`, async () => {
        const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
        const { buffer } = memory;
        Object.defineProperty(memory, 'buffer', property);
        const exports = await instantiate(`(import "js" "memory" (memory 1)) ${FUNCTIONS}`, {
          js: { memory },
        });
        assertShared(exports);
        assert.equal(new Uint8Array(buffer)[100], 55);

        const module = host.createModule('mirror');
        const bytes = await assemble(
          `(module ${IMPORTS} (import "js" "memory" (memory 1)) ${FUNCTIONS})`,
        );
        const { instance } = await WebAssembly.instantiate(bytes, {
          ...module.imports,
          js: { memory },
        });
        module.bind(instance, { memory });
        assertShared(instance.exports as unknown as Exports);
      });

      it(`when the prototype says ${what}`, async () => {
        const bytes = await assemble(`(module ${IMPORTS} (memory (export "memory") 1 4) ${FUNCTIONS}
          (func (export "grow") (param i32) (result i32) (call $grow (local.get 0))))`);
        const original = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'buffer');
        Object.defineProperty(WebAssembly.Memory.prototype, 'buffer', {
          configurable: true,
          ...property,
        });
        let exports: Exports;
        try {
          exports = (await host.instantiate(bytes)).instance.exports as unknown as Exports;
          assertShared(exports);
          assert.equal(exports.grow?.(2), 3);
        } finally {
          Object.defineProperty(WebAssembly.Memory.prototype, 'buffer', original as object);
        }
        assert.equal(new Uint8Array((exports.memory as WebAssembly.Memory).buffer)[100], 55);
      });
    }

    it('when other built-in functions are replaced', async () => {
      const replaced = [
        [WebAssembly.Memory.prototype, 'grow'],
        [WebAssembly.Table.prototype, 'get'],
        [WebAssembly.Table.prototype, 'set'],
        [WebAssembly.Table.prototype, 'grow'],
        [WebAssembly.Table.prototype, 'length'],
        [globalThis, 'Uint8Array'],
      ] as const;
      const guest = `(import "mirror" "use_table" (func $use (param i32) (result i32)))
        (memory 1 4) (table (export "table") 2 10 funcref) (elem (i32.const 0) func $square)
        (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
        (func (export "use") (param i32) (result i32) (call $use (local.get 0)))
        (func (export "grow") (param i32) (result i32) (call $grow (local.get 0))) ${FUNCTIONS}`;
      const exports = await instantiate(guest);
      assert.equal(exports.use?.(8), 64); // what is made once is made now
      const originals = replaced.map(([of, name]) => Object.getOwnPropertyDescriptor(of, name));
      for (const [of, name] of replaced) {
        const value = () => assert.fail(`${name} was called`);
        Object.defineProperty(of, name, { configurable: true, value });
      }
      try {
        assertShared(exports);
        assert.equal(exports.grow?.(2), 3);
        assert.equal(exports.use?.(9), 81);
      } finally {
        replaced.forEach(([of, name], i) => {
          Object.defineProperty(of, name, originals[i] as PropertyDescriptor);
        });
      }
    });
  });

  it('may have as many pages as its module says', async () => {
    const text = `
      (import "mirror" "most_at" (func $most_at (param i32) (result i64)))
      (import "mirror" "most_exported" (func $most_exported (result i64)))
      (memory (export "memory") 1 4)
      (func (export "run") (result i64 i64) (call $most_at (i32.const 0)) (call $most_exported))`;
    const known = await instantiate(text);
    assert.deepEqual(known.run?.(), [4n, 4n]);
    // An instance alone does not say.
    const module = host.createModule('mirror');
    const bytes = await assemble(`(module ${text})`);
    const { instance } = await WebAssembly.instantiate(bytes, module.imports);
    module.bind(instance);
    assert.deepEqual((instance.exports.run as Callable)(), [-1n, -1n]);
  });

  it('is each instance’s own', async () => {
    const one = await instantiate(`(memory 1) ${FUNCTIONS}`);
    const two = await instantiate(`(memory 1) ${FUNCTIONS}`);
    one.poke?.(0, 1);
    two.poke?.(0, 2);
    assert.deepEqual([one.peek?.(0), two.peek?.(0)], [1, 2]);
  });

  it('is found from a WebAssembly.Module, too', async () => {
    const bytes = await assemble(`(module ${IMPORTS} (memory (export "heap") 1) ${FUNCTIONS})`);
    const { instance } = await host.instantiate(await WebAssembly.compile(bytes));
    assertShared(instance.exports as unknown as Exports);
  });

  it('cannot be reached from a WebAssembly.Module that hides it', async () => {
    const bytes = await assemble(`(module ${IMPORTS} (memory 1) ${FUNCTIONS})`);
    const { instance } = await host.instantiate(await WebAssembly.compile(bytes));
    assert.throws(() => (instance.exports.peek as Callable)(0), { code: 'MEMORY_UNREACHABLE' });
  });
});
