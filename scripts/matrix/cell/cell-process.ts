// The process of one cell: loads one plug-in as its job says, checks where it came from, and checks the
// levels that its job names. Started by a runner as `node cell-process.js job.json`. It takes the loader from where
// the job says, which may be a copy of the package.
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type * as Loader from '#loader';
import type * as Internal from '#loader/internal';
import { CommandError } from '../../errors.js';
import { openChannel } from '../../process/tell.js';
import type { Check } from '../levels/check.js';
import { CHECKS } from '../levels/checks.js';
import type { CellEvent, Job } from './job.js';
import { type CaseContext, runCase, toFault } from './run-case.js';

/** Loads the plug-in the way the job says. Throws when it was refused, or another file was loaded. */
function open(job: Job, { loadPlugins }: typeof Loader): Loader.PluginHost {
  const { companion } = job;
  if (companion?.first) {
    step(`while ${companion.name} was opened, to be loaded before it`);
    loadPlugins({ paths: [companion.file] });
  }
  step('while the plug-in was opened');
  const host = loadPlugins(job.load);
  const expected = realpathSync(job.expectedPath);
  const outcome = host.outcomes.find(({ path }) => sameFile(path, expected));
  if (outcome?.state === 'loaded') return host;
  throw new CommandError(
    outcome?.code ?? 'PLUGIN_NOT_FOUND',
    `${expected} was not loaded; ${tellOutcomes(host)}`,
  );
}

/** An outcome's path need not exist. */
function sameFile(path: string, expected: string): boolean {
  try {
    return realpathSync(path) === expected;
  } catch {
    return false;
  }
}

function tellOutcomes({ outcomes }: Loader.PluginHost): string {
  const described = outcomes.map(
    ({ path, state, code, reason }) => `${path}: ${code ? `${code}, ${reason}` : state}`,
  );
  return `outcomes: ${described.join('; ') || 'none'}`;
}

/** Finds the plug-in and compares it with its plugin.json. */
function examine(host: Loader.PluginHost, job: Job): CaseContext {
  const mismatch = (reason: string) => new CommandError('PLUGIN_MISMATCH', reason);
  const { name, version, modules } = job.plugin;
  const plugin = host.findPlugin(name);
  const found = host.plugins.find(({ path }) => sameFile(path, realpathSync(job.expectedPath)));
  if (!plugin) throw mismatch(`the descriptor's name is '${found?.name}', expected '${name}'`);
  // A descriptor has a fourth number, the build.
  if (plugin.version !== `${version}.0`) {
    throw mismatch(`the descriptor's version is ${plugin.version}, expected ${version}.0`);
  }
  const list = (names: readonly string[]) => JSON.stringify(names.toSorted());
  const offered = list(plugin.modules.map((module) => module.name));
  if (offered !== list(modules)) {
    throw mismatch(`the descriptor's modules are ${offered}, expected ${list(modules)}`);
  }
  return { host, plugin, guests: job.guests };
}

const jobFile = process.argv[2] as string;
const job = JSON.parse(readFileSync(jobFile, 'utf8')) as Job;
rmSync(jobFile); // plug-ins have no business with it, nor with the key of the channel
const tell = openChannel<CellEvent>(job.channel);

/** Says where the process is; the same place is reported once. */
let place = '';
function step(where: string): void {
  if (where !== place) tell({ event: 'step', where });
  place = where;
}

async function trace(): Promise<void> {
  const { observe } = (await import(pathToFileURL(job.internal).href)) as typeof Internal;
  await observe({
    create: (module) =>
      step(`${place.split(', ')[0]}, in the create function of module '${module}'`),
    call: (name) => step(`${place.split(', ')[0]}, in host function '${name}'`),
  });
}

/** Level 3: every test case is reported, also after one that failed. */
async function runCases(context: CaseContext): Promise<boolean> {
  let passed = true;
  for (const test of job.tests) {
    step(`in test case '${test.name}'`);
    const fault = await runCase(context, test);
    tell({ event: 'case', name: test.name, fault });
    passed &&= fault === null;
  }
  return passed;
}

async function checkLevels(loader: typeof Loader): Promise<void> {
  const wants = (level: number) => job.levels.includes(level);
  const host = open(job, loader);
  if (wants(1)) tell({ event: 'passed', level: 1 });
  step('after it was opened');
  if (!wants(2) && wants(1)) return;
  const context = examine(host, job);
  if (wants(2)) tell({ event: 'passed', level: 2 });
  if (job.traced) await trace();
  if (wants(3)) {
    if (!(await runCases(context))) return;
    tell({ event: 'passed', level: 3 });
  }
  for (const level of job.levels.filter((each) => each > 3)) {
    const reason = await (CHECKS[level] as Check)({ job, loader, context, step });
    tell(reason === undefined ? { event: 'passed', level } : { event: 'skipped', level, reason });
  }
}

try {
  await checkLevels((await import(pathToFileURL(job.loader).href)) as typeof Loader);
} catch (error) {
  tell({ event: 'failed', fault: toFault(error) });
}
tell({ event: 'end' });
