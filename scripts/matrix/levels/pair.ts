// Level 6: the test cases of two plug-ins, turn and turn about in one process. stages.ts starts one
// process for each order of loading.
import type { Job } from '../cell/job.js';
import type { CaseContext } from '../cell/run-case.js';
import { type Check, type CheckInput, repeatCase } from './check.js';

/** Loads the other plug-in into a host of its own: the two may offer modules of one name. */
function openCompanion(
  { file, name, guests }: NonNullable<Job['companion']>,
  { loadPlugins }: CheckInput['loader'],
): CaseContext | { reason: string } {
  const host = loadPlugins({ paths: [file] });
  const plugin = host.findPlugin(name);
  if (plugin) return { host, plugin, guests };
  const [outcome] = host.outcomes;
  return {
    reason: `the other plug-in, ${name}, does not load: ${outcome?.code}, ${outcome?.reason}`,
  };
}

export const pair: Check = async (input) => {
  const { job, context, loader, step } = input;
  const { companion } = job;
  if (!companion)
    return 'there is no other plug-in; one more in the directory of plug-ins would do';
  const other = openCompanion(companion, loader);
  if ('reason' in other) return other.reason;
  const turns = Math.max(job.tests.length, companion.tests.length);
  for (let turn = 0; turn < turns; turn += 1) {
    const own = job.tests[turn];
    const its = companion.tests[turn];
    if (own) await repeatCase({ context, step }, own, `beside plug-in ${companion.name}`);
    if (its) await repeatCase({ context: other, step }, its, `of plug-in ${companion.name}`);
  }
  return undefined;
};
