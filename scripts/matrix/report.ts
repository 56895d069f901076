// What the matrix tells: the object that `plugkit test --json` prints (docs/matrix.schema.json). Made
// by run-matrix.ts, drawn by grid.ts.
import type { TargetId } from '../../loader/target.js';

/** How the plug-in is found; see path-modes.ts. */
export const PATH_MODES = ['env', 'installation', 'system', 'file', 'directory'] as const;
export type PathMode = (typeof PATH_MODES)[number];

/** What executes WebAssembly. */
export const ENGINES = ['v8'] as const;
export type Engine = (typeof ENGINES)[number];

/** One square of the matrix. */
export interface Cell {
  plugin: string;
  target: TargetId;
  path: PathMode;
  engine: Engine;
  /** The version of Node that runs the cell, without `v`. */
  node: string;
}

/**
 * `audited`: the binary cannot run here and was checked without running it. `skipped`: the cell could
 * run on such a machine, but not as this one is set up.
 */
export const STATES = ['passed', 'failed', 'audited', 'skipped'] as const;
export type State = (typeof STATES)[number];

export interface CaseResult {
  name: string;
  state: 'passed' | 'failed';
  /** Why it failed. */
  reason: string | null;
}

export interface CellResult extends Cell {
  state: State;
  /** Why it did not pass; null for a cell that did. */
  reason: string | null;
  /** Wall time of the cell's process, 0 when none was started. */
  ms: number;
  /** The test cases that ran, in the order of plugin.json. */
  cases: CaseResult[];
}

export interface MatrixReport {
  cells: CellResult[];
  summary: Record<State, number>;
}

/** The report of these cells. */
export function createReport(cells: CellResult[]): MatrixReport {
  const count = (state: State) => cells.filter((cell) => cell.state === state).length;
  return {
    cells,
    summary: {
      passed: count('passed'),
      failed: count('failed'),
      audited: count('audited'),
      skipped: count('skipped'),
    },
  };
}
