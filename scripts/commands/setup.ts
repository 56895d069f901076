// `plugkit setup`: finds or installs the toolchain, so that later builds need no network.
import Table from 'cli-table3';
import type { CommandOptions } from '../command.js';
import { PLAIN_TABLE } from '../output/errors.js';
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
  const table = new Table({ ...PLAIN_TABLE, head: ['tool', 'version', 'supported', 'path'] });
  for (const [name, { version, path }] of Object.entries(tools)) {
    table.push([name, version, TOOLS[name as ToolName].versions, path]);
  }
  return `${table.toString()}\ncache: ${cacheDirectory}`;
}
