// Runs the test cases of plug-ins with the engine `wasmedge`, in a process that has a stock library's libc:
// `node engine.child.js job.json`. Prints a line of JSON for each case: [plug-in, case, what is wrong].
import { readFileSync } from 'node:fs';
import { loadPlugins, type RunMode } from '#loader';
import { runCase } from '../../scripts/matrix/cell/run-case.js';
import type { TestCase } from '../../scripts/project/manifest.js';

export interface EngineJob {
  library: string;
  runMode: RunMode;
  plugins: { name: string; file: string; tests: TestCase[]; guests: Record<string, string> }[];
}

const job = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as EngineJob;
const host = loadPlugins({
  engine: 'wasmedge',
  library: job.library,
  runMode: job.runMode,
  paths: job.plugins.map(({ file }) => file),
});
for (const { name, tests, guests } of job.plugins) {
  const plugin = host.findPlugin(name);
  if (!plugin) throw new Error(`${name}: ${JSON.stringify(host.outcomes)}`);
  for (const test of tests) {
    const fault = await runCase({ host, plugin, guests }, test);
    console.log(JSON.stringify([name, test.name, fault?.reason ?? null]));
  }
}
