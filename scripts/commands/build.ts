// `plugkit build`: plug-ins, and with --loader the prebuilds of the loader; with --verify twice.
import { resolve } from 'node:path';
import type { Target } from '#loader/internal';
import type { CommandOptions } from '../command.js';
import type { BuildResult } from '../compile/build.js';
import { buildPlugins, builtFile, type Variant } from '../compile/plugins.js';
import { buildPrebuilds } from '../compile/prebuilds.js';
import { renderResults } from '../compile/summary.js';
import { type Verification, type VerifyResult, verifyBuilds } from '../compile/verify.js';
import { renderVerification } from '../compile/verify-summary.js';
import { CommandError } from '../errors.js';
import { DEBUG_FLAG, JOBS_FLAG, PLUGINS_FLAG } from '../flags/flags.js';
import { selectTargets, TARGET_FLAG } from '../flags/targets.js';
import { API_FLAG, type ApiVersion, CURRENT_API_VERSION } from '../project/api-version.js';
import { type RefusedPlugin, selectPlugins } from '../project/plugins.js';
import { annotateBuilds, writeAnnotations } from '../report/github.js';

export const operands = '[plugin...]';
export const flags = [
  TARGET_FLAG,
  JOBS_FLAG,
  PLUGINS_FLAG,
  { flags: '-o, --out <directory>', description: 'directory for the results', default: 'dist' },
  API_FLAG,
  DEBUG_FLAG,
  { flags: '--loader', description: 'build the prebuilds of the loader instead of plug-ins' },
  {
    flags: '--verify',
    description: 'build twice in different directories and compare; the results are thrown away',
  },
  { flags: '--keep', description: 'with --verify: leave both directories' },
];

interface Flags {
  target: string;
  jobs?: number;
  plugins?: string;
  out: string;
  api: ApiVersion;
  debug?: boolean;
  loader?: boolean;
  verify?: boolean;
  keep?: boolean;
}

type Data = { results: BuildResult[] } | VerifyResult;

/** Builds what is not up to date, or with `verify` everything, twice. */
export async function run(options: CommandOptions<Flags>): Promise<Data> {
  const { operands, environment, target, out, plugins, loader, api } = options;
  const { verify, keep = false, debug = false, jobs = environment.jobs } = options;
  const targets = selectTargets(target);
  if (loader && operands.length > 0) {
    throw new CommandError(
      'USAGE',
      `Cannot build ${operands.join(', ')} with --loader: expected none`,
    );
  }
  if (api !== CURRENT_API_VERSION && (loader || verify)) {
    const what = loader ? '--loader' : '--verify';
    throw new CommandError(
      'USAGE',
      `Cannot build with ${what} for API ${api}: it is for the current one`,
    );
  }
  if (debug && (loader || verify)) {
    throw new CommandError(
      'USAGE',
      `Cannot build with --debug and ${loader ? '--loader' : '--verify'}`,
    );
  }
  const common = { targets, environment, jobs };
  if (loader && verify) return verifyBuilds({ ...common, keep });
  if (loader) return { results: await buildPrebuilds(common) };
  const { sources, refused } = await selectPlugins(plugins, operands);
  const failed = listRefused(refused, targets, out, { api, debug });
  const rust = sources.find(({ manifest }) => manifest.language === 'rust');
  if (verify && rust) {
    throw new CommandError(
      'USAGE',
      `Cannot build ${rust.manifest.name} twice: it is in Rust, and --verify compares builds of C and C++`,
      { hint: 'Name the plug-ins to compare' },
    );
  }
  if (verify) {
    const result = await verifyBuilds({ ...common, keep, plugins: sources });
    const failures = failed.map(({ name, target, log }): Verification => {
      return { name, target, state: 'failed', files: [], ms: 0, log };
    });
    return { ...result, verified: [...result.verified, ...failures] };
  }
  const results = await buildPlugins({
    plugins: sources,
    out: resolve(out),
    api,
    debug,
    ...common,
  });
  return { results: [...results, ...failed] };
}

/** Plug-ins whose plugin.json is wrong, which fail for every target. */
function listRefused(
  refused: readonly RefusedPlugin[],
  targets: readonly Target[],
  out: string,
  variant: Variant,
): BuildResult[] {
  return refused.flatMap(({ name, error }) =>
    targets.map((target): BuildResult => {
      const file = builtFile(resolve(out), name, target, variant);
      const log = `${error.code}: ${error.message}`;
      return {
        name,
        target: target.id,
        state: 'failed',
        file,
        files: [file],
        ms: 0,
        bytes: 0,
        log,
        warnings: '',
      };
    }),
  );
}

export function render(data: Data): string {
  return 'results' in data ? renderResults(data.results) : renderVerification(data);
}

export function finish(data: Data, { environment }: CommandOptions): void {
  if (!environment.github) return;
  writeAnnotations(annotateBuilds('results' in data ? data.results : data.verified));
}

export function failed(data: Data): boolean {
  return 'results' in data
    ? data.results.some(({ state }) => state === 'failed')
    : data.verified.some(({ state }) => state !== 'same');
}
