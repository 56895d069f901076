// What the engine `wasmedge` gives JavaScript, in a process that has a stock library's libc. Long, as it is one process that
// goes on with what it has made:
// `node engine-interface.child.js job.json`. Prints "end" when everything is as it should be.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import wabt from 'wabt';
import { isHostCallError, isTermination, loadPlugins, type PluginError, runToEnd } from '#loader';
import type { EngineJob } from './engine.child.js';

const job = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as EngineJob;
const { parseWat } = await wabt();
const assemble = (text: string) =>
  parseWat('guest', text, { multi_value: true, reference_types: true }).toBinary({}).buffer;

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as PluginError).code;
  }
  return 'nothing was thrown';
};
const codeOfAsync = (action: Promise<unknown>): Promise<string> =>
  action.then(
    () => 'nothing was thrown',
    (error: PluginError) => error.code ?? error.name,
  );

const { library, runMode } = job;
const files = job.plugins.map(({ file }) => file);
const fileOf = (name: string) => files.find((file) => file.includes(`/${name}/`)) as string;

// Opening
assert.equal(
  codeOf(() => loadPlugins({ library })),
  'ARGUMENT_INVALID',
);
assert.equal(
  codeOf(() => loadPlugins({ runMode: 'aot' })),
  'ARGUMENT_INVALID',
);
assert.equal(
  codeOf(() => loadPlugins({ engine: 'wasmedge', accelerator: 'on' })),
  'ARGUMENT_INVALID',
);
const work = mkdtempSync(join(tmpdir(), 'plugkit-interface-'));
const wrong = join(work, 'libwasmedge.so.0');
writeFileSync(wrong, 'no library');
assert.equal(
  codeOf(() => loadPlugins({ engine: 'wasmedge', library: wrong })),
  'LIBRARY_UNSUPPORTED',
);
assert.equal(
  codeOf(() => loadPlugins({ engine: 'wasmedge', library: join(work, 'none') })),
  'LIBRARY_NOT_FOUND',
);
process.env.WASMEDGE_LIB_DIR = library;
process.env.WASMEDGE_PLUGIN_PATH = fileOf('arith');

// Default paths, as the runtime finds them; explicit paths; each file's outcome
const host = loadPlugins({ engine: 'wasmedge', runMode });
assert.equal(host.engine, 'wasmedge');
assert.equal(host.accelerated, false);
assert.deepEqual(
  host.outcomes.map(({ state, plugin }) => [state, plugin]),
  [['loaded', 'arith']],
);
const outcome = (path: string) => host.loadFromPath(path)[0];
assert.equal(outcome(fileOf('arith'))?.state, 'already-loaded');
assert.equal(outcome(join(work, 'none.so'))?.code, 'PATH_NOT_FOUND');
assert.equal(outcome(wrong)?.code, 'NOT_A_LIBRARY');
assert.equal(outcome(work)?.code, 'NO_LIBRARY_FOUND');
assert.equal(outcome(join(library, 'libwasmedge.so.0'))?.code, 'NO_DESCRIPTOR');
const copy = join(work, 'libcopy.so');
writeFileSync(copy, readFileSync(fileOf('arith')));
assert.equal(outcome(copy)?.code, 'DUPLICATE_PLUGIN');
const otherApi = fileOf('get-string').includes('api-4')
  ? fileOf('get-string').replace('api-4/', '')
  : fileOf('get-string').replace('get-string/', 'get-string/api-4/');
if (existsSync(otherApi)) assert.equal(outcome(otherApi)?.code, 'API_VERSION_UNSUPPORTED');
for (const file of files) host.loadFromPath(file);
assert.deepEqual(
  host.plugins.map(({ name }) => name).sort(),
  job.plugins.map(({ name }) => name).sort(),
);

// An empty part of the variable ends a stock program; a worker has an environment of its own.
process.env.WASMEDGE_PLUGIN_PATH = `${fileOf('arith')}:`;
assert.equal(host.loadFromDefaultPaths()[0]?.state, 'already-loaded');

// Options
const getString = host.findPlugin('get-string');
assert.ok(getString);
assert.equal(getString.options[1]?.defaultValue, false);
const memoryText = (offset: number, length: number, buffer: ArrayBufferLike) =>
  Buffer.from(buffer, offset, length).toString();
