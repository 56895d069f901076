// The end of a Windows program as wine tells it. Of the 32 bits of an exit status a Linux process passes
// on 8; what wine says about an exception gives the others back. Used by wine.ts.
import type { ProcessEnd } from '../supervise.js';

/** The exceptions that wine names in words, with Windows' numbers; others it names by number. */
const EXCEPTIONS: readonly (readonly [RegExp, number])[] = [
  [/^page fault/, 0xc0000005],
  [/^illegal instruction/, 0xc000001d],
  [/^division by zero/, 0xc0000094],
  [/^privileged instruction/, 0xc0000096],
  [/^stack overflow/, 0xc00000fd],
];

/** What wine says before each program, for want of one that these cells do not need. */
const NO_NEWS = /^wine: failed to open .*\\wineboot\.exe": c0000135$/;

function exceptionNumber(said: string): number | undefined {
  const byNumber = /^exception (0x[\da-f]{8})/.exec(said)?.[1];
  if (byNumber) return Number(byNumber);
  return EXCEPTIONS.find(([pattern]) => pattern.test(said))?.[1];
}

/** The end with Windows' own exit status, as far as it can be known, and without wine's noise. */
export function readEnd(end: ProcessEnd): ProcessEnd {
  const lines = end.output
    .split(/\r?\n/)
    .filter((line) => !NO_NEWS.test(line))
    .map((line) => line.replace(/^(wine: Unhandled .*), starting debugger\.\.\.$/, '$1'));
  const said = lines.map((line) => /^wine: Unhandled (.*)/.exec(line)?.[1]).find(Boolean);
  const status = said === undefined ? undefined : exceptionNumber(said);
  const output = lines.join('\n').trim();
  // An exception that the program handles in the end does not set its exit status.
  const known = status !== undefined && (status & 0xff) === end.exitCode;
  return { ...end, output, exitCode: known ? status : end.exitCode };
}
