// Run by soak.ts with --expose-gc: does one thing many times and prints resident memory after a warm-up
// and at the end, and what the plug-in counted, as JSON. Workers run this same file.
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { loadPlugins, type PluginHost } from '../../loader/index.js';
import type { Callable } from './mirror.js';

/** What soak.ts reads. Memory is in bytes. */
export interface SoakReport {
  warm: number;
  end: number;
  /** Modules created and finalized, and finalized on another thread than they were created on. */
  counts: [number, number, number];
}

interface Job {
  file: string;
  guest: Uint8Array<ArrayBuffer>;
}

const GUEST = `(module
  (import "mirror" "add" (func $add (param i32 i32) (result i32)))
  (import "mirror" "poke" (func $poke (param i32 i32)))
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "mirror" "call_ref" (func $call_ref (param funcref i32) (result i32)))
  (import "mirror" "echo_externref" (func $extern (param externref) (result externref)))
  (import "js" "fresh" (func $fresh (result externref)))
  (memory 1)
  (func $callback (export "callback") (param i32) (result i32) (local.get 0))
  (func (export "run") (param $count i32) (result i32) (local $sum i32)
    (loop $next
      (local.set $sum (call $add (local.get $sum) (i32.const 1)))
      (if (i32.eqz (i32.rem_u (local.get $count) (i32.const 10)))
        (then (call $poke (i32.const 9) (local.get $sum))))
      (if (i32.eqz (i32.rem_u (local.get $count) (i32.const 100)))
        (then
          (drop (call $call_back (i32.const 1)))
          (drop (call $extern (call $fresh)))
          (drop (call $call_ref (ref.func $callback) (i32.const 1)))))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum)))`;

const collect = globalThis.gc as () => void;

/** Lets everything unreachable be collected and finalized. */
async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    collect();
    await setImmediate();
  }
}

async function instantiate(host: PluginHost, guest: Uint8Array<ArrayBuffer> | WebAssembly.Module) {
  const imports = { js: { fresh: () => ({ fresh: new Array(10) }) } };
  const { instance, modules } = await host.instantiate(guest, { imports });
  return { run: instance.exports.run as Callable, modules };
}

// All collect often: left alone, a heap grows to a size of its own first, which depends on the Node version.
const scenes: Record<string, (host: PluginHost, count: number, job: Job) => Promise<void>> = {
  async calls(host, count, { guest }) {
    const { run } = await instantiate(host, guest);
    for (let left = count; left > 0; left -= 100_000) {
      run(Math.min(left, 100_000));
      collect();
      await setImmediate(); // one turn of the event loop is as long as this
    }
  },

  async instances(host, count, { guest }) {
    const module = await host.compile(guest);
    for (let made = 0; made < count; made += 1) {
      const { run, modules } = await instantiate(host, module);
      run(100);
      // Half of them is disposed of, half becomes garbage.
      if (made % 2 === 0) for (const each of modules) each[Symbol.dispose]();
      if (made % 50 === 0) {
        collect();
        await setImmediate();
      }
    }
  },

  async workers(_host, count, job) {
    for (let made = 0; made < count; made += 2) {
      const pair = [1, 2].map(
        () => new Worker(fileURLToPath(import.meta.url), { workerData: job }),
      );
      await Promise.all(pair.map((worker) => once(worker, 'exit')));
    }
  },
};

async function main([file = '', scene = '', count = '0']: readonly string[]): Promise<SoakReport> {
  const { assemble } = await import('./mirror.js'); // heavy; workers do without
  const job = { file, guest: await assemble(GUEST) };
  const host = loadPlugins({ paths: [file] });
  const play = scenes[scene] as (typeof scenes)[string];
  await play(host, Number(count) / 5, job);
  await settle();
  const warm = process.memoryUsage.rss();
  await play(host, Number(count), job);
  await settle();
  const counts = host.createModule('mirror').functions.counts?.() as [number, number, number];
  return { warm, end: process.memoryUsage.rss(), counts };
}

if (isMainThread) console.log(JSON.stringify(await main(process.argv.slice(2))));
else {
  const { file, guest } = workerData as Job;
  const { run } = await instantiate(loadPlugins({ paths: [file] }), guest);
  run(1000);
}