getString.setOption('string', 'first');
const guest = await host.instantiate(
  assemble(`(module (import "get_string" "get_string" (func $g (param i32 i32) (result i32)))
    (memory (export "memory") 1) (func (export "get") (param i32 i32) (result i32)
      (call $g (local.get 0) (local.get 1))))`),
);
{
  const { get } = guest.instance.exports as { get(at: number, size: number): number };
  get(0, 1000);
  assert.equal(
    codeOf(() => getString.setOption('string', 'other, ü')),
    'OPTION_IN_USE',
  );
  host.dispose();
  getString.setOption('string', 'other, ü');
}
{
  const { instance } = await host.instantiate(
    assemble(`(module (import "get_string" "get_string" (func $g (param i32 i32) (result i32)))
      (memory (export "memory") 1) (func (export "get") (drop (call $g (i32.const 0) (i32.const 1000)))))`),
  );
  const { get, memory } = instance.exports as { get(): void; memory: WebAssembly.Memory };
  get();
  assert.equal(memoryText(0, 9, memory.buffer), 'other, ü');
}
assert.equal(
  codeOf(() => getString.setOption('uper', true)),
  'OPTION_UNKNOWN',
);

// Values and conversions, in both directions
const calls: unknown[][] = [];
const { instance, module, terminated } = await host.instantiate(
  assemble(`(module
    (import "env" "log" (func $l (param i32 i64 f32 f64 externref) (result f64 i32)))
    (import "env" "g" (global i32))
    (memory (export "memory") 1 3)
    (table (export "t") 2 4 funcref) (elem (i32.const 0) $add)
    (global (export "m") (mut i64) (i64.const 5))
    (global (export "c") f64 (f64.const 1.5))
    (func $add (export "add") (param i32) (result i32) global.get 0 local.get 0 i32.add)
    (func (export "go") (param externref) (result f64 i32)
      (call $l (i32.const -1) (i64.const -2) (f32.const 1.5) (f64.const 2.5) (local.get 0)))
    (func (export "trap") unreachable)
    (func (export "zero") (result i32) (i32.div_s (i32.const 1) (i32.const 0)))
    (func (export "i64") (param i64) (result i64) local.get 0)
    (func (export "f32") (param f32) (result f32) local.get 0)
    (func (export "ref") (param externref) (result externref) local.get 0)
    (func (export "funcref") (param funcref) (result funcref) local.get 0)
    (func $start (drop (drop (call $l (i32.const 1) (i64.const 1) (f32.const 1) (f64.const 1) (ref.null extern)))))
    (start $start))`),
  {
    imports: {
      env: {
        log(...args: unknown[]) {
          calls.push(args);
          return [9.5, 7];
        },
        g: 42,
      },
    },
  },
);
interface Exports {
  [name: string]: CallableFunction;
}
const x = instance.exports as unknown as Exports;
const { memory, t, m, c } = instance.exports as unknown as {
  memory: WebAssembly.Memory;
  t: WebAssembly.Table;
  m: WebAssembly.Global;
  c: WebAssembly.Global;
};
assert.equal(terminated, false);
assert.deepEqual(calls, [[1, 1n, 1, 1, null]]);
const object = {};
assert.deepEqual(x.go?.(object), [9.5, 7]);
assert.deepEqual(calls[1], [-1, -2n, 1.5, 2.5, object]);
assert.equal(x.add?.('8'), 50);
assert.equal(x.add?.(), 42);
assert.equal(x.add?.length, 1);
assert.equal(x.i64?.(2n ** 63n), -(2n ** 63n));
assert.throws(() => x.i64?.(1), TypeError);
assert.equal(x.f32?.(0.1), Math.fround(0.1));
for (const value of [null, undefined, object, 'text', 5, -0, Number.NaN]) {
  assert.ok(Object.is(x.ref?.(value), value));
}
assert.equal(x.funcref?.(x.add), x.add);
assert.equal(x.funcref?.(null), null);
assert.throws(() => x.funcref?.(() => 1), TypeError);

// Memories, tables and globals
const before = memory.buffer;
assert.equal(memory.buffer, before);
new Uint8Array(before)[5] = 7;
assert.equal(memory.grow(1), 1);
assert.equal(memory.buffer.byteLength, 131072);
assert.equal(new Uint8Array(memory.buffer)[5], 7);
assert.throws(() => memory.grow(5), RangeError);
assert.equal(t.length, 2);
assert.equal((t.get(0) as CallableFunction)(1), 43);
t.set(1, x.add as never);
assert.equal(t.get(1), x.add);
assert.equal(t.grow(1), 2);
assert.equal(t.get(2), null);
assert.throws(() => t.get(3), RangeError);
m.value = 6n;
assert.equal(m.value, 6n);
assert.equal(c.value, 1.5);
assert.throws(() => {
  c.value = 2;
}, TypeError);

