// Runs one cell: arranges its files, starts its process through a runner, and turns what the process
// told, and how it ended, into a result. Called by run-matrix.ts.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Target } from '../../loader/target.js';
import type { PluginSource } from '../manifest.js';
import { projectPath } from '../project.js';
import { readEvents } from './events.js';
import type { CellEvent, Job } from './job.js';
import { arrange, type Layout } from './path-modes.js';
import { type Fault, faultOf } from './process-end.js';
import { type CaseResult, type Cell, type CellResult, notRun } from './report.js';
import { describeObstacle, type Obstacle, type Runner } from './runners/runner.js';
import type { ProcessEnd } from './supervise.js';

/** All that the cells of one plug-in and target share. */
export interface CellContext {
  source: PluginSource;
  target: Target;
  /** The plug-in as it was built. */
  file: string;
  guests: Record<string, string>;
  runner: Runner;
  /** The Node executable. */
  node: string;
  /** The search path for programs. */
  path: string;
  cacheDirectory: string;
  /** Milliseconds that the process may take. */
  timeout: number;
  /** Bytes that it may hold. */
  memory: number;
}

/** A process that has ended, and what it told. */
interface Ran {
  end: ProcessEnd;
  events: CellEvent[];
}

const CELL_PROCESS = projectPath('lib/scripts/matrix/cell-process.js');

/** What the process was doing when it told its last event. */
function whereabouts(events: readonly CellEvent[]): string {
  const last = events.at(-1);
  if (last === undefined) return 'before the plug-in was opened';
  if (last.event === 'end') return 'after the last test case';
  return last.event === 'step' ? last.where : 'between test cases';
}

/** What the process is to blame for as a whole; null when it did its work to the end. */
function faultOfProcess({ end, events }: Ran, context: CellContext): Fault | null {
  const failed = events.find(({ event }) => event === 'failed');
  if (failed?.event === 'failed') return failed.fault;
  if (events.at(-1)?.event === 'end' && end.exitCode === 0) return null;
  return faultOf(end, { ...context, platform: context.target.platform }, whereabouts(events));
}

function conclude(cell: Cell, ran: Ran, faultOfAll: Fault | null): CellResult {
  const ended = ran.events.flatMap((event) => (event.event === 'case' ? event : []));
  const cases = ended.map(
    ({ name, fault }): CaseResult => ({
      name,
      state: fault ? 'failed' : 'passed',
      reason: fault?.reason ?? null,
    }),
  );
  const wrong = ended.filter(({ fault }) => fault);
  const [first] = wrong;
  const fault =
    faultOfAll ??
    (first?.fault && {
      code: first.fault.code,
      reason: `${wrong.length} of ${cases.length} test cases failed; '${first.name}': ${first.fault.reason}`,
    });
  const { code = null, reason = null } = fault ?? {};
  const state = fault ? 'failed' : 'passed';
  const output = stripVTControlCharacters(ran.end.output);
  return { ...cell, state, code, reason, ms: ran.end.ms, cases, output };
}

/** The environment of a cell's process: nothing of this one but the search path. */
function cellEnvironment(directory: string, path: string, layout: Layout): Record<string, string> {
  return {
    PATH: path,
    HOME: join(directory, 'home'),
    USERPROFILE: join(directory, 'home'),
    // A prefix without plug-ins, unless the path mode names one.
    WASMEDGE_DIR: join(directory, 'home'),
    // node-gyp-build prefers build/Release: a cell shall load what is published.
    PREBUILDS_ONLY: '1',
    ...layout.env,
  };
}

async function runIn(directory: string, cell: Cell, context: CellContext): Promise<CellResult> {
  const { source, target, file, guests, runner, node, path, cacheDirectory } = context;
  const layout = await arrange(cell.path, { target, file, directory });
  if ('reason' in layout) return notRun(cell, 'skipped', describeObstacle(layout));

  await mkdir(join(directory, 'home'));
  const { name, version, modules, tests } = source.manifest;
  const events = join(directory, 'events.jsonl');
  const job: Job = {
    loader: runner.toGuest(layout.loader),
    plugin: { name, version, modules },
    expectedPath: runner.toGuest(layout.expectedPath),
    load: { ...layout.load, paths: layout.load.paths.map(runner.toGuest) },
    tests,
    guests,
    traced: false,
    events: runner.toGuest(events),
  };
  const start = async (changes: Partial<Job>): Promise<Ran | Obstacle> => {
    const file = join(directory, 'job.json');
    await rm(events, { force: true });
    await writeFile(file, JSON.stringify({ ...job, ...changes }));
    const end = await runner.run(
      {
        ...{ target, node },
        args: [CELL_PROCESS, file],
        cwd: directory,
        env: cellEnvironment(directory, path, layout),
        ...{ timeout: context.timeout, memory: context.memory },
        ...(layout.overlay ? { overlay: layout.overlay } : {}),
      },
      cacheDirectory,
    );
    return 'reason' in end ? end : { end, events: await readEvents<CellEvent>(events) };
  };
  const ran = await start({});
  if ('reason' in ran) return notRun(cell, 'skipped', describeObstacle(ran));
  const fault = faultOfProcess(ran, context);
  const located = fault && (await locate(ran, start, context));
  return conclude(cell, ran, located?.code === fault?.code ? located : fault);
}

/**
 * Runs the test case in which a process died once more, saying which function of the plug-in is called:
 * too slow to be done always.
 * @returns the fault with its place; null when it did not die in a test case, or does not now
 */
async function locate(
  { events }: Ran,
  start: (changes: Partial<Job>) => Promise<Ran | Obstacle>,
  context: CellContext,
): Promise<Fault | null> {
  const last = events.at(-1);
  const inCase = (where: string) =>
    context.source.manifest.tests.find(({ name }) => where === `in test case '${name}'`);
  const test = last?.event === 'step' ? inCase(last.where) : undefined;
  if (!test) return null;
  const again = await start({ tests: [test], traced: true });
  return 'reason' in again ? null : faultOfProcess(again, context);
}

/** Runs one cell in a directory of its own, which is removed afterwards. */
export async function runCell(cell: Cell, context: CellContext): Promise<CellResult> {
  const directory = await mkdtemp(join(tmpdir(), 'plugkit-cell-'));
  try {
    return await runIn(directory, cell, context);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
