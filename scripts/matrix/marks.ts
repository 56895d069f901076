// The look of the states of a cell, for people.
import pc from '../output/colours.js';
import type { State } from './report.js';

/** What stands before a state, and its colour. */
export const MARKS: Record<State, (text: string) => string> = {
  passed: (text) => pc.green(`✔ ${text}`),
  failed: (text) => pc.red(`✖ ${text}`),
  undecided: (text) => pc.yellow(`? ${text}`),
  audited: (text) => pc.cyan(`○ ${text}`),
  skipped: (text) => pc.yellow(`- ${text}`),
};
