// What the program test/native/plugin/report_outcomes.c prints, as objects.
import assert from 'node:assert/strict';
import { type RunOptions, runLines } from './host-library.js';

export interface Printed {
  readonly state: string;
  /** '' unless refused, as reason and hint. */
  readonly code: string;
  readonly path: string;
  readonly reason: string;
  readonly hint: string;
  readonly warnings: readonly { code: string; message: string; hint: string }[];
}

/** Loads these paths, or the default paths when there are none, in one process. */
export function load(
  program: string,
  paths: readonly string[],
  options: RunOptions = {},
): Printed[] {
  const outcomes: (Printed & { warnings: { code: string; message: string; hint: string }[] })[] =
    [];
  for (const line of runLines(program, paths, options)) {
    const [state = '', code = '', path = '', reason = '', hint = ''] = line.split('\t');
    if (state === 'warning') {
      assertWords(reason, hint);
      outcomes.at(-1)?.warnings.push({ code, message: reason, hint });
      continue;
    }
    if (state === 'refused') assertWords(reason, hint);
    outcomes.push({ state, code, path, reason, hint, warnings: [] });
  }
  return outcomes;
}

function assertWords(reason: string, hint: string): void {
  assert.match(reason, /\S/);
  assert.match(hint, /^[A-Z$].*[^.]$/s);
}
