// Installs what runners need into the cache, with progress: Debian packages, Node builds, and what the
// runner itself makes of them. Used by setup-runners and the matrix.
import { rm } from 'node:fs/promises';
import { PluginError } from '../../../loader/errors.js';
import type { Target, TargetId } from '../../../loader/target.js';
import type { Environment } from '../../options.js';
import { runSteps, type Step } from '../../progress.js';
import { isolateApt, isUnpacked, type PackageSet, unpackPackages } from './debian-packages.js';
import { findRunner } from './index.js';
import { installNode } from './node-builds.js';
import { missingNodes } from './nodes.js';
import { type Obstacle, type Runner, setUpCommand } from './runner.js';
import { findSeat, type Seat } from './status.js';

/** A step, and the targets it serves. */
interface Work extends Step {
  readonly targets: readonly Target[];
}

/** Does the work, and gives the first failure of each target. */
async function perform(
  work: readonly Work[],
  environment: Environment,
  jobs: number,
): Promise<Map<TargetId, PluginError>> {
  const failures = new Map<TargetId, PluginError>();
  const errors = await runSteps(work, environment, jobs);
  for (const [index, error] of errors.entries()) {
    if (error === undefined) continue;
    if (!(error instanceof PluginError)) throw error;
    for (const { id } of work[index]?.targets ?? []) {
      if (!failures.has(id)) failures.set(id, error);
    }
  }
  return failures;
}

interface Served {
  target: Target;
  runner: Runner;
}

async function installPackages(
  served: readonly Served[],
  environment: Environment,
): Promise<Map<TargetId, PluginError>> {
  const { cacheDirectory } = environment;
  const sets = new Map<string, PackageSet>();
  for (const { target, runner } of served) {
    for (const set of runner.packages(target)) {
      if (!isUnpacked(cacheDirectory, set)) sets.set(set.name, set);
    }
  }
  if (sets.size === 0) return new Map();
  const users = (set: PackageSet) =>
    served
      .filter(({ target, runner }) => runner.packages(target).some(({ name }) => name === set.name))
      .map(({ target }) => target);
  let apt: Awaited<ReturnType<typeof isolateApt>> | undefined;
  try {
    const lists: Work = {
      title: "Fetch Debian's package lists",
      targets: [...sets.values()].flatMap(users),
      run: async () => {
        apt = await isolateApt(environment);
        await apt.run(['update'], apt.directory);
      },
    };
    const failures = await perform([lists], environment, 1);
    if (failures.size > 0) return failures;
    const work = [...sets.values()].map(
      (set): Work => ({
        title: `Unpack ${set.packages.length} Debian packages for ${set.name}`,
        targets: users(set),
        run: () => unpackPackages(environment, set, apt as NonNullable<typeof apt>),
      }),
    );
    return await perform(work, environment, 1); // apt is used by one at a time
  } finally {
    if (apt) await rm(apt.directory, { recursive: true, force: true });
  }
}

function asObstacle(target: Target, { message, hint }: PluginError): Obstacle {
  return { reason: message, fix: hint ?? setUpCommand(target) };
}

/**
 * Installs what is missing for the cells of these targets; what is there is left alone. What cannot be
 * installed is the obstacle of the targets that need it, not an error.
 * @param wanted versions and paths of Node, from parseNodes(); undefined: the default for each target
 * @returns how the targets' cells run, in the order of the targets
 */
export async function setUpRunners(
  targets: readonly Target[],
  wanted: readonly string[] | undefined,
  environment: Environment,
): Promise<Seat[]> {
  const { cacheDirectory } = environment;
  const served = targets.flatMap((target): Served[] => {
    const runner = findRunner(target);
    return runner ? [{ target, runner }] : [];
  });
  const failures = await installPackages(served, environment);
  const nodes = served.flatMap(({ target, runner }) =>
    missingNodes(runner, target, wanted, cacheDirectory).map(
      (range): Work => ({
        title: `Fetch Node ${range} for ${target.id}`,
        targets: [target],
        run: async (tell) => tell((await installNode(environment, target, range)).version),
      }),
    ),
  );
  const nodeFailures = await perform(nodes, environment, environment.jobs);
  const unprepared = served.filter(
    ({ target, runner }) => !failures.has(target.id) && !runner.isPrepared(target, cacheDirectory),
  );
  const prepared = await perform(
    unprepared.map(({ target, runner }) => ({
      title: `Prepare the ${runner.name} runner for ${target.id}`,
      targets: [target],
      run: () => runner.prepare(target, environment),
    })),
    environment,
    environment.jobs,
  );
  return Promise.all(
    targets.map(async (target) => {
      const seat = await findSeat(target, wanted, cacheDirectory);
      const failure = failures.get(target.id) ?? prepared.get(target.id);
      if (failure) return { ...seat, obstacle: asObstacle(target, failure) };
      const nodeFailure = nodeFailures.get(target.id);
      if (!nodeFailure) return seat;
      const executable = asObstacle(target, nodeFailure);
      const choices = seat.nodes.map((node) =>
        typeof node.executable === 'string' ? node : { ...node, executable },
      );
      return { ...seat, nodes: choices };
    }),
  );
}
