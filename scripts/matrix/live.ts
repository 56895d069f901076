// Shows the cells as they end, on standard error: one line each, and on a terminal a last line that
// counts and says how long the rest will take. With --json only failures are printed.
import { showData } from '../output/text.js';
import { LIVE_MARKS } from './marks.js';
import type { Cell, CellResult } from './report.js';

export interface LiveOptions {
  /** All there will be. */
  cells: readonly Cell[];
  /** Cells at a time. */
  jobs: number;
  /** A terminal, whose last line may be rewritten. */
  interactive: boolean;
  /** Only failures. */
  quiet: boolean;
  write?: (text: string) => void;
}

const line = (result: CellResult): string => {
  const { plugin, target, path, engine, node, state, reason, ms, cases } = showData(result);
  // Most have the one engine that needs no other program.
  const place = engine === 'v8' ? path : `${path} ${engine}`;
  const ran = reason ?? `${cases.length} test cases, ${ms} ms`;
  // Why cells do not run is printed once, below the grid.
  const word = state === 'audited' || state === 'skipped' ? state : ran;
  return LIVE_MARKS[state](`${plugin} ${target} ${place} node ${node}: ${word}`);
};

/** `40 s`, `1 min 05 s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

const mean = (results: readonly CellResult[]): number =>
  results.reduce((sum, { ms }) => sum + ms, 0) / results.length || 0;

/**
 * Milliseconds until all cells have ended. A cell is expected to take as long as those of its target
 * did (an emulated one takes many times as long as a native one), else as all did.
 */
export function estimateRest(
  cells: readonly Cell[],
  ended: readonly CellResult[],
  jobs: number,
): number {
  const overall = mean(ended);
  let rest = 0;
  for (const target of new Set(cells.map((cell) => cell.target))) {
    const done = ended.filter((cell) => cell.target === target);
    const left = cells.filter((cell) => cell.target === target).length - done.length;
    rest += left * (done.length > 0 ? mean(done) : overall);
  }
  return rest / jobs;
}

/** @returns what to call with each result, and at the end. */
export function createLive({
  cells,
  jobs,
  interactive,
  quiet,
  write = (text) => process.stderr.write(text),
}: LiveOptions) {
  const ended: CellResult[] = [];
  const counter = interactive && !quiet;
  const status = (): string => {
    const failures = ended.filter(({ state }) => state === 'failed').length;
    const failed = failures > 0 ? `, ${failures} failed` : '';
    const rest = formatDuration(estimateRest(cells, ended, jobs));
    const left = ended.length > 0 ? `, about ${rest} left` : '';
    return `${ended.length} of ${cells.length} cells${failed}${left}`;
  };
  if (counter) write(status());
  return {
    add(result: CellResult): void {
      ended.push(result);
      if (quiet && !['failed', 'undecided'].includes(result.state)) return;
      write(`${counter ? '\r\x1b[K' : ''}${line(result)}\n`);
      if (counter) write(status());
    },
    end(): void {
      if (counter) write('\r\x1b[K');
    },
  };
}
