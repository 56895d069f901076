// Builds everything twice, from two copies of plugkit and of the plug-ins in different directories, by
// processes of their own under different circumstances, and compares the results byte for byte.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Target, TargetId } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { runSteps } from '../output/progress.js';
import { run } from '../process/run.js';
import type { PluginSource } from '../project/manifest.js';
import { findToolchain } from '../toolchain/find.js';
import { type Toolchain, zigCaches } from '../toolchain/tools.js';
import { type BuildResult, runtimeNote } from './build.js';
import type { Circumstances } from './causes.js';
import { compareBuilds, type Difference } from './differences.js';
import { embeddedPaths } from './embedded-paths.js';
import { circumstancesOf, type Place, placesIn, prepare } from './places.js';

export interface Verification {
  /** The plug-in's name, or `loader`. */
  readonly name: string;
  readonly target: TargetId;
  readonly state: 'same' | 'different' | 'failed';
  /** Every file that was compared, and what differs in it. */
  readonly files: readonly VerifiedFile[];
  /** Both builds. */
  readonly ms: number;
  /** Output of the tools when a build failed, else empty. */
  readonly log: string;
}

export interface VerifiedFile {
  /** Relative to `dist/` or to the project. */
  readonly file: string;
  /** Of the first build's; 0 when it made none. */
  readonly bytes: number;
  readonly differences: readonly Difference[];
}

export interface VerifyOptions {
  /** The plug-ins; absent: the loader's prebuilds. */
  plugins?: readonly PluginSource[];
  targets: readonly Target[];
  environment: Environment;
  jobs?: number;
  /** Leaves both copies with all that was made. */
  keep: boolean;
}

export interface VerifyResult {
  readonly verified: Verification[];
  /** Where both copies are, when they were kept. */
  readonly kept?: string;
}

async function buildIn(
  { root, user, umask, date, variables }: Place,
  names: readonly string[] | undefined,
  target: Target,
  tools: Toolchain,
  { sourceDateEpoch, verbose }: Environment,
): Promise<BuildResult[]> {
  const home = join(root, 'home', user);
  const temporary = join(root, 'tmp');
  const command: [string, ...string[]] = [
    ...([process.execPath, join(root, 'project', 'lib', 'scripts', 'cli.js'), 'build'] as const),
    '--json',
    '--target',
    target.id,
    ...(names
      ? ['--plugins', join(root, 'plugins'), '--out', join(root, 'dist'), ...names]
      : ['--loader']),
  ];
  const withUmask = ['sh', '-c', 'umask "$0" && exec "$@"', umask, ...command] as const;
  const { stdout } = await run(process.platform === 'win32' ? command : withUmask, {
    cwd: root,
    verbose,
    highestStatus: 1,
    env: {
      ...variables,
      HOME: home,
      USERPROFILE: home,
      USER: user,
      LOGNAME: user,
      USERNAME: user,
      TMPDIR: temporary,
      TMP: temporary,
      TEMP: temporary,
      ZIG: tools.zig.path,
      CMAKE: tools.cmake.path,
      NINJA: tools.ninja.path,
      PLUGKIT_CACHE_DIR: join(root, 'cache'),
      // A date that the caller fixed is part of the inputs.
      SOURCE_DATE_EPOCH: sourceDateEpoch ?? String(date),
      XDG_CACHE_HOME: undefined,
      NODE_V8_COVERAGE: undefined, // what `npm test` collects is of its own processes
    },
  });
  return (JSON.parse(stdout) as { results: BuildResult[] }).results;
}

/** The bytes of a file; undefined when it does not exist. */
async function contents(file: string): Promise<Buffer | undefined> {
  return existsSync(file) ? readFile(file) : undefined;
}

async function compare(
  places: readonly [Place, Place],
  results: readonly [BuildResult, BuildResult],
  started: number,
  shared: readonly string[],
): Promise<VerifiedFile[]> {
  const listed = results.flatMap(({ files }, index) =>
    files.map((file) => relative((places[index] as Place).root, file)),
  );
  const verified: VerifiedFile[] = [];
  for (const file of new Set(listed)) {
    const [first, second] = await Promise.all(places.map(({ root }) => contents(join(root, file))));
    const [one, other] = places.map((place) => circumstancesOf(place, started));
    const differences = compareBuilds(
      basename(file),
      { bytes: first, circumstances: one as Circumstances },
      { bytes: second, circumstances: other as Circumstances },
    );
    const embedded = first ? embeddedPaths(basename(file), first, shared) : [];
    verified.push({
      file: file.replace(/^(dist|project)[/\\]/, '').replaceAll('\\', '/'),
      bytes: first?.length ?? 0,
      differences: [...differences, ...embedded],
    });
  }
  return verified;
}

/**
 * Builds twice and compares, target by target. What `out` and `prebuilds/` hold is not touched.
 * @returns one verification per plug-in and target; differences and failing builds are results.
 * @throws TOOL_MISSING, TOOL_VERSION, TOOL_FAILED when there is no toolchain.
 */
export async function verifyBuilds({
  plugins,
  targets,
  environment,
  jobs,
  keep,
}: VerifyOptions): Promise<VerifyResult> {
  const { cacheDirectory } = environment;
  if (process.versions.pnp !== undefined) {
    throw new CommandError(
      'USAGE',
      "Cannot build twice with Yarn's Plug'n'Play: it knows packages by their places, expected copies to run",
      { hint: 'Install plugkit with nodeLinker: node-modules' },
    );
  }
  const tools = await findToolchain(environment);
  // The same in both builds, but not on another machine: must not be in the results.
  const runtimes = zigCaches(cacheDirectory).ZIG_GLOBAL_CACHE_DIR as string;
  const shared = [runtimes, join(dirname(tools.zig.path), 'lib')];
  await mkdir(cacheDirectory, { recursive: true });
  const directory = await mkdtemp(join(cacheDirectory, 'verify-'));
  const places = placesIn(directory);
  const names = plugins?.map(({ manifest }) => manifest.name);
  const verified = new Map<Target, Verification[]>();
  const started = Math.floor(Date.now() / 1000);
  try {
    for (const place of places) await prepare(place, plugins ?? [], environment);
    const steps = targets.map((target) => ({
      title: `Build twice for ${target.id}${runtimeNote(target, tools.zig.version, environment)}`,
      run: async (tell: (text: string) => void) => {
        const start = performance.now();
        const first = await buildIn(places[0], names, target, tools, environment);
        // The other way round, as far as there is a choice.
        const second = await buildIn(places[1], names?.toReversed(), target, tools, environment);
        const ms = Math.round(performance.now() - start);
        const list: Verification[] = [];
        for (const one of first) {
          const other = second.find(({ name }) => name === one.name) as BuildResult;
          const failed = [one, other].find(({ state }) => state === 'failed');
          const files = failed ? [] : await compare(places, [one, other], started, shared);
          const state = failed
            ? 'failed'
            : files.some(({ differences }) => differences.length > 0)
              ? 'different'
              : 'same';
          list.push({
            name: one.name,
            target: target.id,
            state,
            files,
            ms,
            log: failed?.log ?? '',
          });
        }
        verified.set(target, list);
        tell(`(${(ms / 1000).toFixed(1)} s)`);
      },
    }));
    const errors = await runSteps(steps, environment, jobs);
    const error = errors.find((other) => other !== undefined);
    if (error !== undefined) throw error;
  } finally {
    if (!keep) await rm(directory, { recursive: true, force: true });
  }
  const all = targets.flatMap((target) => verified.get(target) ?? []);
  return { verified: all, ...(keep ? { kept: directory } : {}) };
}
