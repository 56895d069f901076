// `plugkit build`: plug-ins, and with --loader the prebuilds of the loader.
import { resolve } from 'node:path';
import { PluginError } from '../../loader/errors.js';
import type { BuildResult } from '../build/build.js';
import { buildPlugins } from '../build/plugins.js';
import { buildPrebuilds } from '../build/prebuilds.js';
import { renderResults } from '../build/summary.js';
import type { CommandOptions } from '../command.js';
import { JOBS_FLAG, PLUGINS_FLAG } from '../flags.js';
import { selectPluginSources } from '../manifest.js';
import { selectTargets, TARGET_FLAG } from '../targets.js';

export const summary = 'Build plug-ins (or the loader) for every target';
export const operands = '[plugin...]';
export const flags = [
  TARGET_FLAG,
  JOBS_FLAG,
  PLUGINS_FLAG,
  { flags: '-o, --out <directory>', description: 'directory for the results', default: 'dist' },
  { flags: '--loader', description: 'build the prebuilds of the loader instead of plug-ins' },
];

interface Flags {
  target: string;
  jobs?: number;
  plugins: string;
  out: string;
  loader?: boolean;
}

/** Builds what is not up to date. */
export async function run(options: CommandOptions<Flags>): Promise<{ results: BuildResult[] }> {
  const { operands, environment, target, out, plugins, loader, jobs = environment.jobs } = options;
  const targets = selectTargets(target);
  if (loader && operands.length > 0) {
    throw new PluginError(
      'USAGE',
      `Cannot build ${operands.join(', ')} with --loader: expected none`,
    );
  }
  if (loader) return { results: await buildPrebuilds({ targets, environment, jobs }) };
  const sources = await selectPluginSources(resolve(plugins), operands);
  const common = { targets, environment, jobs };
  return { results: await buildPlugins({ plugins: sources, out: resolve(out), ...common }) };
}

export function render({ results }: { results: BuildResult[] }): string {
  return renderResults(results);
}

export function failed({ results }: { results: BuildResult[] }): boolean {
  return results.some(({ state }) => state === 'failed');
}
