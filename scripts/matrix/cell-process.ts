// The process of one cell: loads one plug-in as its job says, checks where it came from, and runs its
// test cases. Started by a runner as `node cell-process.js job.json`. It takes the loader from where
// the job says, which may be a copy of the package.
import { appendFileSync, readFileSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type * as Loader from '../../loader/index.js';
import type { CellEvent, Job } from './job.js';
import { type CaseContext, describeError, runCase } from './run-case.js';

/** Loads the plug-in the way the job says. Throws when another file was loaded, or another plug-in. */
async function load(job: Job): Promise<CaseContext> {
  const { loadPlugins } = (await import(pathToFileURL(job.loader).href)) as typeof Loader;
  const host = loadPlugins(job.load);
  const told = host.outcomes.map(
    ({ path, state, code, reason }) => `${path}: ${code ? `${code}, ${reason}` : state}`,
  );
  const outcomes = `outcomes: ${told.join('; ') || 'none'}`;
  const expected = realpathSync(job.expectedPath);
  const found = host.outcomes.some(
    ({ path, state }) => state === 'loaded' && realpathSync(path) === expected,
  );
  if (!found) throw new Error(`${expected} was not loaded; ${outcomes}`);

  const { name, version, modules } = job.plugin;
  const plugin = host.findPlugin(name);
  if (!plugin) throw new Error(`the plug-in's name is not '${name}'; ${outcomes}`);
  // A descriptor has a fourth number, the build.
  if (plugin.version !== `${version}.0`) {
    throw new Error(`the descriptor's version is ${plugin.version}, expected ${version}.0`);
  }
  const offered = plugin.modules.map((module) => module.name).sort();
  if (String(offered) !== String([...modules].sort())) {
    throw new Error(`the descriptor's modules are ${offered}, expected ${modules}`);
  }
  return { host, plugin, guests: job.guests };
}

const job = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as Job;

/** Written at once, so that it is there if the next step kills the process. */
function tell(event: CellEvent): void {
  appendFileSync(job.events, `${JSON.stringify(event)}\n`);
}

try {
  const context = await load(job);
  tell({ event: 'loaded' });
  for (const test of job.tests) {
    tell({ event: 'start', name: test.name });
    const reason = await runCase(context, test);
    tell({ event: 'case', name: test.name, state: reason ? 'failed' : 'passed', reason });
  }
} catch (error) {
  tell({ event: 'failed', reason: describeError(error) });
}
tell({ event: 'end' });
