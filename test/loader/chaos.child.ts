// Run by chaos.test.ts: workers that do all they can with plug-ins, and are terminated at random moments.
// Prints what the plug-in counted, as JSON.
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { loadPlugins } from '../../loader/index.js';
import type { Callable } from './mirror.js';

const GUEST = `(module
  (import "mirror" "add" (func $add (param i32 i32) (result i32)))
  (import "mirror" "spin" (func $spin (param i32)))
  (import "mirror" "grow" (func $grow (param i32) (result i32)))
  (import "mirror" "poke" (func $poke (param i32 i32)))
  (import "mirror" "recover" (func $recover (param i32) (result i32)))
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "mirror" "call_ref" (func $call_ref (param funcref i32) (result i32)))
  (import "mirror" "echo_externref" (func $extern (param externref) (result externref)))
  (import "js" "step" (func $step (param i32) (result externref)))
  (memory 1)
  (func $dive (export "callback") (param i32) (result i32)
    (drop (call $extern (call $step (local.get 0))))
    (call $poke (i32.const 0) (local.get 0))
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
      (else (call $call_back (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "add") (param i32) (result i32) (call $add (local.get 0) (i32.const 1)))
  (func (export "spin") (param i32) (call $spin (i32.const 100)))
  (func (export "grow") (param i32) (result i32) (call $grow (i32.and (local.get 0) (i32.const 1))))
  (func (export "dive") (param i32) (result i32) (call $call_back (i32.const 40)))
  (func (export "recover") (param i32) (result i32) (call $recover (i32.const 10)))
  (func (export "ref") (param i32) (result i32) (call $call_ref (ref.func $dive) (i32.const 5))))`;

const ACTIONS = ['add', 'spin', 'grow', 'dive', 'recover', 'ref', 'create', 'instantiate', 'exit'];

interface Job {
  file: string;
  guest: Uint8Array<ArrayBuffer>;
  action: string;
}

async function work({ file, guest, action }: Job): Promise<void> {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (action === 'exit' && steps === 100) process.exit(1); // in a callback of a callback
    return { steps };
  };
  const start = async () => {
    const host = loadPlugins({ paths: [file] });
    const { instance } = await host.instantiate(guest, { imports: { js: { step } } });
    return { host, exports: instance.exports as Record<string, Callable> };
  };
  const { host, exports } = await start();
  parentPort?.postMessage('ready');
  for (let count = 0; ; count += 1) {
    if (action === 'create') {
      const module = host.createModule(count % 2 ? 'mirror' : 'state');
      if (count % 3) module[Symbol.dispose]();
      else module.functions.add?.(count, 1);
    } else if (action === 'instantiate') {
      await start();
    } else {
      try {
        exports[action === 'exit' ? 'dive' : action]?.(count);
      } catch (error) {
        // The memory has reached its limit; go on.
        if (action !== 'grow') throw error;
      }
    }
  }
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function chaos(file: string, seed: number, rounds: number) {
  const { assemble } = await import('./mirror.js'); // heavy; workers do without
  const guest = await assemble(GUEST);
  const next = random(seed);
  const host = loadPlugins({ paths: [file] });
  const module = host.createModule('mirror');
  const { add, counts } = module.functions as Record<string, Callable>;
  const failures: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const workers = [0, 1].map(async (which) => {
      const action = ACTIONS[(2 * round + which) % ACTIONS.length] as string;
      const worker = new Worker(fileURLToPath(import.meta.url), {
        workerData: { file, guest, action } satisfies Job,
      });
      worker.on('error', (error) => failures.push(`${action}: ${error.stack}`));
      let works = false;
      worker.once('message', () => {
        works = true;
      });
      // Some while they start, most while they work.
      if (next() < 0.7) await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
      await setTimeout(next() * 60);
      const code = await worker.terminate();
      // Undefined when it has ended by itself, which only one action does.
      if (works && code !== (action === 'exit' ? undefined : 1) && code !== 1) {
        failures.push(`${action}: code ${code}`);
      }
    });
    for (let count = 0; count < 1000; count += 1) add?.(count, 1);
    await Promise.all(workers);
  }
  return { failures, sum: add?.(20, 22), counts: counts?.() };
}

if (isMainThread) {
  const [, , file = '', seed, rounds] = process.argv;
  console.log(JSON.stringify(await chaos(file, Number(seed), Number(rounds))));
} else {
  await work(workerData as Job);
}
