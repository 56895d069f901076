// How the cells of each target run on this machine, or why they do not and what makes them run. Looks
// at what is there and installs nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target, TargetId } from '#loader/internal';
import { MARKS } from '../matrix/marks.js';
import { drawTable } from '../output/table.js';
import { hasPackages, packageHint } from './debian-packages.js';
import { isDebian } from './isolated-apt.js';
import { native } from './native.js';
import { chooseNodes, type NodeChoice } from './nodes.js';
import { type Obstacle, type Runner, setUpCommand } from './runner.js';
import { findRunner, noRunner } from './runners.js';

/** How a target's cells run here. */
export interface Seat {
  readonly target: Target;
  /** Undefined where there is no way to run the target. */
  readonly runner: Runner | undefined;
  /** Why none of the cells can run; undefined: those with a Node can. */
  readonly obstacle: Obstacle | undefined;
  /** At least one. */
  readonly nodes: readonly NodeChoice[];
}

/** What --json shows of a seat. */
export interface SeatStatus {
  readonly target: TargetId;
  readonly runner: string | null;
  readonly ready: boolean;
  /** The versions of Node its cells run in. */
  readonly nodes: readonly string[];
  /** Null when ready. */
  readonly reason: string | null;
  readonly fix: string | null;
}

/** Starts the first Node there is, to know that it runs. */
async function tryNode(
  runner: Runner,
  target: Target,
  nodes: readonly NodeChoice[],
  cacheDirectory: string,
): Promise<Obstacle | undefined> {
  const node = nodes.find(({ executable }) => typeof executable === 'string');
  if (!node) return undefined;
  const cwd = await mkdtemp(join(tmpdir(), 'plugkit-node-'));
  const end = await runner
    .run(
      {
        target,
        node: node.executable as string,
        args: ['--version'],
        cwd,
        env: {},
        timeout: 30_000 * runner.timeFactor(target),
      },
      cacheDirectory,
    )
    .finally(() => rm(cwd, { recursive: true, force: true }));
  if ('reason' in end) return end;
  if (end.exitCode === 0) return undefined;
  const said = end.output.split('\n').at(-1) || end.signal || `exit status ${end.exitCode}`;
  return {
    reason: `Node ${node.version} does not start through the ${runner.name} runner: ${said}`,
    fix: isDebian()
      ? `remove ${join(cacheDirectory, 'runners')}, then ${setUpCommand(target)}`
      : packageHint(runner.packages(target)),
  };
}

/** What setup-runners has yet to install. */
function lackOf(runner: Runner, target: Target, cacheDirectory: string): Obstacle | undefined {
  const sets = runner.packages(target).filter((set) => !hasPackages(cacheDirectory, set));
  if (sets.length === 0) return undefined;
  const packages = sets.flatMap((set) => set.packages).join(', ');
  return { reason: `the ${runner.name} runner lacks ${packages}`, fix: setUpCommand(target) };
}

/**
 * @param wanted versions and paths of Node, from parseNodes(); undefined: the default for the target
 */
export async function findSeat(
  target: Target,
  wanted: readonly string[] | undefined,
  cacheDirectory: string,
): Promise<Seat> {
  const runner = findRunner(target);
  if (!runner) {
    const [version = process.versions.node] = wanted ?? [];
    const obstacle = noRunner(target);
    return { target, runner, obstacle, nodes: [{ version, executable: obstacle }] };
  }
  const nodes = await chooseNodes(runner, target, wanted, cacheDirectory);
  const obstacle =
    lackOf(runner, target, cacheDirectory) ??
    (await runner.obstacle(target, cacheDirectory)) ??
    (runner === native ? undefined : await tryNode(runner, target, nodes, cacheDirectory));
  return { target, runner, obstacle, nodes };
}

export function seatStatus({ target, runner, obstacle, nodes }: Seat): SeatStatus {
  const missing = nodes.flatMap(({ executable }) =>
    typeof executable === 'string' ? [] : [executable],
  );
  const problems = obstacle ? [obstacle] : missing;
  const joined = (part: keyof Obstacle) =>
    problems.length === 0 ? null : [...new Set(problems.map((each) => each[part]))].join('; ');
  return {
    target: target.id,
    runner: runner?.name ?? null,
    ready: problems.length === 0,
    nodes: nodes.flatMap(({ version, executable }) =>
      typeof executable === 'string' ? [version] : [],
    ),
    reason: joined('reason'),
    fix: joined('fix'),
  };
}

/** A table, and below it what is not ready with what to do. */
export function renderSeats(statuses: readonly SeatStatus[]): string {
  const rows = statuses.map(({ target, runner, ready, nodes }) => {
    const state = ready
      ? MARKS.passed('ready')
      : runner
        ? MARKS.skipped('not ready')
        : MARKS.audited('audited only');
    return [target, runner ?? '-', nodes.join(', ') || '-', state];
  });
  const table = drawTable({ head: ['target', 'runner', 'node', 'state'], rows });
  const notes = statuses.flatMap(({ target, runner, ready, reason, fix }) =>
    ready ? [] : [`${MARKS[runner ? 'skipped' : 'audited'](target)}: ${reason}\n    ${fix}`],
  );
  return [table, ...notes].join('\n');
}
