// The look of the states of a cell, for people.
import colours, { errorColours } from '../output/colours.js';
import type { State } from './report.js';

/** What stands before a state, and its colour. */
const marksIn = (pc: typeof colours): Record<State, (text: string) => string> => ({
  passed: (text) => pc.green(`✔ ${text}`),
  failed: (text) => pc.red(`✖ ${text}`),
  undecided: (text) => pc.yellow(`? ${text}`),
  audited: (text) => pc.cyan(`○ ${text}`),
  skipped: (text) => pc.yellow(`- ${text}`),
});

/** For standard output. */
export const MARKS = marksIn(colours);

/** For standard error. */
export const LIVE_MARKS = marksIn(errorColours);
