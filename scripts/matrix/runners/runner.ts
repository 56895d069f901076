// The shape of a runner: how the processes of a target's cells are started on this machine. One file
// a runner, all listed in index.ts.
import type { Target } from '../../../loader/target.js';
import type { ProcessEnd, ProcessOptions } from '../supervise.js';

/** A cell made ready: the arguments of Node, and how it finds things. */
export interface PreparedCell extends ProcessOptions {
  /** The Node executable that was asked for; a runner with Nodes of its own takes `nodeVersion`. */
  node: string;
  nodeVersion: string;
  args: readonly string[];
  /** A directory that the process must see laid over a system directory, without this machine's own
   * being touched. */
  overlay?: { layer: string; over: string };
}

/** What a person can do about a cell that cannot run. */
export interface Obstacle {
  reason: string;
}

export interface Runner {
  readonly name: string;
  /** True, or why this machine cannot run the target this way and what would. */
  canRun(target: Target): true | string;
  /** How the process ended, or why it could not be started as asked. */
  run(cell: PreparedCell): Promise<ProcessEnd | Obstacle>;
}
