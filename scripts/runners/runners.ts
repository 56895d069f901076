// The runners, and which one takes the cells of a target on this machine.
import { currentTarget, type Target } from '#loader/internal';
import { musl } from './musl.js';
import { native } from './native.js';
import { qemu } from './qemu.js';
import { rosetta } from './rosetta.js';
import type { Obstacle, Runner } from './runner.js';
import { wine } from './wine.js';

/** Adding one is a file in this directory and a name here; the one to prefer stands first. */
export const RUNNERS: readonly Runner[] = [native, rosetta, qemu, musl, wine];

/** The runner for a target, set up or not; undefined when a machine that is `host` has no way. */
export function findRunner(target: Target, host = currentTarget()): Runner | undefined {
  return host && RUNNERS.find((runner) => runner.serves(target, host));
}

/** Why no runner serves the target here. */
export function noRunner(target: Target, host = currentTarget()): Obstacle {
  const machine = host?.id ?? `${process.platform}-${process.arch}`;
  return {
    reason: `nothing on ${machine} runs programs of ${target.id}`,
    fix: `'plugkit test --target ${target.id}' on a machine of that kind`,
  };
}
