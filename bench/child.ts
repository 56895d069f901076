// Runs all benchmarks in the Node version that runs it. Started by run.ts, once for each version; prints
// what it measured as JSON, progress on standard error.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlugins, type PluginError, type PluginHost } from '../loader/index.js';
import { callBenchmarks } from './calls.js';
import type { Files } from './files.js';
import { instantiatingBenchmarks } from './instantiating.js';
import { loadingBenchmarks } from './loading.js';
import { type Effort, type Measurement, measure } from './measure.js';
import { ACCELERATED, CALLING, type ChildResult, PLAIN, RUST } from './results.js';

export interface Job {
  readonly files: Files;
  readonly effort: Effort;
  /** Fresh files are loaded this often. */
  readonly loads: number;
}

/** Undefined where this Node does not offer the accelerator. */
function acceleratedHost(): PluginHost | undefined {
  try {
    return loadPlugins({ paths: [files.plugin], accelerator: 'on' });
  } catch (error) {
    if ((error as PluginError).code === 'ACCELERATOR_UNAVAILABLE') return undefined;
    throw error;
  }
}

const { files, effort, loads } = JSON.parse(process.argv[2] as string) as Job;
const scratch = await mkdtemp(join(tmpdir(), 'plugkit-bench-'));
const measurements: Measurement[] = [];
try {
  const host = loadPlugins({ paths: [files.plugin], accelerator: 'off' });
  const calling = loadPlugins({ paths: [files.calling], accelerator: 'off' });
  const hosts: Record<string, PluginHost> = { [PLAIN]: host, [CALLING]: calling };
  if (files.rust) hosts[RUST] = loadPlugins({ paths: [files.rust], accelerator: 'off' });
  const accelerated = acceleratedHost();
  if (accelerated) hosts[ACCELERATED] = accelerated;
  for await (const benchmark of callBenchmarks(files, hosts)) {
    process.stderr.write(`  ${benchmark.name}\n`);
    measurements.push(...(await measure(benchmark, effort)));
  }
  for await (const benchmark of instantiatingBenchmarks(files, host)) {
    process.stderr.write(`  ${benchmark.name}\n`);
    measurements.push(...(await measure(benchmark, effort)));
  }
  for await (const benchmark of loadingBenchmarks(files, host, scratch, loads)) {
    process.stderr.write(`  ${benchmark.name}\n`);
    measurements.push(...(await measure(benchmark, { ...effort, rounds: loads })));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const { node, v8 } = process.versions;
console.log(JSON.stringify({ node, v8, measurements } satisfies ChildResult));
