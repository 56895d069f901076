// `plugkit setup`: finds or installs the toolchain, so that later builds need no network.
import type { CommandOptions } from '../command.js';
import { drawTable } from '../output/table.js';
import { findToolchain } from '../toolchain/find.js';
import { TOOLS, type Toolchain, type ToolName } from '../toolchain/tools.js';

export const flags = [];

interface Data {
  cacheDirectory: string;
  tools: Toolchain;
}

export async function run({ environment }: CommandOptions): Promise<Data> {
  const { cacheDirectory } = environment;
  return { cacheDirectory, tools: await findToolchain(environment) };
}

export function render({ cacheDirectory, tools }: Data): string {
  const rows = Object.entries(tools).map(([name, { version, path }]) => [
    name,
    version,
    TOOLS[name as ToolName].versions,
    path,
  ]);
  return `${drawTable({ head: ['tool', 'version', 'supported', 'path'], rows })}\ncache: ${cacheDirectory}`;
}
