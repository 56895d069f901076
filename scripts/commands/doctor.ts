// `plugkit doctor`: what this machine can build and run, and the command for what it cannot yet.
import { existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Table from 'cli-table3';
import { currentTarget, TARGETS, type Target } from '../../loader/target.js';
import type { CommandOptions } from '../command.js';
import { PLAIN_TABLE } from '../output.js';
import { projectPath } from '../project.js';
import { type RunnerStatus, renderRunners, runnerStatus } from '../runners/status.js';
import { findTool } from '../toolchain/find.js';
import { TOOLS, type ToolName } from '../toolchain/tools.js';

export const summary = 'Show what this machine can build and run, and what to do about the rest';
export const flags = [];

interface Part {
  readonly name: string;
  readonly ready: boolean;
  /** Version and path, or what is wrong. */
  readonly detail: string;
  /** Null when ready. */
  readonly fix: string | null;
}

interface Data {
  readonly parts: readonly Part[];
  readonly runners: readonly RunnerStatus[];
  readonly cache: { readonly directory: string; readonly bytes: number };
}

/** What the files below a directory take on disk; links are not followed. */
async function sizeOf(directory: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const { blocks, size } = await lstat(path);
    total += process.platform === 'win32' ? size : blocks * 512;
    if (entry.isDirectory()) total += await sizeOf(path);
  }
  return total;
}

async function examineTool(
  name: ToolName,
  environment: CommandOptions['environment'],
): Promise<Part> {
  const tool = await findTool(name, environment);
  if (tool) return { name, ready: true, detail: `${tool.version} ${tool.path}`, fix: null };
  const detail = `not found, expected ${TOOLS[name].versions}`;
  return { name, ready: false, detail, fix: 'plugkit setup' };
}

/** Whether the loader has a prebuild for this machine. */
async function examinePrebuild(target: Target | undefined): Promise<Part> {
  const name = 'prebuild';
  const fix = 'plugkit build-loader';
  if (!target) {
    const detail = `${process.platform}-${process.arch} is not a target`;
    return { name, ready: false, detail, fix };
  }
  const directory = projectPath('prebuilds', `${target.platform}-${target.arch}`);
  const suffix = target.libc ? `.${target.libc}.node` : '.node';
  const files = existsSync(directory) ? await readdir(directory) : [];
  const file = files.find((entry) => entry.endsWith(suffix));
  if (file) return { name, ready: true, detail: join(directory, file), fix: null };
  return { name, ready: false, detail: `no *${suffix} in ${directory}`, fix };
}

export async function run({ environment }: CommandOptions): Promise<Data> {
  const { cacheDirectory } = environment;
  const tools = Object.keys(TOOLS) as ToolName[];
  const parts = await Promise.all([
    examinePrebuild(currentTarget()),
    ...tools.map((name) => examineTool(name, environment)),
  ]);
  const runners = await Promise.all(TARGETS.map((target) => runnerStatus(target, cacheDirectory)));
  const bytes = existsSync(cacheDirectory) ? await sizeOf(cacheDirectory) : 0;
  return { parts, runners, cache: { directory: cacheDirectory, bytes } };
}

export function render({ parts, runners, cache }: Data): string {
  const table = new Table({ ...PLAIN_TABLE, head: ['part', 'state', 'detail'] });
  for (const { name, ready, detail, fix } of parts) {
    table.push([name, ready ? 'ready' : 'missing', fix ? `${detail}: ${fix}` : detail]);
  }
  const size = `${(cache.bytes / 1e6).toFixed(0)} MB`;
  return `${table}\n\n${renderRunners(runners)}\n\ncache: ${cache.directory} (${size})`;
}
