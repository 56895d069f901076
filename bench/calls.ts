// The host call and what is measured against it: each signature from WebAssembly to the plug-in, to the
// same function written as a plain Node-API addon and through koffi, and in a stock WasmEdge.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import koffi from 'koffi';
import type { PluginHost } from '../loader/index.js';
import type { Files } from './files.js';
import type { GuestName } from './guests.js';
import { type Benchmark, clock, type Variant } from './measure.js';
import { CALLING, EMPTY, EMPTY_DIRECT, RUST } from './results.js';
import { stockVariants } from './stock.js';

type Callable = (...args: never[]) => unknown;

interface Call {
  readonly title: string;
  readonly guest: GuestName;
  /** What a plain Node-API addon does not have: values of 128 bits. */
  readonly plain?: false;
  /** The C function that koffi calls. */
  readonly koffi?: string;
  /** Also in a stock WasmEdge. */
  readonly stock?: true;
  /** Also with the plug-in that stock headers make. */
  readonly calling?: true;
  /** Also with the plug-in in Rust. */
  readonly rust?: true;
}

const CALLS: readonly Call[] = [
  {
    title: 'call (i32, i32) -> i32',
    guest: 'add_i32',
    stock: true,
    calling: true,
    rust: true,
    koffi: 'int32_t koffi_add_i32(int32_t, int32_t)',
  },
  {
    title: 'call (i64, i64) -> i64',
    guest: 'add_i64',
    stock: true,
    calling: true,
    rust: true,
    koffi: 'int64_t koffi_add_i64(int64_t, int64_t)',
  },
  {
    title: 'call (f64, f64) -> f64',
    guest: 'add_f64',
    koffi: 'double koffi_add_f64(double, double)',
  },
  { title: 'call (v128) -> v128', guest: 'same_v128', plain: false },
  { title: 'call (externref) -> externref', guest: 'same_externref' },
  {
    title: 'call (8 x i32) -> i32',
    guest: 'sum_8',
    koffi: `int32_t koffi_sum_8(${Array(8).fill('int32_t').join(', ')})`,
  },
  { title: 'read 16 bytes of memory', guest: 'read_16', stock: true, rust: true },
  { title: 'call back an export', guest: 'call_back', stock: true },
  { title: 'workload, half of it in the plug-in', guest: 'digest', stock: true },
];

/** A value for `bench.value`, which one guest imports. */
const value = {};

type Method = (...args: unknown[]) => unknown;
type Exports = { run(count: number): void; memory: WebAssembly.Memory; callback: Callable };

// The faster way to import a Node-API function that has parameters.
const DIRECT = Number.parseInt(process.versions.node, 10) >= 22;
const ARROWS: Record<number, (call: Method) => Callable> = {
  1: (call) => (a: unknown) => call(a),
  2: (call) => (a: unknown, b: unknown) => call(a, b),
  8:
    (call) =>
    (...eight: unknown[]) =>
      call(...eight),
};
const ARITY: Partial<Record<GuestName, number>> = { same_externref: 1, sum_8: 8 };

function instantiate(module: WebAssembly.Module, guest: GuestName, call: Callable): Exports {
  const imports: unknown = { bench: { [guest]: call, value } };
  const { exports } = new WebAssembly.Instance(module, imports as WebAssembly.Imports);
  return exports as unknown as Exports;
}

/** The guest with the reference addon's function, which its author passes the memory and the callback. */
function plainGuest(module: WebAssembly.Module, guest: GuestName, call: Method): Exports {
  const wrappers: Partial<Record<GuestName, Callable>> = {
    read_16: (at) => call(at, exports.memory.buffer),
    digest: (at, length) => call(at, length, exports.memory.buffer),
    call_back: (argument) => call(argument, exports.callback),
  };
  const arrow = DIRECT ? (call as Callable) : ARROWS[ARITY[guest] ?? 2]?.(call);
  const exports = instantiate(module, guest, wrappers[guest] ?? (arrow as Callable));
  return exports;
}

const running = (name: string, { run }: Exports): Variant => ({
  name,
  sample: clock((count) => run(count)),
});

async function pluginGuest(host: PluginHost, module: WebAssembly.Module): Promise<Exports> {
  const { instance } = await host.instantiate(module, { imports: { bench: { value } } as never });
  return instance.exports as unknown as Exports;
}

/** The benchmarks of calls, each made when it is its turn: its stock processes live that long. */
export async function* callBenchmarks(
  files: Files,
  hosts: Readonly<Record<string, PluginHost>>,
): AsyncGenerator<Benchmark> {
  const addon = createRequire(import.meta.url)(files.reference) as Record<string, Method>;
  const library = koffi.load(files.reference);
  const compiled = (guest: GuestName) => new WebAssembly.Module(readFileSync(files.guests[guest]));
  const nothing = addon.empty as Method;
  const empty = instantiate(compiled('empty'), 'empty', () => nothing());
  const emptyDirect = instantiate(compiled('empty'), 'empty', nothing as Callable);

  for (const { title, guest, plain = true, koffi: prototype, stock, calling, rust } of CALLS) {
    const module = compiled(guest);
    const variants: Variant[] = [];
    for (const [name, host] of Object.entries(hosts)) {
      if ((name === CALLING && !calling) || (name === RUST && !rust)) continue;
      variants.push(running(name, await pluginGuest(host, module)));
    }
    variants.push(running(EMPTY, empty), running(EMPTY_DIRECT, emptyDirect));
    if (plain) {
      variants.push(running('plain Node-API', plainGuest(module, guest, addon[guest] as Method)));
    }
    if (prototype) {
      const call = library.func(prototype) as Method;
      // koffi gives a number where the result fits one, WebAssembly takes a BigInt.
      const wide = (a: unknown, b: unknown) => BigInt(call(a, b) as number);
      const callable = guest === 'add_i64' ? wide : call;
      variants.push(running('koffi', instantiate(module, guest, callable as Callable)));
    }
    if (guest === 'read_16') {
      const add = await pluginGuest(Object.values(hosts)[0] as PluginHost, compiled('add_i32'));
      variants.push(running('add i32', add));
    }
    if (guest === 'digest') {
      const alone = instantiate(compiled('alone'), 'digest', () => 0);
      variants.push(running('WebAssembly alone', alone));
    }
    if (!stock || 'skip' in files.stock) yield { name: title, unit: 'ns', variants };
    else {
      const more = await stockVariants(files.stock, files.plugin, files.guests, guest);
      yield { name: title, unit: 'ns', variants: [...variants, ...more.variants], end: more.end };
    }
  }
}
