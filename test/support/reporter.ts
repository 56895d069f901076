// Mocha's spec reporter, which at the end also lists each skipped test with its reason, and leaves the
// counts in the file named by the reporter option `summary`. Named in .mocharc.json.
import { writeFileSync } from 'node:fs';
import { type MochaOptions, Runner, reporters, type Test } from 'mocha';
import { skipReason } from './skip.js';

export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
}

export default class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const skipped: Test[] = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (skipped.length > 0) console.log('  Skipped:');
      for (const test of skipped) {
        console.log(`    ${test.titlePath().join(' ')}: ${skipReason(test)}`);
      }
      const file: string | undefined = options.reporterOptions?.summary;
      const { passes, failures } = this.stats;
      const summary: Summary = { passed: passes, failed: failures, skipped: skipped.length };
      if (file !== undefined) writeFileSync(file, JSON.stringify(summary));
    });
  }
}
