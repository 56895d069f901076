// The library of a plug-in of the project, for commands that work on one: built first where it is not up to date.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { currentTarget } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { selectTargets } from '../flags/targets.js';
import type { PluginSource } from '../project/manifest.js';
import { selectPlugins } from '../project/plugins.js';
import { buildPlugins } from './plugins.js';

export interface BuiltOptions {
  /** The directory of plug-ins, as for `selectPlugins()`. */
  readonly plugins?: string | undefined;
  /** A glob that names one target; default: this machine's. */
  readonly target?: string | undefined;
  readonly environment: Environment;
  /** What the library is for, such as `bundle`. */
  readonly doing: string;
}

/**
 * @param operand the name of a plug-in, or the folder of one
 * @throws {CommandError} PLUGIN_UNKNOWN, NOTHING_SELECTED, TARGET_UNKNOWN, MANIFEST_INVALID; BUILD_FAILED
 */
export async function builtLibrary(
  operand: string,
  { plugins, target, environment, doing }: BuiltOptions,
): Promise<{ file: string; source: PluginSource }> {
  const isFolder = existsSync(join(operand, 'plugin.json'));
  const { sources } = isFolder
    ? await selectPlugins(operand, [])
    : await selectPlugins(plugins, [operand]);
  const source = sources[0] as PluginSource;
  const here = currentTarget();
  const targets = target === undefined ? (here ? [here] : []) : selectTargets(target);
  const [wanted] = targets;
  if (!wanted || targets.length > 1) {
    const ids = targets.map(({ id }) => id).join(', ') || 'none';
    throw new CommandError(
      'TARGET_UNKNOWN',
      `Cannot ${doing} ${operand}: the targets are ${ids}, expected one`,
      {
        hint: 'Name one with --target',
      },
    );
  }
  const out = resolve('./dist');
  const [built] = await buildPlugins({ plugins: [source], targets: [wanted], out, environment });
  if (built && built.state !== 'failed') return { file: built.file, source };
  throw new CommandError(
    'BUILD_FAILED',
    `Cannot ${doing} ${operand}: it does not build\n${built?.log ?? ''}`,
    { hint: `plugkit build ${source.manifest.name} --target ${wanted.id}` },
  );
}