// How runs end
assert.throws(() => x.trap?.(), { name: 'RuntimeError', message: 'unreachable' });
assert.throws(() => x.zero?.(), { name: 'RuntimeError', message: 'divide by zero' });
const thrown = new TypeError('mine');
const thrower = host.instantiateSync(
  assemble('(module (import "env" "f" (func)) (func (export "f") call 0))'),
  {
    imports: {
      env: {
        f() {
          throw thrown;
        },
      },
    },
  },
);
assert.throws(() => (thrower.instance.exports.f as CallableFunction)(), thrown);
const arith = host.createModule<Exports>('arith');
assert.equal(arith.functions.add?.(2, 3), 5);
assert.throws(() => arith.functions.terminate?.(), isTermination);
assert.deepEqual(
  runToEnd(() => arith.functions.terminate?.()),
  { terminated: true },
);
const ender = await host.instantiate(
  assemble('(module (import "arith" "terminate" (func $t)) (func $s call $t) (start $s))'),
);
assert.equal(ender.terminated, true);

// A call of JavaScript in a call of WebAssembly in a call of JavaScript
const nested = host.instantiateSync(
  assemble(`(module (import "env" "down" (func $d (param i32) (result i32)))
    (func (export "down") (param i32) (result i32) (call $d (local.get 0))))`),
  {
    imports: {
      env: {
        down: (n: number): number =>
          n === 0 ? 0 : (nested.instance.exports.down as CallableFunction)(n - 1) + 1,
      },
    },
  },
);
assert.equal((nested.instance.exports.down as CallableFunction)(20), 20);

// What is wrong with imports, all at once
assert.equal(
  await codeOfAsync(host.instantiate(assemble('(module (import "none" "f" (func)))'))),
  'MODULE_NOT_FOUND',
);
assert.equal(
  await codeOfAsync(host.instantiate(assemble('(module (import "arith" "none" (func)))'))),
  'IMPORT_NOT_FOUND',
);
assert.equal(
  await codeOfAsync(host.instantiate(assemble('(module (import "arith" "add" (func)))'))),
  'IMPORT_MISMATCH',
);
assert.equal(
  await codeOfAsync(
    host.instantiate(assemble('(module (import "env" "m" (memory 1)))'), {
      imports: { env: { m: new WebAssembly.Memory({ initial: 1 }) } },
    }),
  ),
  'TYPE_UNSUPPORTED',
);
assert.equal(await codeOfAsync(host.instantiate(new Uint8Array([0, 97, 115]))), 'CompileError');
assert.equal(await codeOfAsync(host.instantiate('text' as never)), 'ARGUMENT_INVALID');

// The exports of one instance are imports of another, where the runtime can share them
const sharing = host.instantiate(
  assemble(`(module (import "env" "m" (memory 1)) (import "env" "add" (func $a (param i32) (result i32)))
    (func (export "store") (i32.store8 (i32.const 0) (call $a (i32.const 23)))))`),
  { imports: { env: { m: memory, add: x.add } as never } },
);
const shared = await sharing.catch((error: PluginError) => error);
if (shared instanceof Error) {
  assert.equal((shared as PluginError).code, 'TYPE_UNSUPPORTED');
} else {
  (shared.instance.exports.store as CallableFunction)();
  assert.equal(new Uint8Array(memory.buffer)[0], 65);
}

// Modules that are given, compiled code, disposal
assert.equal(
  (await host.instantiate(module, { imports: { env: { log: () => [0, 0], g: 1 } } })).module,
  module,
);
const importing = assemble(`(module (import "arith" "add" (func $a (param i32 i32) (result i32)))
  (func (export "f") (result i32) (call $a (i32.const 1) (i32.const 2))))`);
const used = await host.instantiate(importing, { modules: [arith] });
assert.equal(used.modules[0], arith);
const f = used.instance.exports.f as CallableFunction;
assert.equal(f(), 3);
arith.dispose();
arith.dispose();
assert.equal(
  codeOf(() => arith.functions),
  'MODULE_DISPOSED',
);
assert.throws(
  () => f(),
  (error) => isHostCallError(error) && error.code === 'MODULE_DISPOSED',
);
const other = host.createModule('arith');
assert.equal(
  codeOf(() => other.imports),
  'ENGINE_UNSUPPORTED',
);
assert.equal(
  codeOf(() => other.bind(instance)),
  'ENGINE_UNSUPPORTED',
);

