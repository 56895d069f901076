// `plugkit build-loader`: for machines without a matching prebuild of the loader.
import type { CommandOptions } from '../command.js';
import type { BuildResult } from '../compile/build.js';
import { buildLoader } from '../compile/loader.js';
import { renderResults } from '../compile/summary.js';

export const flags = [
  { flags: '--zig', description: 'compile with Zig instead of the compiler of this machine' },
];

/** Builds addon and host library where no prebuild matches. */
export async function run(options: CommandOptions<{ zig?: boolean }>): Promise<BuildResult> {
  const { zig = false, environment } = options;
  return buildLoader({ zig, directory: process.cwd(), environment });
}

export function render(result: BuildResult): string {
  const table = renderResults([result]);
  return result.state === 'failed' ? table : `${table}\n${result.files.join('\n')}`;
}

export function failed({ state }: BuildResult): boolean {
  return state === 'failed';
}
