// Run by workers.test.ts: starts worker threads of this same file, which load the plug-in and call it.
// Prints what it saw as JSON.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type HostCallError, loadPlugins } from '../../loader/index.js';
import type { Callable } from './mirror.js';

const GUEST = `(module
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "mirror" "poke" (func $poke (param i32 i32)))
  (import "js" "think" (func $think (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "callback") (param i32) (result i32)
    (call $poke (i32.const 0) (local.get 0)) (call $think (local.get 0)))
  (func (export "run") (param i32) (result i32) (call $call_back (local.get 0))))`;

interface Job {
  file: string;
  guest: Uint8Array<ArrayBuffer>;
  /** Calls until terminated when undefined. */
  calls: number | undefined;
}

async function work({ file, guest, calls }: Job): Promise<void> {
  const host = loadPlugins({ paths: [file] });
  const think = (value: number) => value + 1;
  const { instance } = await host.instantiate(guest, {
    imports: { js: { think } },
  });
  const run = instance.exports.run as Callable;
  parentPort?.postMessage('ready');
  let last: unknown;
  for (let count = 0; calls === undefined || count < calls; count += 1) last = run(count);
  const states = host.outcomes.map(({ state }) => state);
  parentPort?.postMessage({ last, states });
}

interface Shelved {
  shelf: string;
  guest: Uint8Array<ArrayBuffer>;
}

function start(job: Job | Shelved): Worker {
  return new Worker(fileURLToPath(import.meta.url), { workerData: job });
}

/** In a worker: puts a function and a value onto the shelf of the plug-in, and lives on. */
async function put({ shelf, guest }: Shelved): Promise<void> {
  const host = loadPlugins({ paths: [shelf] });
  const { exports } = await WebAssembly.instantiate(guest).then(({ instance }) => instance);
  const functions = host.createModule('shelf').functions as Record<string, Callable>;
  functions.put_function?.(exports.run);
  functions.put_value?.({ of: 'a worker' });
  parentPort?.postMessage('ready');
  parentPort?.once('message', () => parentPort?.close());
}

function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const { name, code, resultCode } = error as HostCallError;
    return { name, code, resultCode };
  }
}

const scenes: Record<string, (job: Omit<Job, 'calls'> & { shelf: string }) => Promise<unknown>> = {
  async together(job) {
    const results = Array.from({ length: 6 }, async () => {
      const worker = start({ ...job, calls: 5000 });
      const messages: unknown[] = [];
      worker.on('message', (message) => messages.push(message));
      const [code] = await once(worker, 'exit');
      return { code, result: messages.at(-1) };
    });
    return Promise.all(results);
  },

  /** A function of another thread can be neither called nor had, a value is none of this thread's. */
  async shelf({ shelf }) {
    const { assemble } = await import('./mirror.js');
    const guest = await assemble(
      '(module (func (export "run") (param i32) (result i32) (local.get 0)))',
    );
    const worker = start({ shelf, guest });
    await once(worker, 'message');
    const functions = loadPlugins({ paths: [shelf] }).createModule('shelf').functions;
    const {
      get_function: get,
      call_function: call,
      put_function: put,
      get_value: value,
      around,
    } = functions as Record<string, Callable>;
    const seen = [outcome(() => get?.()), outcome(() => call?.(1))];
    // In the middle of the first call of this thread that passes a value.
    const js = { callback: () => seen.push(outcome(() => value?.())) };
    const bytes = await assemble(`(module (import "js" "callback" (func $js (result i32)))
      (func (export "run") (param i32) (result i32) (call $js)))`);
    const { instance } = await WebAssembly.instantiate(bytes, { js });
    put?.(instance.exports.run);
    around?.({ of: 'the main thread' });
    worker.postMessage('end');
    await once(worker, 'exit');
    return seen;
  },

  async terminate(job) {
    const host = loadPlugins({ paths: [job.file] });
    const add = host.createModule('mirror').functions.add as Callable;
    const codes: unknown[] = [];
    for (let round = 0; round < 5; round += 1) {
      const workers = [1, 2].map(() => start({ ...job, calls: undefined }));
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      for (let count = 0; count < 1000 * round; count += 1) add(count, 1);
      codes.push(...(await Promise.all(workers.map((worker) => worker.terminate()))));
    }
    return { codes, sum: add(20, 22) };
  },
};

if (isMainThread) {
  const [, , file = '', scene = '', shelf = ''] = process.argv;
  const { assemble } = await import('./mirror.js'); // heavy; workers do without
  console.log(JSON.stringify(await scenes[scene]?.({ file, shelf, guest: await assemble(GUEST) })));
} else {
  const job = workerData as Job | Shelved;
  await ('calls' in job ? work(job) : put(job));
}
