// `plugkit setup-runners`: fetches what this machine needs to run the cells of other targets, and the
// versions of Node that --node asks for. What is there already is left alone.
import type { CommandOptions } from '../command.js';
import { selectTargets, TARGET_FLAG } from '../flags/targets.js';
import { setUpRunners } from '../runners/install.js';
import { parseNodes } from '../runners/nodes.js';
import { renderSeats, type SeatStatus, seatStatus } from '../runners/status.js';

export const flags = [
  TARGET_FLAG,
  {
    flags: '--node <versions>',
    description: 'versions of Node for these targets (20,22.11.0)',
    parse: parseNodes,
    again: 'joins' as const,
  },
];

interface Flags {
  target: string;
  node?: string[];
}

interface Data {
  readonly cacheDirectory: string;
  readonly runners: readonly SeatStatus[];
}

/** What cannot be installed is returned, not thrown. */
export async function run({ target, node, environment }: CommandOptions<Flags>): Promise<Data> {
  const seats = await setUpRunners(selectTargets(target), node, environment);
  return { cacheDirectory: environment.cacheDirectory, runners: seats.map(seatStatus) };
}

export function render({ cacheDirectory, runners }: Data): string {
  return `${renderSeats(runners)}\ncache: ${cacheDirectory}`;
}

/** A target that has a runner is to be ready now. */
export function failed({ runners }: Data): boolean {
  return runners.some(({ runner, ready }) => runner !== null && !ready);
}
