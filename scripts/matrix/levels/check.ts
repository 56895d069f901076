// What the checks of the levels are given and share. They run in a cell's process (cell-process.ts).
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type * as Loader from '#loader';
import { CommandError } from '../../errors.js';
import type { TestCase } from '../../project/manifest.js';
import type { Job } from '../cell/job.js';
import { type CaseContext, runCase } from '../cell/run-case.js';

export interface CheckInput {
  job: Job;
  loader: typeof Loader;
  context: CaseContext;
  /** Says what is done next, such as `in test case 'add'`; shown when the process dies. */
  step(where: string): void;
}

/** Returns what keeps this machine from checking; throws what is wrong with the plug-in. */
export type Check = (input: CheckInput) => Promise<string | undefined>;

/**
 * Runs a test case once more.
 * @param how in what circumstances, such as `for the second time`
 * @throws {CommandError} the case's fault
 */
export async function repeatCase(
  { context, step }: Pick<CheckInput, 'context' | 'step'>,
  test: TestCase,
  how: string,
  options: Parameters<typeof runCase>[2] = {},
): Promise<void> {
  const where = `in test case '${test.name}' ${how}`;
  step(where);
  const fault = await runCase(context, test, options);
  if (fault) throw new CommandError(fault.code, `${where}: ${fault.reason}`);
}

/** Collects all garbage there is, without the process having been started for it. */
export const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** Lets finalizers of what was collected run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
