// One worker thread of level 7: loads the plug-in, creates its modules and runs test cases. Started by
// threads.ts.
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type * as Loader from '#loader';
import { CommandError } from '../../errors.js';
import type { Job } from '../cell/job.js';
import { runCase, toFault } from '../cell/run-case.js';

export interface ThreadData {
  job: Job;
  /** How often; null: until the thread is terminated. */
  rounds: number | null;
}

const { job, rounds } = workerData as ThreadData;

async function run(): Promise<void> {
  const { loadPlugins } = (await import(pathToFileURL(job.loader).href)) as typeof Loader;
  const host = loadPlugins({ paths: [job.expectedPath] });
  const plugin = host.findPlugin(job.plugin.name) as Loader.Plugin;
  for (let round = 0; rounds === null || round < rounds; round += 1) {
    const modules = plugin.modules.map(({ name }) => plugin.createModule(name));
    for (const test of job.tests) {
      const fault = await runCase({ host, plugin, guests: job.guests }, test);
      if (fault) throw new CommandError(fault.code, `test case '${test.name}': ${fault.reason}`);
    }
    for (const module of modules) module[Symbol.dispose]();
    if (round === 0) parentPort?.postMessage('ready');
  }
}

try {
  await run();
} catch (error) {
  parentPort?.postMessage(toFault(error));
}
