// Runs one cell: arranges its files, starts its process through a runner, and turns what the process
// told, and how it ended, into a result. Called by run-matrix.ts.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Target } from '../../loader/target.js';
import type { PluginSource } from '../manifest.js';
import { projectPath } from '../project.js';
import type { CellEvent, Job } from './job.js';
import { arrange, type Layout } from './path-modes.js';
import { type CaseResult, type Cell, type CellResult, notRun } from './report.js';
import { describeObstacle, type Runner } from './runners/runner.js';
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
}

const CELL_PROCESS = projectPath('lib/scripts/matrix/cell-process.js');

/** What the process told before it ended. The last line of a process that died may be cut short. */
async function readEvents(file: string): Promise<CellEvent[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as CellEvent);
}

/** Why the process is to blame as a whole; null when it did its work to the end. */
function misfortune(end: ProcessEnd, events: CellEvent[], timeout: number): string | null {
  const failed = events.find(({ event }) => event === 'failed');
  if (failed?.event === 'failed') return failed.reason;
  const last = events.at(-1);
  if (last?.event === 'end' && end.exitCode === 0) return null;
  const where =
    last === undefined
      ? 'before the plug-in was loaded'
      : last.event === 'start'
        ? `in test case '${last.name}'`
        : last.event === 'end'
          ? 'after the last test case'
          : 'between test cases';
  const said = end.output ? `: ${end.output.split('\n').slice(-5).join(' | ')}` : '';
  if (end.timedOut) return `did not end within ${timeout / 1000} s, stopped ${where}${said}`;
  if (end.signal) return `ended by ${end.signal} ${where}${said}`;
  return `ended with exit status ${end.exitCode} ${where}${said}`;
}

function conclude(cell: Cell, end: ProcessEnd, events: CellEvent[], timeout: number): CellResult {
  const cases = events.flatMap((event): CaseResult[] =>
    event.event === 'case' ? [{ name: event.name, state: event.state, reason: event.reason }] : [],
  );
  const wrong = cases.filter(({ state }) => state === 'failed');
  const reason =
    misfortune(end, events, timeout) ??
    (wrong.length > 0
      ? `${wrong.length} of ${cases.length} test cases failed; '${wrong[0]?.name}': ${wrong[0]?.reason}`
      : null);
  const state = reason === null ? 'passed' : 'failed';
  const output = stripVTControlCharacters(end.output);
  return { ...cell, state, reason, ms: end.ms, cases, output };
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
  const { source, target, file, guests, runner, node, path, cacheDirectory, timeout } = context;
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
    events: runner.toGuest(events),
  };
  const jobFile = join(directory, 'job.json');
  await writeFile(jobFile, JSON.stringify(job));
  const end = await runner.run(
    {
      target,
      node,
      args: [CELL_PROCESS, jobFile],
      cwd: directory,
      env: cellEnvironment(directory, path, layout),
      timeout,
      ...(layout.overlay ? { overlay: layout.overlay } : {}),
    },
    cacheDirectory,
  );
  return 'reason' in end
    ? notRun(cell, 'skipped', describeObstacle(end))
    : conclude(cell, end, await readEvents(events), timeout);
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
