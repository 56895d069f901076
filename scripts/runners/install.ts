// Installs what runners need into the cache, with progress: Debian packages and Node builds.
import { rm } from 'node:fs/promises';
import type { Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { runSteps, type Step } from '../output/progress.js';
import {
  type Apt,
  hasPackages,
  openApt,
  type PackageSet,
  packageHint,
  unpackPackages,
} from './debian-packages.js';
import { installNode } from './node-builds.js';
import { missingNodes } from './nodes.js';
import { type Obstacle, type Runner, setUpCommand } from './runner.js';
import { findRunner } from './runners.js';
import { findSeat, type Seat } from './status.js';

/** A target with its runner. */
interface Served {
  readonly target: Target;
  readonly runner: Runner;
}

/** A step, and for whom it is done: targets, or Nodes of targets by nodeKey(). */
interface Work extends Step {
  /** What each of them has to do when it fails and the error does not say. */
  readonly users: Readonly<Record<string, string>>;
}

/** What could not be done, by user. */
type Failures = Map<string, Obstacle>;

function nodeKey({ id }: Target, version: string): string {
  return `${id} ${version}`;
}

/** Does the work; the first failure for each user goes to `failures`. */
async function perform(
  work: readonly Work[],
  failures: Failures,
  environment: Environment,
  jobs = environment.jobs,
): Promise<void> {
  const errors = await runSteps(work, environment, jobs);
  for (const [index, { users }] of work.entries()) {
    const error = errors[index];
    if (error === undefined) continue;
    if (!(error instanceof CommandError)) throw error;
    for (const [user, fix] of Object.entries(users)) {
      failures.set(user, failures.get(user) ?? { reason: error.message, fix: error.hint ?? fix });
    }
  }
}

async function installPackages(
  served: readonly Served[],
  failures: Failures,
  environment: Environment,
): Promise<void> {
  const lacking = served.flatMap(({ target, runner }) => {
    const sets = runner
      .packages(target)
      .filter((set) => !hasPackages(environment.cacheDirectory, set));
    return sets.length > 0 ? [{ id: target.id, sets }] : [];
  });
  if (lacking.length === 0) return;
  const usersOf = (lacks: typeof lacking) =>
    Object.fromEntries(lacks.map(({ id, sets }) => [id, packageHint(sets)]));
  let apt: Apt | undefined;
  const lists: Work = {
    title: "Fetch Debian's package lists",
    users: usersOf(lacking),
    run: async () => {
      apt = await openApt(environment);
    },
  };
  const unpack = (set: PackageSet): Work => ({
    title: `Unpack Debian packages for ${set.name}`,
    users: usersOf(lacking.filter(({ sets }) => sets.some(({ name }) => name === set.name))),
    run: () => unpackPackages(environment, set, apt as Apt),
  });
  const sets = new Map(lacking.flatMap((lack) => lack.sets).map((set) => [set.name, set]));
  try {
    await perform([lists], failures, environment);
    // apt is used by one at a time.
    if (failures.size === 0)
      await perform([...sets.values()].map(unpack), failures, environment, 1);
  } finally {
    if (apt) await rm(apt.directory, { recursive: true, force: true });
  }
}

/** The seat with the reasons why what it lacks could not be installed. */
function explain(seat: Seat, failures: Failures): Seat {
  const nodes = seat.nodes.map((node) => ({
    ...node,
    executable: failures.get(nodeKey(seat.target, node.version)) ?? node.executable,
  }));
  return { ...seat, obstacle: failures.get(seat.target.id) ?? seat.obstacle, nodes };
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
  const failures: Failures = new Map();
  const served = targets.flatMap((target): Served[] => {
    const runner = findRunner(target);
    return runner ? [{ target, runner }] : [];
  });
  await installPackages(served, failures, environment);

  const fetches = served.flatMap(({ target, runner }) =>
    missingNodes(runner, target, wanted, cacheDirectory).map(
      (range): Work => ({
        title: `Fetch Node ${range} for ${target.id}`,
        users: { [nodeKey(target, range)]: `${setUpCommand(target)} --node ${range}` },
        run: async (tell) => tell((await installNode(environment, target, range)).version),
      }),
    ),
  );
  await perform(fetches, failures, environment);

  const seats = await Promise.all(
    targets.map((target) => findSeat(target, wanted, cacheDirectory)),
  );
  return seats.map((seat) => explain(seat, failures));
}
