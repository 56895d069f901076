// What the matrix found: the object that `plugkit test --json` prints (docs/matrix.schema.json).
import type { TargetId } from '#loader/internal';
import type { Finding, Verdict } from '../audit/audit.js';
import type { FileKind } from '../audit/checks/check.js';
import type { AnyErrorCode } from '../errors.js';
import type { FailOn } from '../flags/flags.js';
import { packageVersion } from '../project/paths.js';
import { type LevelResult, levelsOfPlugins, type PluginLevel } from './levels/levels.js';

/** How the plug-in is found; see path-modes.ts. */
export const PATH_MODES = ['env', 'installation', 'system', 'file', 'directory'] as const;
export type PathMode = (typeof PATH_MODES)[number];

/** What executes WebAssembly; a stock libwasmedge does it in three ways. */
export const ENGINES = ['v8', 'wasmedge', 'wasmedge-jit', 'wasmedge-aot'] as const;
export type Engine = (typeof ENGINES)[number];

/** A cell, whichever Node runs it. */
export interface Place {
  plugin: string;
  target: TargetId;
  path: PathMode;
  engine: Engine;
}

/** One square of the matrix. */
export interface Cell extends Place {
  /** The version of Node that runs the cell, without `v`. */
  node: string;
}

/**
 * `undecided`: its process did not get as far as opening the plug-in, which says nothing about it.
 * `audited`: the binary cannot run here and was checked without running it. `skipped`: the cell could
 * run on such a machine, but not as this one is set up.
 */
export const STATES = ['passed', 'failed', 'undecided', 'audited', 'skipped'] as const;
export type State = (typeof STATES)[number];

export interface CaseResult {
  name: string;
  state: 'passed' | 'failed';
  /** What is called, with its arguments. */
  call: string;
  expected: string;
  /** Why it failed: what happened instead. */
  reason: string | null;
}

/** What running a cell gives. */
export interface CellResult extends Cell {
  state: State;
  /** Why it failed, in one word; null for a cell that did not. */
  code: AnyErrorCode | null;
  /** Why it did not pass; null for a cell that did. */
  reason: string | null;
  /** Wall time of the cell's process, 0 when none was started. */
  ms: number;
  /** The test cases that ran, in the order of plugin.json. */
  cases: CaseResult[];
  /** The end of what the cell's process wrote. */
  output: string;
  /** How hard the plug-in was tried; null without a process. */
  level: LevelResult | null;
  /** How often the cell was run: more than once after undecided tries. */
  tries: number;
}

/** A cell in a report. */
export interface ReportedCell extends CellResult {
  /** Those that give this result: one; in a merged report several, or none for a missing cell. */
  machines: string[];
  /** How its process was started: `native`, `qemu` and so on; null when none was. */
  runner: string | null;
  /** The command that shows again why it failed or is undecided, for a shell of the machine; null for other cells. */
  rerun: string | null;
}

/** A plug-in or a file of a prebuild, and what the audit found. */
export interface AuditedFile {
  /** The name without its directory. */
  file: string;
  /** Whose it is; null for the loader. */
  plugin: string | null;
  target: TargetId;
  kind: FileKind;
  bytes: number;
  sha256: string;
  verdict: Verdict;
  findings: (Omit<Finding, 'fix'> & { fix: string | null })[];
}

/** Where and when cells were run. */
export interface Run {
  /** The name of the machine. */
  machine: string;
  /** Platform and architecture, and the operating system's own name and release. */
  system: string;
  processor: string;
  /** The version of Node that ran plugkit. */
  node: string;
  /** ISO 8601, UTC. */
  started: string;
  /** Wall time of the whole run. */
  ms: number;
  /** What git has checked out (with `-dirty` after uncommitted changes); null where git does not tell. */
  commit: string | null;
  /** The part that this run is of a larger matrix, all of which is listed; null when it is the whole. */
  shard: { index: number; count: number; matrix: Place[] } | null;
}

/** Of the JSON layout; raised when a reader of the former one would misread it. */
export const REPORT_VERSION = 1;

/** Of one report, also of a merged one: a hundred plug-ins on all targets with all path modes and four Nodes. */
export const MOST_CELLS = 20_000;

export interface MatrixReport {
  reportVersion: number;
  /** The version of plugkit. */
  toolVersion: string;
  /** One, or several in a merged report. */
  runs: Run[];
  cells: ReportedCell[];
  audits: AuditedFile[];
  /** The highest level that each plug-in passed, everywhere it ran. */
  levels: PluginLevel[];
  summary: Record<State, number>;
}

/** The result of a cell whose process was not started; `code` when it failed for that. */
export function notRun(
  cell: Cell,
  state: Exclude<State, 'passed'>,
  reason: string,
  code: AnyErrorCode | null = null,
): CellResult {
  return { ...cell, state, code, reason, ms: 0, cases: [], output: '', level: null, tries: 0 };
}

/** The report of these runs and cells. */
export function createReport(
  runs: Run[],
  cells: ReportedCell[],
  audits: AuditedFile[],
): MatrixReport {
  const count = (state: State) => cells.filter((cell) => cell.state === state).length;
  return {
    reportVersion: REPORT_VERSION,
    toolVersion: packageVersion(),
    runs,
    cells,
    audits,
    levels: levelsOfPlugins(cells),
    summary: {
      passed: count('passed'),
      failed: count('failed'),
      undecided: count('undecided'),
      audited: count('audited'),
      skipped: count('skipped'),
    },
  };
}

/**
 * Whether a run of the matrix is a failure: where a cell failed or is undecided, where cells could have run and none did,
 * and for what else the caller names; `warned` is a warning of the audit.
 */
export function isFailedRun(
  { summary, audits, cells }: MatrixReport,
  failOn: readonly FailOn[] = [],
): boolean {
  const { passed, failed, undecided, audited, skipped } = summary;
  return (
    failed + undecided > 0 ||
    (skipped > 0 && passed + audited === 0) ||
    failOn.some((kind) =>
      kind === 'warned'
        ? audits.some(({ verdict }) => verdict === 'warn')
        : cells.some(({ state }) => state === kind),
    )
  );
}
