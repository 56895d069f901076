// What doctor looks at: the directories of plug-ins and what became of the files there, and what the system says of both.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  currentPathEnvironment,
  currentTarget,
  defaultPaths,
  findStockLibrary,
  type PathEnvironment,
  PluginError,
  stockLibraryOnPath,
} from '#loader/internal';
import { systemDirectories } from '../bundle/search.js';
import { type Explanation, explainPaths } from '../explain/paths.js';
import { type PathContents, searchPath } from '../explain/search.js';

export interface Situation {
  readonly env: PathEnvironment['env'];
  readonly explanation: Explanation;
  /** Directories in which many put plug-ins, which are not searched, and what is in them. */
  readonly elsewhere: readonly (PathContents & { path: string; reason: string })[];
  /** The stock libwasmedge that would be used, and where it looks for plug-ins. */
  readonly stock: { readonly library: string; readonly paths: readonly string[] } | undefined;
  /** The first libwasmedge on the library path. */
  readonly onPath: { readonly file: string; readonly variable: string } | undefined;
  /** Where needed libraries are looked for. */
  readonly libraryDirectories: readonly string[];
  /** As /proc/self/mounts has them; '' where there is no such thing. */
  readonly mounts: string;
  /** Whether macOS has marked a file as downloaded. */
  isQuarantined(file: string): boolean;
}

async function findStock(environment: PathEnvironment): Promise<Situation['stock']> {
  try {
    const library = await findStockLibrary(environment);
    const paths = defaultPaths({ ...environment, hostLibraryPath: library });
    return { library, paths: paths.map(({ path }) => path) };
  } catch (error) {
    if (error instanceof PluginError) return undefined;
    throw error;
  }
}

function readMounts(): string {
  try {
    return readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    return '';
  }
}

function hasQuarantineMark(file: string): boolean {
  try {
    execFileSync('xattr', ['-p', 'com.apple.quarantine', file], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Looks at this machine; loads plug-ins in child processes only. */
export async function currentSituation(timeout: number): Promise<Situation> {
  const environment = currentPathEnvironment();
  const { platform, env } = environment;
  const explanation = await explainPaths({ given: [], timeout, describe: 'descriptor' });
  const extension = currentTarget()?.libraryExtension ?? '.so';
  return {
    env,
    explanation,
    elsewhere: explanation.notSearched.map((each) => ({
      ...each,
      ...searchPath(each.path, extension),
    })),
    stock: await findStock(environment),
    onPath: await stockLibraryOnPath(environment),
    libraryDirectories: systemDirectories(platform, env),
    mounts: readMounts(),
    isQuarantined: platform === 'darwin' ? hasQuarantineMark : () => false,
  };
}
