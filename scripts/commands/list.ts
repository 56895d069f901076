// `plugkit list`: the plug-ins that programs find, in the default paths or in those given.
import type { CommandOptions } from '../command.js';
import { type Explanation, explainPaths } from '../explain/paths.js';
import { TIMEOUT_FLAG } from '../explain/timeout.js';
import { requirePath } from '../flags/given-paths.js';
import pc from '../output/colours.js';
import { drawTable } from '../output/table.js';

export const operands = '[path...]';
export const flags = [TIMEOUT_FLAG];

export interface ListedPlugin {
  name: string;
  version: string;
  /** Of WasmEdge's plug-in API. */
  apiVersion: number;
  path: string;
  description: string;
  /** Names of the modules it offers. */
  modules: string[];
  /** Names of its options. */
  options: string[];
}

export interface ListData {
  /** In the order in which they are found; of two of one name, the first. */
  plugins: ListedPlugin[];
  refused: { path: string; code: string; reason: string; hint: string | null }[];
  loaderError: string | null;
}

function listOf({ plugins, paths, loaderError }: Explanation): ListData {
  const refused = paths
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ state }) => state === 'refused')
    .map(({ path, code = 'INTERNAL', reason = '', hint = null }) => ({ path, code, reason, hint }));
  return {
    plugins: plugins.map(({ modules, options, ...plugin }) => ({
      ...plugin,
      modules: modules.map(({ name }) => name),
      options: options.map(({ name }) => name),
    })),
    refused,
    loaderError,
  };
}

/** @throws {CommandError} FILE_NOT_FOUND for a path that is given */
export async function run({
  operands,
  timeout,
}: CommandOptions<{ timeout: number }>): Promise<ListData> {
  for (const path of operands) requirePath(path, 'list');
  return listOf(await explainPaths({ given: operands, timeout, describe: 'descriptor' }));
}

export function render({ plugins, refused, loaderError }: ListData): string {
  const head = ['PLUG-IN', 'VERSION', 'API', 'MODULES', 'FILE'];
  const rows = plugins.map(({ name, version, apiVersion, modules, path }) => [
    name,
    version,
    apiVersion,
    modules.join(', '),
    path,
  ]);
  const found =
    rows.length > 0
      ? drawTable({ head, rows, right: [2] })
      : 'No plug-ins; plugkit explain shows where they are looked for';
  const failures = refused.flatMap(({ path, code, reason, hint }) => [
    pc.red(`✖ ${path}: ${code}, ${reason}`),
    ...(hint ? [`  ${hint}`] : []),
  ]);
  const error =
    loaderError === null ? [] : [pc.red(`The loader could not be asked: ${loaderError}`)];
  return [found, ...failures, ...error].join('\n');
}
