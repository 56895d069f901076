// Which cells there are: the selectors of `plugkit test` turned into a list.
import picomatch from 'picomatch';
import type { Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Seat } from '../runners/status.js';
import { hasStock } from '../runners/stock.js';
import {
  type Cell,
  ENGINES,
  type Engine,
  PATH_MODES,
  type PathMode,
  type Place,
} from './report.js';

/** The names of a list that match comma-separated globs. Throws USAGE for a glob that matches none. */
function select<Name extends string>(flag: string, names: readonly Name[], globs: string): Name[] {
  const patterns = globs.split(',').map((glob) => glob.trim());
  for (const pattern of patterns) {
    if (pattern === '' || !names.some((name) => picomatch.isMatch(name, pattern))) {
      throw new CommandError('USAGE', `Cannot select ${flag} '${pattern}': nothing matches`, {
        hint: `Choose from ${names.join(', ')}`,
      });
    }
  }
  return names.filter((name) => picomatch.isMatch(name, patterns));
}

/** @throws {CommandError} USAGE for a glob that matches none */
export function selectPathModes(globs: string): PathMode[] {
  return select('path mode', PATH_MODES, globs);
}

/** @throws {CommandError} USAGE for a glob that matches none */
export function selectEngines(globs: string): Engine[] {
  return select('engine', ENGINES, globs);
}

/**
 * Every combination, plug-in by plug-in within a target, of targets for which the engine can be had. It is the same on
 * every machine of a kind.
 */
export function listPlaces(
  targets: readonly Target[],
  plugins: readonly string[],
  paths: readonly PathMode[],
  engines: readonly Engine[],
): Place[] {
  return targets.flatMap((each) => {
    const { id: target } = each;
    return plugins.flatMap((plugin) =>
      engines
        .filter((engine) => engine === 'v8' || hasStock(each))
        .flatMap((engine) => paths.map((path): Place => ({ plugin, target, path, engine }))),
    );
  });
}

/** The cells of the places: one for each Node that the target's seat has on this machine. */
export function listCells(places: readonly Place[], seats: readonly Seat[]): Cell[] {
  return places.flatMap((place) => {
    const seat = seats.find(({ target }) => target.id === place.target) as Seat;
    return seat.nodes.map(({ version: node }) => ({ ...place, node }));
  });
}
