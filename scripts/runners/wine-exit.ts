// The end of a Windows program as wine reports it. Of the 32 bits of an exit status a Linux process
// passes on 8; what wine's trace says of exceptions gives the others back.
import type { ProcessEnd } from '../process/supervise.js';

/** Makes wine report every exception, handled or not, and nothing else. */
export const TRACE = '-all,trace+seh';

const TRACED = /^[\da-f]{4}:trace:seh:/;
const EXCEPTION = /^[\da-f]{4}:trace:seh:dispatch_exception code=([\da-f]{8})/;

/** What wine says before each program, for want of one that these cells do not need. */
const NO_NEWS = /^wine: failed to open .*\\wineboot\.exe": c0000135$/;

const OUTPUT_LIMIT = 16_384;

/** The end with Windows' own exit status, as far as it can be known, and without wine's trace. */
export function readEnd(end: ProcessEnd): ProcessEnd {
  const lines = end.output.split(/\r?\n/);
  const last = lines.findLast((line) => EXCEPTION.test(line));
  const status = Number.parseInt(EXCEPTION.exec(last ?? '')?.[1] ?? '', 16);
  const output = lines.filter((line) => !TRACED.test(line) && !NO_NEWS.test(line)).join('\n');
  return {
    ...end,
    output: output.slice(-OUTPUT_LIMIT).trim(),
    // An exception that the program handled does not set its exit status.
    exitCode: (status & 0xff) === end.exitCode && status > 0xff ? status : end.exitCode,
  };
}
