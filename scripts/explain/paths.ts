// Looks into paths of plug-ins in their order, and asks the loader what becomes of each file there.
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import {
  currentPathEnvironment,
  currentTarget,
  type DefaultPathRule,
  defaultPaths,
  type Target,
} from '#loader/internal';
import { applicationLoader, LOADER_ROOT, loaderEntries, packageVersion } from '../project/paths.js';
import { findNotSearched, type NotSearched } from './not-searched.js';
import { type ProbedOutcome, type ProbeOptions, probe } from './probe.js';
import type { DescribedPlugin } from './probe-process.js';
import { type PathContents, type Skipped, searchPath } from './search.js';

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
  /** Directories that exist, hold plug-ins for many, and are no default paths now. */
  notSearched: NotSearched[];
  /** What was loaded, when that was asked for. */
  plugins: DescribedPlugin[];
  /** Why the loader could not be asked for everything; null when it could. */
  loaderError: string | null;
}

export interface ExplainOptions extends Pick<ProbeOptions, 'describe' | 'engine'> {
  /** Files and directories; when there are none, the default paths. */
  readonly given: readonly string[];
  /** Seconds that a process may take. */
  readonly timeout: number;
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

/** Looks and asks; loads plug-ins in child processes only. */
export async function explainPaths({
  given,
  timeout,
  ...asked
}: ExplainOptions): Promise<Explanation> {
  const target = currentTarget();
  const own = applicationLoader(process.cwd());
  const root = own.version === packageVersion() ? own.root : LOADER_ROOT;
  const environment = currentPathEnvironment(target && findHostLibrary(root, target));
  const { WASMEDGE_PLUGIN_PATH = null, WASMEDGE_DIR = null } = environment.env;
  const variables = { WASMEDGE_PLUGIN_PATH, WASMEDGE_DIR };
  const rule = 'given' as const;
  const wanted = given.map((path) => ({ path: resolve(path), rule }));
  const searched = (given.length > 0 ? wanted : defaultPaths(environment)).map((path) => ({
    ...path,
    ...searchPath(path.path, target?.libraryExtension ?? '.so'),
  }));
  const {
    outcomes: all,
    plugins,
    error,
  } = await probe({
    ...asked,
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
  const notSearched = given.length > 0 ? [] : findNotSearched(environment);
  return { variables, paths, notSearched, plugins, loaderError: error };
}
