// What a cell is run with. Made by run-matrix.ts, for run-cell.ts and stages.ts.
import type { Target } from '#loader/internal';
import type { PluginSource } from '../project/manifest.js';
import type { Runner } from '../runners/runner.js';
import type { StockRuntime } from '../runners/stock.js';
import type { Job } from './cell/job.js';

/** All that the cells of one plug-in and target share. */
export interface CellContext {
  source: PluginSource;
  target: Target;
  /** The plug-in as it was built. */
  file: string;
  guests: Record<string, string>;
  runner: Runner;
  /** The Node executable. */
  node: string;
  /** What the engine is, unless it is `v8`. */
  stock?: StockRuntime;
  /** The search path for programs. */
  path: string;
  /** NODE_OPTIONS of the process, where it needs some. */
  nodeOptions: string | undefined;
  cacheDirectory: string;
  /** Milliseconds that the process may take. */
  timeout: number;
  /** Bytes that it may hold. */
  memory: number;
  /** The highest level to check, see levels.ts. */
  level: number;
  /** Another plug-in, for the levels that want two. */
  companion?: Omit<NonNullable<Job['companion']>, 'first'>;
}
