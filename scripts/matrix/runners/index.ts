// The runners, the one to prefer first.
import type { Target } from '../../../loader/target.js';
import { native } from './native.js';
import type { Runner } from './runner.js';

const RUNNERS: readonly Runner[] = [native];

/** The first runner that can run the target, or each one's reason why it cannot. */
export function findRunner(target: Target): Runner | string {
  const reasons: string[] = [];
  for (const runner of RUNNERS) {
    const answer = runner.canRun(target);
    if (answer === true) return runner;
    reasons.push(answer);
  }
  return reasons.join('; ');
}
