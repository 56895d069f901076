// Which cells there are: the selectors of `plugkit test` turned into a list. Called by run-matrix.ts.
import picomatch from 'picomatch';
import { PluginError } from '../../loader/errors.js';
import { type Cell, ENGINES, type Engine, PATH_MODES, type PathMode } from './report.js';
import type { Seat } from './runners/status.js';

/** The names of a list that match comma-separated globs. Throws USAGE for a glob that matches none. */
function select<Name extends string>(flag: string, names: readonly Name[], globs: string): Name[] {
  const patterns = globs.split(',').map((glob) => glob.trim());
  for (const pattern of patterns) {
    if (pattern === '' || !names.some((name) => picomatch.isMatch(name, pattern))) {
      throw new PluginError('USAGE', `Cannot select ${flag} '${pattern}': nothing matches`, {
        hint: `Choose from ${names.join(', ')}`,
      });
    }
  }
  return names.filter((name) => picomatch.isMatch(name, patterns));
}

/** @throws {PluginError} USAGE for a glob that matches none */
export function selectPathModes(globs: string): PathMode[] {
  return select('path mode', PATH_MODES, globs);
}

/** @throws {PluginError} USAGE for a glob that matches none */
export function selectEngines(globs: string): Engine[] {
  return select('engine', ENGINES, globs);
}

/** Every combination, plug-in by plug-in within a target. */
export function listCells(
  seats: readonly Seat[],
  plugins: readonly string[],
  paths: readonly PathMode[],
  engines: readonly Engine[],
): Cell[] {
  return seats.flatMap(({ target: { id: target }, nodes }) =>
    plugins.flatMap((plugin) =>
      engines.flatMap((engine) =>
        nodes.flatMap(({ version: node }) =>
          paths.map((path): Cell => ({ plugin, target, path, engine, node })),
        ),
      ),
    ),
  );
}
