// Describes this machine and run for the report.
import { availableParallelism, cpus, hostname, release, type } from 'node:os';
import { CommandError } from '../errors.js';
import { run } from '../process/run.js';
import type { Run } from './report.js';

/** What git has checked out here; null without git or a repository. */
async function currentCommit(): Promise<string | null> {
  const command = ['git', 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'] as const;
  try {
    return (await run(command)).stdout.trim();
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

/** All that is known when a run begins. */
export async function describeRun(
  machine: string = hostname(),
  commit?: string,
): Promise<Omit<Run, 'ms' | 'shard'>> {
  return {
    machine,
    system: `${process.platform}-${process.arch}, ${type()} ${release()}`,
    processor: `${availableParallelism()} × ${cpus()[0]?.model.trim() || 'unknown'}`,
    node: process.versions.node,
    started: new Date().toISOString(),
    commit: commit ?? (await currentCommit()),
  };
}
