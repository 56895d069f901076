// Skipping a test with its reason, which the reporter prints at the end. Called by tests and hooks.
import type { Context, Runnable, Suite } from 'mocha';

const reasons = new WeakMap<Runnable | Suite, string>();

/** Skips the test, or in a `before` hook the suite, that runs: `return skip(this, 'needs Linux')`. */
export function skip(context: Context, reason: string): never {
  // Mocha's types leave out `type`, which tells hooks from tests.
  const running = context.test as Runnable & { type: 'hook' | 'test' };
  reasons.set(running.type === 'hook' ? (running.parent as Suite) : running, reason);
  return context.skip();
}

/** Why a test was skipped: its own reason or that of a suite around it. */
export function skipReason(test: Runnable): string {
  const own = reasons.get(test);
  if (own !== undefined) return own;
  for (let suite = test.parent; suite; suite = suite.parent) {
    const reason = reasons.get(suite);
    if (reason !== undefined) return reason;
  }
  return 'no reason given';
}
