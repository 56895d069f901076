// Level 5: test cases have the same outcome when others ran before, in any order, while the instances
// of former ones live (until a case with options ends them), and after those were collected.
import { type Check, collectGarbage, nextTurn, repeatCase } from './check.js';

export const repeatCases: Check = async (input) => {
  const { tests } = input.job;
  const keep: unknown[] = [];
  for (const test of tests) await repeatCase(input, test, 'for the second time', { keep });
  for (const test of tests.toReversed())
    await repeatCase(input, test, 'in reverse order', { keep });
  keep.length = 0;
  for (let round = 0; round < 10; round += 1) {
    collectGarbage();
    await nextTurn();
  }
  for (const test of tests) await repeatCase(input, test, 'after garbage was collected');
  return undefined;
};
