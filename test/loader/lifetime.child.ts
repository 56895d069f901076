// Run by lifetime.test.ts with --expose-gc: prints what it saw as JSON. The plug-in writes a line to
// standard error for every module it finalizes.
import { setImmediate } from 'node:timers/promises';
import { loadPlugins, type PluginModule } from '../../loader/index.js';
import { assemble, type Callable } from './mirror.js';

const [, , file = '', scene = '', shelf = ''] = process.argv;
const host = loadPlugins({ paths: [file] });
const observer = host.createModule('mirror');
const finalized = observer.functions.finalized as Callable;
const collect = globalThis.gc as () => void;

/** Collects garbage until `count` modules are finalized; gives up after so many rounds. */
async function collectUntil(count: number): Promise<unknown> {
  for (let round = 0; round < 200 && finalized() !== count; round += 1) {
    collect();
    await setImmediate();
  }
  return finalized();
}

/** Collects garbage often enough that anything unreachable would have gone. */
async function collectWell(): Promise<unknown> {
  for (let round = 0; round < 20; round += 1) {
    collect();
    await setImmediate();
  }
  return finalized();
}

const GUEST = `(module
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "js" "between" (func $between))
  (memory (export "memory") 1)
  (func (export "callback") (param i32) (result i32) (call $between) (local.get 0))
  (func (export "run") (param i32) (result i32) (call $call_back (local.get 0))))`;

const scenes: Record<string, () => Promise<unknown>> = {
  async garbage() {
    for (let count = 0; count < 5; count += 1) host.createModule('mirror').functions.add?.(1, 2);
    return collectUntil(5);
  },

  async used() {
    const add = (() => host.createModule('mirror').functions.add as Callable)();
    const early = await collectWell();
    return [early, add(1, 2)];
  },

  async instance() {
    const bytes = await assemble(GUEST);
    const create = async () => {
      const { instance } = await host.instantiate(bytes, { imports: { js: { between() {} } } });
      return instance.exports.run as Callable;
    };
    const run = await create();
    const first = run(1);
    const early = await collectWell();
    const second = run(2);
    await create();
    return [first, early, second, await collectUntil(1), run(3)];
  },

  async references() {
    const module = host.createModule('mirror', { keepReferences: true });
    const { remember, recall } = module.functions as Record<string, Callable>;
    remember?.({ kept: 1 });
    await collectWell();
    return recall?.();
  },

  async kept() {
    const module = host.createModule('mirror', { keepReferences: true });
    const remember = module.functions.remember as Callable;
    const values = [{}, {}].map((value) => {
      remember(value);
      return new WeakRef(value);
    });
    const count = () => values.filter((each) => each.deref()).length;
    await collectWell();
    const before = count();
    module[Symbol.dispose]();
    await collectWell();
    // Somebody may hold the module and its functions much longer.
    return [before, count(), module.name, typeof remember];
  },

  async functions() {
    const bytes = await assemble(`(module
      (import "mirror" "remember_function" (func $remember (param funcref)))
      (import "mirror" "call_remembered" (func $call (param i32) (result i32)))
      (elem declare func $hidden)
      (func $hidden (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
      (func (export "remember") (call $remember (ref.func $hidden)))
      (func (export "call") (param i32) (result i32) (call $call (local.get 0))))`);
    const { instance } = await host.instantiate(bytes);
    const { remember, call } = instance.exports as Record<string, Callable>;
    remember?.();
    const seen = [call?.(1)];
    await collectWell();
    return [...seen, call?.(2)];
  },

  /** A function that a module keeps, when nothing else has it any more. */
  async keptFunction() {
    const module = host.createModule('mirror', { keepReferences: true });
    const { remember_function: remember, call_remembered: call } = module.functions as Record<
      string,
      Callable
    >;
    await (async () => {
      const bytes = await assemble(`(module
        (func (export "run") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))`);
      const { instance } = await WebAssembly.instantiate(bytes);
      remember?.(instance.exports.run);
    })();
    await collectWell();
    return call?.(1);
  },

  /** A host function that was given to an instance which uses another module: its own lives on. */
  async given() {
    host.loadFromPath(shelf);
    const exports = await (async () => {
      const bytes = await assemble(`(module
        (import "mirror" "add" (func $add (param i32 i32) (result i32)))
        (global $given (mut funcref) (ref.null func))
        (table $table 1 funcref) (type $put (func (param funcref)))
        (func (export "take") (param funcref) (table.set $table (i32.const 0) (local.get 0)))
        (func (export "add") (result i32) (call $add (i32.const 1) (i32.const 2)))
        (func (export "call") (call_indirect (type $put) (ref.null func) (i32.const 0))))`);
      const { instance } = await host.instantiate(bytes);
      const { take, add, call } = instance.exports as Record<string, Callable>;
      add?.();
      const module = host.createModule('shelf');
      const { put_function: put, give } = module.functions as Record<string, Callable>;
      put?.(take);
      give?.(0);
      put?.(null);
      return { call };
    })();
    await collectWell();
    exports.call?.();
    return 'called';
  },

  async table() {
    const module = host.createModule('state');
    const bytes = await assemble(`(module
      (import "state" "put" (func $put (param funcref)))
      (elem declare func $hidden)
      (func $hidden (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
      (func (export "put") (call $put (ref.func $hidden))))`);
    await (async () => {
      const { instance } = await host.instantiate(bytes, { modules: [module] });
      (instance.exports.put as Callable)();
    })();
    await collectWell();
    const { table } = module.imports.state as { table: WebAssembly.Table };
    return table.get(0)(4);
  },

  async dispose() {
    const module = host.createModule('mirror');
    module[Symbol.dispose]();
    const early = finalized();
    module[Symbol.dispose]();
    return [early, await collectWell()];
  },

  async during() {
    const seen: unknown[] = [];
    let modules: readonly PluginModule[] = [];
    const between = () => {
      for (const module of modules) module[Symbol.dispose]();
      seen.push(finalized());
    };
    const { instance, modules: used } = await host.instantiate(await assemble(GUEST), {
      imports: { js: { between } },
    });
    modules = used;
    seen.push((instance.exports.run as Callable)(5), finalized());
    return seen;
  },

  async exit() {
    host.createModule('state');
    host.createModule('mirror');
    return finalized();
  },
};

console.log(JSON.stringify(await scenes[scene]?.()));
