import assert from 'node:assert/strict';
import vm from 'node:vm';
import { WASI } from 'node:wasi';
import {
  type InstantiateOptions,
  type InstantiateResult,
  isTermination,
  type PluginHost,
} from '../../../loader/index.js';
import { assemble, type Callable, loadMirror } from '../mirror.js';

/** A guest that exports `peek`, with further definitions and imports. */
const guest = (definitions: string, imports = '') =>
  assemble(`(module (import "mirror" "peek" (func $peek (param i32) (result i32))) ${imports}
    (func (export "peek") (param i32) (result i32) (call $peek (local.get 0))) ${definitions})`);

const START = '(func $main) (start $main)';
const EXPORTED = '(memory (export "memory") 1) (data (i32.const 3) "\\2a")';

type Source = Parameters<PluginHost['compile']>[0];
type Instantiate = (source: Source, options?: InstantiateOptions) => Promise<InstantiateResult>;

describe('instantiating', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  const peekIn = ({ exports }: WebAssembly.Instance, address: number) =>
    (exports.peek as Callable)(address);

  const ways: Record<string, Instantiate> = {
    'instantiate()': (source, options) => host.instantiate(source, options),
    'instantiateSync()': async (source, options) => host.instantiateSync(source, options),
    'instantiate() of compile()': async (source, options) =>
      host.instantiate(await host.compile(source), options),
    'instantiateSync() of compileSync()': async (source, options) =>
      host.instantiateSync(host.compileSync(source), options),
  };
  for (const [name, instantiate] of Object.entries(ways)) {
    describe(name, () => {
      it('binds, finds the hidden memory, and runs the start function', async () => {
        const bytes = await guest(
          '(memory 1) (func $main (call $poke (i32.const 9) (i32.const 5))) (start $main)',
          '(import "mirror" "poke" (func $poke (param i32 i32)))',
        );
        const { module, instance, modules, terminated } = await instantiate(bytes);
        assert.ok(module instanceof WebAssembly.Module);
        assert.ok(instance instanceof WebAssembly.Instance);
        assert.equal(peekIn(instance, 9), 5);
        assert.deepEqual([modules.length, terminated], [1, false]);
      });

      it('shows nothing of what it added', async () => {
        const bytes = await guest(`(memory 1) ${START} (table (export "a") 1 funcref)
          (global (export "z") i32 (i32.const 1))`);
        const { instance, module } = await instantiate(bytes);
        const { exports } = instance;
        assert.deepEqual(Object.keys(exports), ['peek', 'a', 'z']);
        assert.deepEqual(
          WebAssembly.Module.exports(module).map((item) => item.name),
          ['peek', 'a', 'z'],
        );
        assert.equal(instance.exports, exports);
        assert.ok(Object.isFrozen(exports));
        assert.equal(Object.getPrototypeOf(exports), null);
        assert.deepEqual(Object.keys(instance), []);
        assert.throws(() => {
          (instance as { exports: unknown }).exports = {};
        }, TypeError);
      });

      it('says that the start function was terminated, of which nothing more ran', async () => {
        const bytes = await assemble(`(module
          (import "mirror" "terminate" (func $terminate))
          (global $at (mut i32) (i32.const 0))
          (func $main (global.set $at (i32.const 1)) (call $terminate) (global.set $at (i32.const 2)))
          (start $main)
          (func (export "at") (result i32) (global.get $at)))`);
        const { instance, terminated } = await instantiate(bytes);
        assert.equal(terminated, true);
        assert.equal((instance.exports.at as Callable)(), 1);
      });

      it('sees a termination that comes through imports of JavaScript', async () => {
        const { terminate } = host.createModule('mirror').functions;
        const bytes = await assemble('(module (import "js" "f" (func $f)) (start $f))');
        const imports = { js: { f: () => terminate?.() } };
        assert.equal((await instantiate(bytes, { imports })).terminated, true);
      });

      it('throws what the start function throws, also when it looks like an error of linking', async () => {
        const bytes = await assemble(`(module (import "js" "f" (func $f))
          (import "mirror" "add" (func (param i32 i32) (result i32))) (start $f))`);
        for (const thrown of [new Error('here'), new WebAssembly.LinkError('Import #1 ')]) {
          let calls = 0;
          const f = () => {
            calls += 1;
            throw thrown;
          };
          const imports = { js: { f } };
          await assert.rejects(instantiate(bytes, { imports }), (error) => error === thrown);
          assert.equal(calls, 1);
        }
      });
    });
  }

  it('runs the start function of a module compiled elsewhere before the module is bound', async () => {
    const bytes = await assemble('(module (import "mirror" "terminate" (func $f)) (start $f))');
    const module = await WebAssembly.compile(bytes);
    await assert.rejects(host.instantiate(module), isTermination);
    assert.throws(() => host.instantiateSync(module), isTermination);
  });

  it('gives an instance that node:wasi starts', async () => {
    const bytes = await guest(
      `(memory (export "memory") 1) (data (i32.const 3) "\\07") ${START}
       (func (export "_start") (call $exit (call $peek (i32.const 3))))`,
      '(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))',
    );
    const wasi = new WASI({ version: 'preview1' });
    const imports = wasi.getImportObject() as WebAssembly.Imports;
    const { instance } = await host.instantiate(bytes, { imports });
    assert.equal(wasi.start(instance), 7);
  });

  it('gives an instance that node:wasi initialises', async () => {
    const bytes = await guest(`(memory (export "memory") 1) ${START}
      (func (export "_initialize") (i32.store8 (i32.const 4) (i32.const 8)))`);
    const { instance } = await host.instantiate(bytes);
    new WASI({ version: 'preview1' }).initialize(instance);
    assert.equal(peekIn(instance, 4), 8);
  });

  it('gives an instance that bind() knows whole', async () => {
    const bytes = await guest(
      '(memory 1) (data (i32.const 3) "\\2a")',
      '(import "mirror" "add" (func (param i32 i32) (result i32)))',
    );
    const module = host.createModule('mirror');
    const { peek } = module.imports.mirror as Record<string, WebAssembly.ImportValue>;
    const imports = { mirror: { peek: peek as WebAssembly.ImportValue } };
    const { instance } = await host.instantiate(bytes, { imports });
    assert.throws(() => peekIn(instance, 3), { code: 'MEMORY_UNREACHABLE' });
    module.bind(instance);
    assert.equal(peekIn(instance, 3), 42);
  });

  it('shows plug-ins the exports of the module only', async () => {
    const bytes = await assemble(`(module
      (import "mirror" "count_exports" (func $count (result i32))) (memory 1) ${START}
      (func (export "count") (result i32) (call $count)))`);
    const { instance } = await host.instantiate(bytes);
    assert.equal((instance.exports.count as Callable)(), 1);
  });

  describe('of another realm', () => {
    const realm = vm.createContext({});

    it('takes modules and bytes', async () => {
      const bytes = await guest(EXPORTED);
      const make = vm.runInContext(
        `(numbers) => {
          const array = new Uint8Array(numbers);
          const shared = new SharedArrayBuffer(array.length);
          new Uint8Array(shared).set(array);
          const { buffer } = array;
          return [array, buffer, shared, new DataView(buffer), new WebAssembly.Module(array)];
        }`,
        realm,
      ) as (numbers: number[]) => Source[];
      const sources = make([...bytes]);
      assert.ok(!(sources[1] instanceof ArrayBuffer));
      assert.ok(!((sources[4] as object) instanceof WebAssembly.Module));
      for (const source of sources) {
        assert.equal(peekIn((await host.instantiate(source)).instance, 3), 42);
        assert.equal(peekIn(host.instantiateSync(source).instance, 3), 42);
      }
    });

    it('takes memories', async () => {
      for (const limits of ['1 2', '1 2 shared']) {
        const memory = vm.runInContext(
          `new WebAssembly.Memory({ initial: 1, maximum: 2, shared: ${limits.includes('shared')} })`,
          realm,
        ) as WebAssembly.Memory;
        new Uint8Array(memory.buffer)[3] = 42;
        const bytes = await guest('', `(import "js" "memory" (memory ${limits}))`);
        for (const source of [bytes, await WebAssembly.compile(bytes)]) {
          const { instance } = await host.instantiate(source, { imports: { js: { memory } } });
          assert.equal(peekIn(instance, 3), 42);
        }
      }
    });

    it('takes instances, and memories to bind them to', async () => {
      const make = vm.runInContext(
        '(bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports)',
        realm,
      ) as (bytes: Uint8Array, imports: object) => WebAssembly.Instance;
      const module = host.createModule('mirror');
      const instance = make(await guest(EXPORTED), module.imports);
      assert.ok(!(instance instanceof WebAssembly.Instance));
      module.bind(instance);
      assert.equal(peekIn(instance, 3), 42);

      const other = host.createModule('mirror');
      const second = make(await guest('(memory 1)'), other.imports);
      const memory = vm.runInContext('new WebAssembly.Memory({ initial: 1 })', realm);
      new Uint8Array(memory.buffer)[3] = 43;
      other.bind(second, { memory });
      assert.equal(peekIn(second, 3), 43);
    });
  });
});
