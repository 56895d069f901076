// `plugkit explain`: where plug-ins are looked for, in the paths given or by default, in order, what is
// there, and what becomes of it when it is loaded.
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import {
  currentPathEnvironment,
  currentTarget,
  type DefaultPathRule,
  defaultPaths,
  type Target,
} from '#loader/internal';
import type { CommandOptions } from '../command.js';
import { type ProbedOutcome, probe } from '../explain/probe.js';
import { type PathContents, type Skipped, searchPath } from '../explain/search.js';
import { parseAmount } from '../flags/flags.js';
import { requirePath } from '../flags/given-paths.js';
import pc from '../output/colours.js';
import { applicationLoader, LOADER_ROOT, loaderEntries, packageVersion } from '../project/paths.js';

export const operands = '[path...]';
export const flags = [
  {
    flags: '--timeout <seconds>',
    description: 'time limit of a process that loads what is found',
    parse: parseAmount('--timeout', 'seconds'),
    default: 10,
  },
];

interface Flags {
  timeout: number;
}

export interface ExplainedPath {
  path: string;
  rule: DefaultPathRule | 'given';
  state: PathContents['state'];
  /** What the loader said about files here; empty when it could not be asked. */
  outcomes: ProbedOutcome[];
  candidates: string[];
  skipped: Skipped[];
}

export interface Explanation {
  /** The variables that decide, as they are set. */
  variables: Record<string, string | null>;
  paths: ExplainedPath[];
  /** Why the loader could not be asked for everything; null when it could. */
  loaderError: string | null;
}

/** The host library beside the addon, in the order in which the loader looks for that. */
function findHostLibrary(
  root: string,
  { platform, arch, libc, hostLibrary }: Target,
): string | undefined {
  const prebuild = join(root, 'prebuilds', `${platform}-${arch}`);
  const places = [
    join(root, 'build', 'Release'),
    libc === 'musl' ? join(prebuild, 'musl') : prebuild,
  ];
  return places.map((place) => join(place, hostLibrary)).find((file) => existsSync(file));
}

const isAtOrBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

/** What a process is asked to load one by one: files, and paths that are none of their own accord. */
function candidatesOf(path: string, { state, candidates }: PathContents): string[] {
  return state === 'directory' && candidates.length > 0 ? candidates : [path];
}

/**
 * Looks and asks; loads plug-ins in child processes only.
 * @throws {CommandError} FILE_NOT_FOUND for a path that is given, while default paths need not exist
 */
export async function run({ operands, timeout }: CommandOptions<Flags>): Promise<Explanation> {
  for (const path of operands) requirePath(path, 'explain');
  const target = currentTarget();
  const own = applicationLoader(process.cwd());
  const root = own.version === packageVersion() ? own.root : LOADER_ROOT;
  const environment = currentPathEnvironment(target && findHostLibrary(root, target));
  const { WASMEDGE_PLUGIN_PATH = null, WASMEDGE_DIR = null } = environment.env;
  const variables = { WASMEDGE_PLUGIN_PATH, WASMEDGE_DIR };
  const given = operands.map((path) => ({ path: resolve(path), rule: 'given' as const }));
  const searched = (given.length > 0 ? given : defaultPaths(environment)).map((path) => ({
    ...path,
    ...searchPath(path.path, target?.libraryExtension ?? '.so'),
  }));
  const { outcomes: all, error } = await probe({
    // A default path that nobody wrote down need not be there.
    files: searched
      .filter(({ state, rule }) => state !== 'missing' || /given|WASMEDGE_PLUGIN_PATH/.test(rule))
      .flatMap((path) => candidatesOf(path.path, path)),
    defaultPaths: given.length === 0,
    loader: loaderEntries(root).loader,
    env: environment.env as Record<string, string>,
    timeout: timeout * 1000,
  });

  const unclaimed = new Set(all);
  const paths = searched.map((each): ExplainedPath => {
    const outcomes = [...unclaimed].filter((outcome) => isAtOrBelow(outcome.path, each.path));
    for (const outcome of outcomes) unclaimed.delete(outcome);
    return { ...each, outcomes };
  });
  return { variables, paths, loaderError: error };
}

function drawOutcome(outcome: ProbedOutcome): string[] {
  const { path, state, plugin, code, reason, hint } = outcome;
  const warnings = outcome.warnings.flatMap((warning) => [
    pc.yellow(`! ${path}: ${warning.code}, ${warning.message}`),
    `  ${warning.hint}`,
  ]);
  if (state !== 'refused') return [pc.green(`✔ ${path}: ${state} (${plugin})`), ...warnings];
  return [pc.red(`✖ ${path}: ${code}, ${reason}`), ...(hint ? [`  ${hint}`] : []), ...warnings];
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
