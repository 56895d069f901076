// A test case in words: what is called, and what should come of it.
import type { TestCase, Value } from '../project/manifest.js';

const show = (values: readonly Value[]): string =>
  values.flatMap((value) => Object.entries(value).map(([type, it]) => `${type} ${it}`)).join(', ');

/** `divmod(i32 7, i32 2) of tests/arith.wat`. */
export function describeCall({ call, args = [], guest, module }: TestCase): string {
  return `${call}(${show(args)}) of ${guest ?? `module ${module}`}`;
}

export function describeExpectation({ returns, fails, traps, memory }: TestCase): string {
  if (fails) return `a failure with ${fails.category} code ${fails.code}`;
  if (traps) return 'a trap';
  if (!returns) return 'termination';
  const result = returns.length === 0 ? 'nothing returned' : `${show(returns)} returned`;
  return memory
    ? `${result}, and ${JSON.stringify(memory.text)} in memory at ${memory.offset}`
    : result;
}
