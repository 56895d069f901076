// Why cells did not pass: each reason once, with the cells it holds for.
import type { ReportedCell, State } from '../matrix/report.js';

export interface Reason {
  state: State;
  /** With the error code before it, where there is one. */
  reason: string;
  cells: ReportedCell[];
}

const ORDER: readonly State[] = ['failed', 'undecided', 'skipped', 'audited'];

/** Failures first, then what could run here after a change. */
export function groupReasons(cells: readonly ReportedCell[]): Reason[] {
  const groups = new Map<string, Reason>();
  for (const cell of cells) {
    const { state, code } = cell;
    if (cell.reason === null) continue;
    const reason = code === null ? cell.reason : `${code}: ${cell.reason}`;
    const key = JSON.stringify([state, reason]);
    const group = groups.get(key) ?? { state, reason, cells: [] };
    group.cells.push(cell);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (left, right) => ORDER.indexOf(left.state) - ORDER.indexOf(right.state),
  );
}

export const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** Which cells, in a line: `linux-x64, darwin-x64 (arith; env, file; node 20.20.2)`. */
export function summarizeCells(cells: readonly ReportedCell[]): string {
  const all = <Key extends 'plugin' | 'target' | 'path' | 'engine' | 'node'>(key: Key) =>
    unique(cells.map((cell) => cell[key])).join(', ');
  const engines = all('engine') === 'v8' ? '' : `${all('engine')}; `;
  return `${all('target')} (${all('plugin')}; ${all('path')}; ${engines}node ${all('node')})`;
}
