// The runners, and which one takes the cells of a target on this machine.
import { currentTarget, type Target } from '../../loader/target.js';
import { isUnpacked } from './debian-packages.js';
import { musl } from './musl.js';
import { native } from './native.js';
import { DEFAULT_MAJOR, findNode } from './node-builds.js';
import { qemu } from './qemu.js';
import { rosetta } from './rosetta.js';
import { type Obstacle, type Runner, setUpCommand } from './runner.js';
import { wine } from './wine.js';

export const RUNNERS: readonly Runner[] = [native, rosetta, qemu, musl, wine];

/** The runner for a target on this machine, set up or not; undefined when there is no way. */
export function chooseRunner(target: Target): Runner | undefined {
  const host = currentTarget();
  return host && RUNNERS.find((runner) => runner.serves(target, host));
}

/** Why no runner serves the target here. */
export function noRunner(target: Target): Obstacle {
  const machine = currentTarget()?.id ?? `${process.platform}-${process.arch}`;
  return {
    reason: `nothing on ${machine} runs ${target.id}`,
    fix: `run 'plugkit test --target ${target.id}' on a machine of that kind`,
  };
}

/** What keeps the cells of a target from running through its runner, or undefined: it is ready. */
export async function findObstacle(
  runner: Runner,
  target: Target,
  cacheDirectory: string,
): Promise<Obstacle | undefined> {
  if (runner === native) return undefined;
  const fix = setUpCommand(target);
  const missing = runner.packages(target).filter((set) => !isUnpacked(cacheDirectory, set));
  if (missing.length > 0) {
    const names = missing.flatMap(({ packages }) => packages);
    return { reason: `the ${runner.name} runner lacks ${names.join(', ')}`, fix };
  }
  const node = findNode(cacheDirectory, target);
  if (!node) {
    return {
      reason: `the ${runner.name} runner lacks Node ${DEFAULT_MAJOR} for ${target.id}`,
      fix,
    };
  }
  return runner.obstacle(target, node, cacheDirectory);
}
