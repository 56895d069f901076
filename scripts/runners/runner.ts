// The shape of a runner: how the processes of a target's cells are started on this machine, and what
// has to be there for it. One file a runner, all listed in index.ts; used by the matrix, setup-runners
// and doctor.
import type { Target } from '../../loader/target.js';
import type { ProcessEnd, ProcessOptions } from '../matrix/supervise.js';
import type { PackageSet } from './debian-packages.js';
import type { NodeBuild } from './node-builds.js';

/** Why cells cannot run here, and what a person does about it. */
export interface Obstacle {
  readonly reason: string;
  readonly fix: string;
}

/** A cell made ready: the arguments of Node, and how it finds things. */
export interface PreparedCell extends ProcessOptions {
  target: Target;
  node: NodeBuild;
  args: readonly string[];
  /** A directory that the process must see laid over a system directory, without this machine's own
   * being touched. */
  overlay?: { layer: string; over: string };
}

export interface Runner {
  readonly name: 'native' | 'rosetta' | 'qemu' | 'musl' | 'wine';
  /** Whether it is the way to run `target` on a machine that is `host`. */
  serves(target: Target, host: Target): boolean;
  /** The Debian packages it takes, beside a Node build of the target. */
  packages(target: Target): readonly PackageSet[];
  /** What remains to be done once packages and Node build are there; done already, it does nothing. */
  prepare(target: Target, cacheDirectory: string): Promise<void>;
  /** What is wrong with this machine; asked when packages and Node build are there. */
  obstacle(target: Target, node: NodeBuild, cacheDirectory: string): Promise<Obstacle | undefined>;
  /** How the process ended, or why it could not be started as asked. */
  run(cell: PreparedCell, cacheDirectory: string): Promise<ProcessEnd | Obstacle>;
  /** An absolute path of this machine as the cell's process knows it. */
  toGuest(path: string): string;
}

/** The command that installs what a runner of this target needs. */
export function setUpCommand(target: Target): string {
  return `plugkit setup-runners --target ${target.id}`;
}