// One engine in a process, whichever comes first, in this thread and others
assert.equal(
  codeOf(() => loadPlugins({ paths: [] })),
  'ENGINE_CONFLICT',
);
const loader = JSON.stringify(import.meta.resolve('#loader'));
const worker = new Worker(
  `import(${loader}).then(({ loadPlugins }) => loadPlugins({ paths: [] }))
    .catch(({ code }) => require('node:worker_threads').parentPort.postMessage(code))`,
  { eval: true },
);
assert.equal(
  await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject)),
  'ADDON_FAILED',
);

// What nobody uses any more is deleted, what is in use is not
const { setFlagsFromString } = await import('node:v8');
setFlagsFromString('--expose-gc');
const collect = (await import('node:vm')).runInNewContext('gc') as () => void;
const views: Uint8Array[] = [];
for (let count = 0; count < 50; count += 1) {
  const { instance: short } = host.instantiateSync(
    assemble('(module (memory (export "memory") 1) (data (i32.const 0) "kept"))'),
  );
  views.push(new Uint8Array((short.exports.memory as WebAssembly.Memory).buffer));
  if (count % 10 === 0) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
collect();
await new Promise((resolve) => setImmediate(resolve));
for (const view of views) assert.equal(Buffer.from(view.subarray(0, 4)).toString(), 'kept');
views.length = 0;
collect();
await new Promise((resolve) => setImmediate(resolve));

// ... nor what is reached only through a function that a table or another instance holds
const hidden = (() => {
  const { instance: made } = host.instantiateSync(
    assemble(`(module (memory 1) (table (export "t") 1 funcref) (elem (i32.const 0) $f)
      (func $f (result i32) (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
        (i32.load (i32.const 0))))`),
  );
  return (made.exports.t as WebAssembly.Table).get(0) as () => number;
})();
const taker = host.instantiateSync(
  assemble(`(module (type $n (func (result i32))) (table (export "t") 1 funcref)
    (func (export "call") (result i32) (call_indirect (type $n) (i32.const 0))))`),
).instance.exports as unknown as { t: WebAssembly.Table; call(): number };
taker.t.set(0, hidden as never);
// ... nor an instance that puts a function of its own into a table that it imports
const filled = host.instantiateSync(assemble('(module (table (export "t") 1 funcref))')).instance
  .exports as unknown as { t: WebAssembly.Table };
const fill = () =>
  host.instantiateSync(
    assemble(`(module (import "env" "t" (table 1 funcref)) (memory 1) (elem (i32.const 0) $f)
      (func $f (result i32) (i32.store (i32.const 8) (i32.const 7)) (i32.load (i32.const 8))))`),
    { imports: { env: { t: filled.t } } },
  );
const isShared = job.plugins.every(({ file }) => !file.includes('api-4'));
if (isShared) fill();
else assert.equal(codeOf(fill), 'TYPE_UNSUPPORTED');
// An instance that a function of JavaScript holds, which it imports itself, is collected all the same.
const holders = Array.from({ length: 20 }, () => {
  const held: { exports?: WebAssembly.Exports } = {};
  const { instance: made } = host.instantiateSync(
    assemble(
      '(module (import "env" "f" (func (result i32))) (func (export "go") (result i32) call 0))',
    ),
    { imports: { env: { f: () => Object.keys(held.exports ?? {}).length } } },
  );
  held.exports = made.exports;
  assert.equal((made.exports.go as CallableFunction)(), 1);
  return new WeakRef(made.exports);
});
for (let count = 0; count < 5; count += 1) {
  collect();
  await new Promise((resolve) => setImmediate(resolve));
}
// Compiled by stock 0.17.1, a function that is called through a table of another instance works on that one's memory.
assert.equal(hidden(), 1);
if (runMode === 'interpreter') assert.deepEqual([taker.call(), hidden()], [2, 3]);
if (isShared) assert.equal((filled.t.get(0) as CallableFunction)(), 7);
assert.ok(holders.filter((each) => each.deref() !== undefined).length < 5);

rmSync(work, { recursive: true });
console.log('end');
