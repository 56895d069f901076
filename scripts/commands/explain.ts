// `plugkit explain`: where plug-ins are looked for when no path is given, in order, what lies there, and
// what became of it.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import {
  currentPathEnvironment,
  type DefaultPathRule,
  defaultPaths,
} from '../../loader/default-paths.js';
import type { LoadOutcome } from '../../loader/index.js';
import { currentTarget, type Target } from '../../loader/target.js';
import pc from '../colours.js';
import type { CommandOptions } from '../command.js';
import { probeDefaultPaths } from '../explain/probe.js';
import { type PathContents, type Skipped, searchPath } from '../explain/search.js';
import { projectPath } from '../project.js';

export const summary = 'Show where plug-ins are looked for, in order, and what is found there';
export const flags = [];

/** Milliseconds for loading everything found. */
const TIMEOUT = 30_000;

export interface ExplainedPath {
  path: string;
  rule: DefaultPathRule;
  state: PathContents['state'];
  /** What the loader said about files here; empty when it could not be asked. */
  outcomes: LoadOutcome[];
  candidates: string[];
  skipped: Skipped[];
}

export interface Explanation {
  /** The variables that decide, as they are set. */
  variables: Record<string, string | null>;
  paths: ExplainedPath[];
  /** Why the loader could not be asked; null when it could. */
  loaderError: string | null;
}

/** The host library beside the addon, in the order in which node-gyp-build looks for that. */
function findHostLibrary({ platform, arch, libc, hostLibrary }: Target): string | undefined {
  const prebuild = projectPath('prebuilds', `${platform}-${arch}`);
  const places = [
    projectPath('build', 'Release'),
    libc === 'musl' ? join(prebuild, 'musl') : prebuild,
  ];
  return places.map((place) => join(place, hostLibrary)).find((file) => existsSync(file));
}

const isAtOrBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

/** Looks and asks; loads plug-ins in a child process only. */
export async function run(_options: CommandOptions): Promise<Explanation> {
  const target = currentTarget();
  const environment = currentPathEnvironment(target && findHostLibrary(target));
  const { WASMEDGE_PLUGIN_PATH = null, WASMEDGE_DIR = null } = environment.env;
  const variables = { WASMEDGE_PLUGIN_PATH, WASMEDGE_DIR };
  const probe = await probeDefaultPaths(environment.env as Record<string, string>, TIMEOUT);

  const unclaimed = new Set('outcomes' in probe ? probe.outcomes : []);
  const paths = defaultPaths(environment).map(({ path, rule }): ExplainedPath => {
    const outcomes = [...unclaimed].filter((outcome) => isAtOrBelow(outcome.path, path));
    for (const outcome of outcomes) unclaimed.delete(outcome);
    return { path, rule, outcomes, ...searchPath(path, target?.libraryExtension ?? '.so') };
  });
  return { variables, paths, loaderError: 'error' in probe ? probe.error : null };
}

function drawOutcome({ path, state, plugin, code, reason, hint }: LoadOutcome): string[] {
  if (state !== 'refused') return [pc.green(`✔ ${path}: ${state} (${plugin})`)];
  return [pc.red(`✖ ${path}: ${code}, ${reason}`), ...(hint ? [`  ${hint}`] : [])];
}

function drawPath(explained: ExplainedPath, index: number): string {
  const { path, rule, state, outcomes, candidates, skipped } = explained;
  const asked = new Set(outcomes.map((outcome) => outcome.path));
  const found = state === 'missing' ? 'does not exist' : `${candidates.length} candidates`;
  const lines = [
    ...outcomes.flatMap(drawOutcome),
    ...candidates.filter((file) => !asked.has(file)).map((file) => `? ${file}: not tried`),
    ...skipped.map((file) => pc.dim(`- ${file.path}: ${file.reason}`)),
  ];
  const title = `${index + 1}. ${pc.bold(path)} (${rule}): ${state === 'unreadable' ? 'cannot be read' : found}`;
  return [title, ...lines.map((line) => `     ${line}`)].join('\n');
}

export function render({ variables, paths, loaderError }: Explanation): string {
  const set = Object.entries(variables).map(([name, value]) => `${name}: ${value ?? 'not set'}`);
  const error =
    loaderError === null ? [] : [pc.red(`The loader could not be asked: ${loaderError}`)];
  return [...set, '', ...paths.map(drawPath), ...error].join('\n');
}
