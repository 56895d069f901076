// Which Nodes the cells of a target run in: what --node asks for, turned into executables.
import { existsSync } from 'node:fs';
import semver from 'semver';
import type { Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import { run } from '../process/run.js';
import { native } from './native.js';
import { findNode } from './node-builds.js';
import { type Obstacle, type Runner, setUpCommand } from './runner.js';

/** A version of Node to run cells with. */
export interface NodeChoice {
  /** The full version where it is known, else what was asked for. */
  version: string;
  /** The executable, or why there is none. */
  executable: string | Obstacle;
}

/** The release line that foreign targets run by default: the registries have it for all. */
const FOREIGN_NODE = '22';

const isPath = (wanted: string): boolean => /[\\/]/.test(wanted);

/**
 * The entries of --node: versions (20, 20.19 or 20.19.0) and paths.
 * @throws {CommandError} USAGE for anything else
 */
export function parseNodes(list: string): string[] {
  const entries = list.split(',').map((entry) => entry.trim());
  for (const entry of entries) {
    if (isPath(entry) ? existsSync(entry) : /^\d+(\.\d+){0,2}$/.test(entry)) continue;
    throw new CommandError(
      'USAGE',
      `Cannot select Node '${entry}': it is neither a version nor a path that exists`,
      {
        hint: 'Give versions or paths of executables, joined by commas: 20,22.11.0,/opt/node/bin/node',
      },
    );
  }
  return entries;
}

/** Whether this process is what was asked for. */
function isThisNode(wanted: string): boolean {
  return semver.satisfies(process.versions.node, wanted);
}

/** The entries for a target: on this machine's own, without --node, the Node of this process. */
function entriesFor(runner: Runner, wanted: readonly string[] | undefined): readonly string[] {
  return wanted ?? [runner === native ? process.versions.node : FOREIGN_NODE];
}

/** The versions that have to be fetched for a target because nothing here is of that version. */
export function missingNodes(
  runner: Runner,
  target: Target,
  wanted: readonly string[] | undefined,
  cacheDirectory: string,
): string[] {
  return entriesFor(runner, wanted).filter(
    (entry) =>
      !isPath(entry) &&
      !(runner === native && isThisNode(entry)) &&
      !findNode(cacheDirectory, target, entry),
  );
}

async function chooseNode(
  runner: Runner,
  target: Target,
  entry: string,
  cacheDirectory: string,
): Promise<NodeChoice> {
  if (isPath(entry)) {
    const { stdout } = await run([entry, '--version']);
    const [, version] = /^v(\d+\.\d+\.\d+\S*)\s*$/.exec(stdout) ?? [];
    if (version === undefined) {
      const said = JSON.stringify(stdout.slice(0, 60));
      throw new CommandError(
        'TOOL_FAILED',
        `Cannot use ${entry} as Node: --version gives ${said}, expected one like v22.1.0`,
      );
    }
    if (runner === native) return { version, executable: entry };
    const reason = `${entry} is a Node of this machine, not of ${target.id}`;
    return { version, executable: { reason, fix: `name a version, --node ${FOREIGN_NODE}` } };
  }
  if (runner === native && isThisNode(entry)) {
    return { version: process.versions.node, executable: process.execPath };
  }
  const build = findNode(cacheDirectory, target, entry);
  if (build) return build;
  const reason = `Node ${entry} for ${target.id} is not there`;
  return { version: entry, executable: { reason, fix: `${setUpCommand(target)} --node ${entry}` } };
}

/**
 * The Nodes for a target, each version once.
 * @param wanted what parseNodes() gave; undefined without --node
 * @throws {CommandError} TOOL_FAILED when a path is no Node
 */
export async function chooseNodes(
  runner: Runner,
  target: Target,
  wanted: readonly string[] | undefined,
  cacheDirectory: string,
): Promise<NodeChoice[]> {
  const choices = await Promise.all(
    entriesFor(runner, wanted).map((entry) => chooseNode(runner, target, entry, cacheDirectory)),
  );
  return [...new Map(choices.map((choice) => [choice.version, choice])).values()];
}
