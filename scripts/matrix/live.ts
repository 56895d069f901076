// Shows the cells as they end, on standard error: one line each, and on a terminal a last line that
// counts. With --json only failures are told. Used by commands/test.ts.
import { MARKS } from './grid.js';
import type { CellResult } from './report.js';

export interface LiveOptions {
  total: number;
  /** A terminal, whose last line may be rewritten. */
  interactive: boolean;
  /** Only failures. */
  quiet: boolean;
  write?: (text: string) => void;
}

const line = ({ plugin, target, path, node, state, reason, ms, cases }: CellResult): string => {
  const told = reason ?? `${cases.length} test cases, ${ms} ms`;
  return MARKS[state](`${plugin} ${target} ${path} node ${node}: ${told}`);
};

/** @returns what to call with each result, and at the end. */
export function createLive({
  total,
  interactive,
  quiet,
  write = (text) => process.stderr.write(text),
}: LiveOptions) {
  let ended = 0;
  const counter = interactive && !quiet;
  return {
    add(result: CellResult): void {
      ended += 1;
      if (quiet && result.state !== 'failed') return;
      write(`${counter ? '\r\x1b[K' : ''}${line(result)}\n`);
      if (counter) write(`${ended} of ${total}`);
    },
    end(): void {
      if (counter) write('\r\x1b[K');
    },
  };
}
