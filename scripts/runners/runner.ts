// The shape of a runner: how the processes of a target's cells are started on this machine, and what
// has to be there for it. One file a runner, all listed in runners.ts.
import type { Target } from '#loader/internal';
import type { ProcessEnd, ProcessOptions } from '../process/supervise.js';
import type { PackageSet } from './debian-packages.js';

/** Why cells cannot run here, and what a person does about it. */
export interface Obstacle {
  readonly reason: string;
  readonly fix: string;
}

/** A cell made ready: the arguments of Node, and how it finds things. */
export interface PreparedCell extends ProcessOptions {
  target: Target;
  /** The Node executable, of the cell's target. */
  node: string;
  args: readonly string[];
  /** A directory that the process must see laid over a system directory, without this machine's own
   * being touched. */
  overlay?: { layer: string; over: string };
}

export interface Runner {
  readonly name: string;
  /** Whether it is the way to run `target` on a machine that is `host`. */
  serves(target: Target, host: Target): boolean;
  /** How many times longer than natively a process may take to start and run: the time limit of a
   * cell is multiplied by it. */
  timeFactor(target: Target): number;
  /** The Debian packages it takes, beside a Node build of the target. */
  packages(target: Target): readonly PackageSet[];
  /** What is wrong with this machine; asked when the packages are there. */
  obstacle(target: Target, cacheDirectory: string): Promise<Obstacle | undefined>;
  /** Whether the process gets descriptor 3, to report by; elsewhere it reports by a file. */
  readonly inheritsDescriptors: boolean;
  /** How the process ended, or why it could not be started as asked. */
  run(cell: PreparedCell, cacheDirectory: string): Promise<ProcessEnd | Obstacle>;
  /** An absolute path of this machine as the cell's process knows it: the job file holds such paths.
   * Those in `args` and `env` of a cell are this machine's; run() turns them. */
  toGuest(path: string): string;
}

/** An obstacle in one line. */
export function describeObstacle({ reason, fix }: Obstacle): string {
  return `${reason}; to fix it: ${fix}`;
}

/** The command that installs what a runner of this target needs. */
export function setUpCommand({ id }: Target): string {
  return `plugkit setup-runners --target ${id}`;
}
