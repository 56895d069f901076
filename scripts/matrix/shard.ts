// Splits a matrix over machines: every machine computes the same split by itself.
import { CommandError } from '../errors.js';
import type { Place } from './report.js';

/** Part `index` (from 1) of `count`. */
export interface Shard {
  index: number;
  count: number;
}

/** @throws {CommandError} USAGE for anything but `2/6` */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (index && count && index <= count) return { index, count };
  throw new CommandError(
    'USAGE',
    `Cannot use --shard ${text}: it is not a part of a whole, expected one like 2/6`,
  );
}

const key = ({ plugin, target, path, engine }: Place): string =>
  [plugin, target, path, engine].join(' ');

/** A place, and the milliseconds of a cell there. */
type Timed = Place & { ms: number };

/** The milliseconds to expect of a place: what its cells took formerly, else as others of the target. */
function expectDurations(former: readonly Timed[]): (place: Place) => number {
  const known = new Map<string, number>();
  for (const cell of former) known.set(key(cell), (known.get(key(cell)) ?? 0) + cell.ms);
  const mean = (cells: readonly Timed[]): number => {
    const places = new Set(cells.map(key)).size;
    return cells.reduce((sum, { ms }) => sum + ms, 0) / places || 0;
  };
  return (place) => {
    const alike = former.filter(({ target }) => target === place.target);
    return known.get(key(place)) ?? mean(alike.length > 0 ? alike : former);
  };
}

/**
 * One part of the places, in their order. The parts are disjoint and together the whole. Without
 * durations places are dealt in turn; with them the longest first, each to the part with least to do.
 * Which Nodes there are does not matter, since that may differ between machines.
 * @param former cells of an earlier report and their milliseconds
 */
export function takeShard(
  places: readonly Place[],
  { index, count }: Shard,
  former?: readonly Timed[],
): Place[] {
  if (!former) return places.filter((_place, position) => position % count === index - 1);
  const expect = expectDurations(former);
  const longestFirst = places
    .map((place) => ({ place, ms: expect(place) }))
    .sort((left, right) => right.ms - left.ms); // a stable sort: every machine gets the same
  const parts = Array.from({ length: count }, () => ({ ms: 0, places: new Set<Place>() }));
  for (const { place, ms } of longestFirst) {
    const least = parts.reduce((best, part) =>
      part.ms < best.ms || (part.ms === best.ms && part.places.size < best.places.size)
        ? part
        : best,
    );
    least.ms += ms;
    least.places.add(place);
  }
  return places.filter((place) => parts[index - 1]?.places.has(place));
}
