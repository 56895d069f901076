// The checks that run in a cell's process, by level. Levels 1 to 3 are cell-process.ts itself.
import type { Check } from './check.js';
import { repeatCase } from './check.js';
import { createOften } from './create-often.js';
import { growingMemory } from './growing-memory.js';
import { loadAgain } from './load-again.js';
import { pair } from './pair.js';
import { repeatCases } from './repeat-cases.js';
import { threads } from './threads.js';

/** Level 10: what it finds is read from the checker's report, see valgrind.ts. */
const underChecker: Check = async (input) => {
  for (const test of input.job.tests) await repeatCase(input, test, 'under valgrind');
  return undefined;
};

export const CHECKS: Readonly<Record<number, Check>> = {
  4: createOften,
  5: repeatCases,
  6: pair,
  7: threads,
  8: growingMemory,
  9: loadAgain,
  10: underChecker,
};
