// Mocha's spec reporter, which at the end also lists each skipped test with its reason, and leaves the
// counts and the failures in the file named by the reporter option `summary`. Named in .mocharc.json.
import { writeFileSync } from 'node:fs';
import { type MochaOptions, Runner, reporters, type Test } from 'mocha';
import { skipReason } from './skip.js';

export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
  /** A line for each failed test: its title and the first line of its error. */
  failures: string[];
}

export default class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const skipped: Test[] = [];
    const failures: string[] = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test));
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failures.push(`${test.titlePath().join(' ')}: ${String(error.message).split('\n')[0]}`);
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (skipped.length > 0) console.log('  Skipped:');
      for (const test of skipped) {
        console.log(`    ${test.titlePath().join(' ')}: ${skipReason(test)}`);
      }
      const file: string | undefined = options.reporterOptions?.summary;
      const { passes: passed, failures: failed } = this.stats;
      const summary: Summary = { passed, failed, skipped: skipped.length, failures };
      if (file !== undefined) writeFileSync(file, JSON.stringify(summary));
    });
  }
}
