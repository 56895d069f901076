// Which targets' cells can run on this machine, which not, why, and what makes them run: the table of
// doctor and of setup-runners.
import Table from 'cli-table3';
import type { Target, TargetId } from '../../loader/target.js';
import { PLAIN_TABLE } from '../output.js';
import { chooseRunner, findObstacle, noRunner } from './index.js';
import { native } from './native.js';
import { findNode } from './node-builds.js';

export interface RunnerStatus {
  readonly target: TargetId;
  /** Null where there is no way to run the target. */
  readonly runner: string | null;
  readonly ready: boolean;
  /** The version of Node its cells run in; null unless ready. */
  readonly node: string | null;
  /** Null when ready. */
  readonly reason: string | null;
  readonly fix: string | null;
}

/** Looks at what is there; installs nothing. */
export async function runnerStatus(target: Target, cacheDirectory: string): Promise<RunnerStatus> {
  const runner = chooseRunner(target);
  const obstacle = runner ? await findObstacle(runner, target, cacheDirectory) : noRunner(target);
  const build =
    runner === native ? process.versions.node : findNode(cacheDirectory, target)?.version;
  return {
    target: target.id,
    runner: runner?.name ?? null,
    ready: obstacle === undefined,
    node: obstacle === undefined ? (build ?? null) : null,
    reason: obstacle?.reason ?? null,
    fix: obstacle?.fix ?? null,
  };
}

export function renderRunners(statuses: readonly RunnerStatus[]): string {
  const table = new Table({ ...PLAIN_TABLE, head: ['target', 'runner', 'node', 'state'] });
  for (const { target, runner, ready, node, reason, fix } of statuses) {
    table.push([target, runner ?? '-', node ?? '-', ready ? 'ready' : `${reason}: ${fix}`]);
  }
  return table.toString();
}
