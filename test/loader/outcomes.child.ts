// Loads plug-ins where they could end the process, and with threads of their own environment. Prints what
// became of them as JSON.
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { currentPathEnvironment } from '../../loader/default-paths.js';
import { type LoadOutcome, loadPlugins } from '../../loader/index.js';

interface Job {
  /** Undefined: the default paths. */
  paths: readonly string[] | undefined;
}

const short = ({ path, state, code, warnings }: LoadOutcome) => [
  path,
  code ?? state,
  ...warnings.map((warning) => warning.code),
];

function load({ paths }: Job) {
  const host = loadPlugins({ paths: [] });
  // Of each call: the host keeps the last outcome of a path.
  const outcomes = paths?.flatMap((path) => host.loadFromPath(path)) ?? host.loadFromDefaultPaths();
  return {
    outcomes: outcomes.map(short),
    home: currentPathEnvironment().homeDirectory,
  };
}

/** What a new thread finds, which ends then. */
async function inWorker(job: Job, env?: NodeJS.ProcessEnv): Promise<unknown> {
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: job,
    ...(env ? { env } : {}),
  });
  const exit = once(worker, 'exit');
  const [found] = await once(worker, 'message');
  await exit;
  return found;
}

const scenes: Record<string, (...args: string[]) => Promise<unknown>> = {
  /** In this thread, then in two others. */
  async refused(...paths) {
    const results = [load({ paths }), await inWorker({ paths }), await inWorker({ paths })];
    await setTimeout(50); // for threads of the plug-ins
    return results;
  },

  /** Refused in a thread first, while no other thread has the addon. */
  async worker(...paths) {
    const results = [await inWorker({ paths }), load({ paths })];
    await setTimeout(50);
    return results;
  },

  /** Each argument is the environment of a thread. */
  async environments(...environments) {
    const job = { paths: undefined };
    const results: unknown[] = [load(job)];
    for (const env of environments) results.push(await inWorker(job, JSON.parse(env)));
    return results;
  },

  /** Calls a function of the plug-in. */
  async call(path = '') {
    const host = loadPlugins({ paths: [path] });
    console.log(JSON.stringify(host.outcomes.map(short)));
    return host.createModule('faulty').functions.act?.(1);
  },
};

if (isMainThread) {
  const [scene = '', ...args] = process.argv.slice(2);
  console.log(JSON.stringify(await scenes[scene]?.(...args)));
} else {
  parentPort?.postMessage(load(workerData as Job));
}
