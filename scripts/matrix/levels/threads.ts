// Level 7: worker threads run test cases at the same time, and are terminated in the middle of them.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CommandError } from '../../errors.js';
import type { Fault } from '../../process/end.js';
import { type Check, repeatCase } from './check.js';
import type { ThreadData } from './thread.js';

const THREADS = 4;
const ROUNDS = 3;

async function finish(worker: Worker): Promise<void> {
  let fault: Fault | null = null;
  worker.on('message', (message: Fault | 'ready') => {
    if (message !== 'ready') fault = message;
  });
  await once(worker, 'exit');
  const { code, reason } = (fault as Fault | null) ?? {};
  if (code) throw new CommandError(code, `in one of ${THREADS} worker threads, ${reason}`);
}

export const threads: Check = async (input) => {
  const { job, step } = input;
  // Options belong to the process: threads would set them for each other.
  const tests = job.tests.filter(({ options }) => !options);
  const start = (rounds: number | null): Worker => {
    const workerData: ThreadData = { job: { ...job, tests }, rounds };
    return new Worker(new URL('thread.js', import.meta.url), { workerData });
  };

  step(`in one of ${THREADS} worker threads`);
  await Promise.all(Array.from({ length: THREADS }, () => finish(start(ROUNDS))));

  for (let round = 1; round <= ROUNDS; round += 1) {
    step(`while worker threads are terminated, round ${round}`);
    const workers = [start(null), start(null)];
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  for (const test of job.tests) await repeatCase(input, test, 'after threads have ended');
  return undefined;
};
