// What the environment decides, read once by the command line and passed down. No other script reads
// environment variables.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import envPaths from 'env-paths';

export interface Environment {
  /** Toolchain, compiler caches and work directories; safe to delete. */
  readonly cacheDirectory: string;
  /** Tools the user names (ZIG, CMAKE, NINJA), by tool name. */
  readonly tools: Readonly<Record<string, string | undefined>>;
  /** All variables, of which surroundings.ts chooses what tools get. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The search path for programs. */
  readonly path: string;
  /** What Node processes need to find packages (NODE_OPTIONS, as Yarn Plug'n'Play sets it). */
  readonly nodeOptions: string | undefined;
  /** The date that compilers take for today's (SOURCE_DATE_EPOCH), in seconds. */
  readonly sourceDateEpoch: string | undefined;
  /** Set where GitHub Actions runs this: the file of the step's summary. */
  readonly github: { readonly summary: string | undefined } | undefined;
  /** Parallel jobs when the command line names none. */
  readonly jobs: number;
  /** Whether standard error is a terminal that a person watches. */
  readonly interactive: boolean;
  /** Whether every child process is printed before it starts. */
  readonly verbose: boolean;
  /** Whether progress is suppressed (--json). */
  readonly quiet: boolean;
}

const withoutUnset = <T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Record<
    string,
    T
  >;

/** Reads the environment; `overrides` (from the command line) win. */
export function readEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
  overrides: Partial<Environment> = {},
): Environment {
  return Object.freeze({
    cacheDirectory: resolve(
      variables.PLUGKIT_CACHE_DIR || envPaths('wasmedge-plugin-kit', { suffix: '' }).cache,
    ),
    tools: withoutUnset({
      zig: variables.ZIG,
      cmake: variables.CMAKE,
      ninja: variables.NINJA,
      patchelf: variables.PATCHELF,
      'cargo-zigbuild': variables.CARGO_ZIGBUILD,
    }),
    variables,
    path: variables.PATH ?? '',
    nodeOptions: process.versions.pnp === undefined ? undefined : variables.NODE_OPTIONS,
    sourceDateEpoch: variables.SOURCE_DATE_EPOCH,
    github:
      variables.GITHUB_ACTIONS === 'true'
        ? { summary: variables.GITHUB_STEP_SUMMARY || undefined }
        : undefined,
    jobs: availableParallelism(),
    interactive: process.stderr.isTTY === true && variables.TERM !== 'dumb' && !variables.CI,
    verbose: false,
    quiet: false,
    ...overrides,
  });
}
