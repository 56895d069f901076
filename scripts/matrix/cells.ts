// Which cells there are: the selectors of `plugkit test` turned into a list. Called by run-matrix.ts.
import { existsSync } from 'node:fs';
import picomatch from 'picomatch';
import { PluginError } from '../../loader/errors.js';
import type { Target } from '../../loader/target.js';
import { run } from '../run.js';
import { type Cell, ENGINES, type Engine, PATH_MODES, type PathMode } from './report.js';

/** A version of Node to run cells with. */
export interface NodeChoice {
  /** The full version where it is known, else what was asked for. */
  version: string;
  /** The executable, or why there is none. */
  executable: string | { reason: string };
}

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

/** Resolves one entry of --node: a path of an executable, or a version of which this process may be. */
async function chooseNode(wanted: string): Promise<NodeChoice> {
  const own = process.versions.node;
  if (wanted === own || wanted === own.split('.')[0]) {
    return { version: own, executable: process.execPath };
  }
  if (/[\\/]/.test(wanted) && existsSync(wanted)) {
    const { stdout } = await run([wanted, '--version']);
    return { version: stdout.trim().replace(/^v/, ''), executable: wanted };
  }
  const reason = `Node ${wanted} is not at hand, this is ${own}; pass its path, --node /path/to/node`;
  return { version: wanted, executable: { reason } };
}

/** The Nodes of a comma-separated list of versions and paths; without one, that of this process. */
export function chooseNodes(list: string | undefined): Promise<NodeChoice[]> {
  const wanted = list?.split(',').map((entry) => entry.trim()) ?? [process.versions.node];
  if (wanted.includes('')) {
    throw new PluginError('USAGE', `Cannot select Node '${list}': an entry is empty`, {
      hint: 'Give versions or paths, joined by commas',
    });
  }
  return Promise.all(wanted.map(chooseNode));
}

/** Every combination, plug-in by plug-in within a target. */
export function listCells(
  targets: readonly Target[],
  plugins: readonly string[],
  paths: readonly PathMode[],
  engines: readonly Engine[],
  nodes: readonly NodeChoice[],
): Cell[] {
  return targets.flatMap(({ id: target }) =>
    plugins.flatMap((plugin) =>
      engines.flatMap((engine) =>
        nodes.flatMap(({ version: node }) =>
          paths.map((path): Cell => ({ plugin, target, path, engine, node })),
        ),
      ),
    ),
  );
}
