// Runs one cell: arranges its files, starts its process through a runner, and turns what the process
// reported, and how it ended, into a result.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ChannelFile, newKey, readEvents } from '../process/channel.js';
import { type Fault, faultOf } from '../process/end.js';
import { inTemporaryDirectory } from '../process/interrupt.js';
import type { ProcessEnd } from '../process/supervise.js';
import type { TestCase } from '../project/manifest.js';
import { projectPath } from '../project/paths.js';
import { describeObstacle, type Obstacle } from '../runners/runner.js';
import { checkEvents, isCellEvent } from './cell/check-events.js';
import type { CellEvent, Job } from './cell/job.js';
import type { CellContext } from './cell-context.js';
import { describeCall, describeExpectation } from './describe-case.js';
import { DEFAULT_LEVEL } from './levels/default-level.js';
import { describeLevel, type LevelResult } from './levels/levels.js';
import { arrange, type Layout } from './path-modes.js';
import { type CaseResult, type Cell, type CellResult, notRun } from './report.js';
import { listStages, type Skipped, type Stage } from './stages.js';

/** Starts the process of a stage, with changes to its job. */
type Start = (stage: Stage, changes?: Partial<Job>) => Promise<Ran | Obstacle>;

/** A process that has ended, and what it reported. */
interface Ran {
  end: ProcessEnd;
  events: CellEvent[];
  /** What it cannot have reported; null when there is nothing like that. */
  broken: string | null;
}

const CELL_PROCESS = projectPath('lib/scripts/matrix/cell/cell-process.js');

/** What the process was doing when it reported its last event. */
function whereabouts(events: readonly CellEvent[]): string {
  const last = events.at(-1);
  if (last === undefined) return 'before it opened the plug-in';
  if (last.event === 'end') return 'after the last test case';
  if (last.event === 'step') return last.where;
  return last.event === 'case' ? 'between test cases' : 'between two levels';
}

/** What the process is to blame for as a whole; null when it did its work to the end. */
function faultOfProcess(ran: Ran, context: CellContext, factor = 1): Fault | null {
  const { end, events, broken } = ran;
  if (broken !== null) return { code: 'CHANNEL_BROKEN', reason: broken };
  const failed = events.find(({ event }) => event === 'failed');
  if (failed?.event === 'failed') return failed.fault;
  if (events.at(-1)?.event === 'end' && end.exitCode === 0) return null;
  const { memory, target } = context;
  const limits = { timeout: context.timeout * factor, memory, platform: target.platform };
  const fault = faultOf(end, limits, whereabouts(events));
  // By itself a process ends only when something in it says so.
  if (events.length > 0 || end.exitCode === 0) return fault;
  return { code: 'CELL_UNDECIDED', reason: `${fault.reason} (${fault.code})` };
}

/** The test cases that ended. */
function endedCases({ events }: Ran) {
  return events.flatMap((event) => (event.event === 'case' ? event : []));
}

function faultOfCases(ran: Ran): Fault | null {
  const cases = endedCases(ran);
  const wrong = cases.filter(({ fault }) => fault);
  const [first] = wrong;
  return first?.fault
    ? {
        code: first.fault.code,
        reason: `${wrong.length} of ${cases.length} test cases failed; '${first.name}': ${first.fault.reason}`,
      }
    : null;
}

function conclude(
  cell: Cell,
  tests: readonly TestCase[],
  ran: readonly Ran[],
  fault: Fault | null,
  level: LevelResult,
) {
  // Events are checked to be of these cases, in their order.
  const cases = endedCases(ran[0] as Ran).flatMap(({ name, fault }, index): CaseResult[] => {
    const test = tests[index];
    if (test === undefined) return [];
    const described = { call: describeCall(test), expected: describeExpectation(test) };
    return [
      { name, state: fault ? 'failed' : 'passed', ...described, reason: fault?.reason ?? null },
    ];
  });
  const { code = null, reason = null } = fault ?? {};
  const state = fault === null ? 'passed' : code === 'CELL_UNDECIDED' ? 'undecided' : 'failed';
  const { output: said = '', leftBehind = 0 } = ran.at(-1)?.end ?? {};
  const left =
    leftBehind > 0
      ? `[${leftBehind} ${leftBehind === 1 ? 'process outlived it and was' : 'processes outlived it and were'} ended]`
      : '';
  const output = [stripVTControlCharacters(said), left].filter(Boolean).join('\n');
  const ms = ran.reduce((sum, { end }) => sum + end.ms, 0);
  return { ...cell, state, code, reason, ms, cases, output, level, tries: 1 } satisfies CellResult;
}

/** The environment of a cell's process: nothing of this one but the search path. */
function cellEnvironment(
  directory: string,
  { path, nodeOptions, stock }: CellContext,
  layout: Layout,
): Record<string, string> {
  return {
    PATH: path,
    ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    ...(stock ? { NODE_PATH: stock.nodePath } : {}),
    HOME: join(directory, 'home'),
    USERPROFILE: join(directory, 'home'),
    // A prefix without plug-ins, unless the path mode names one.
    WASMEDGE_DIR: join(directory, 'home'),
    ...layout.env,
  };
}

/** What the loader is told of the engine. */
function engineOf({ engine }: Cell, { stock }: CellContext): Partial<Job['load']> {
  if (!stock) return {};
  const [, mode = 'interpreter'] = engine.split('-');
  const runMode = mode as NonNullable<Job['load']['runMode']>;
  return { engine: 'wasmedge', library: stock.library, runMode };
}

async function runIn(directory: string, cell: Cell, context: CellContext): Promise<CellResult> {
  const { source, target, file, guests, runner, node, stock, cacheDirectory } = context;
  const layout = await arrange(cell.path, { target, file, directory });
  if ('reason' in layout) return notRun(cell, 'skipped', describeObstacle(layout));

  await mkdir(join(directory, 'home'));
  const { name, version, modules, tests } = source.manifest;
  const job: Omit<Job, 'channel'> = {
    loader: runner.toGuest(layout.loader),
    internal: runner.toGuest(layout.internal),
    plugin: { name, version, modules },
    expectedPath: runner.toGuest(layout.expectedPath),
    load: {
      ...layout.load,
      paths: layout.load.paths.map(runner.toGuest),
      ...engineOf(cell, context),
    },
    tests,
    guests,
    levels: [],
    movesMemory: false,
    traced: false,
  };
  const start: Start = async ({ before = [], flags = [], factor = 1, ...stage }, changes = {}) => {
    const file = join(directory, 'job.json');
    const key = newKey();
    const channel = runner.inheritsDescriptors ? null : await ChannelFile.create(directory);
    const { levels } = stage;
    const given = { ...job, levels, ...stage.job, ...changes };
    const end = { file: channel && runner.toGuest(channel.path), key };
    await writeFile(file, JSON.stringify({ ...given, channel: end } satisfies Job));
    const [program = node, ...words] = [...before, ...(stock?.start ?? []), node];
    try {
      const ended = await runner.run(
        {
          target,
          node: program,
          args: [...words, ...flags, CELL_PROCESS, file],
          cwd: directory,
          env: cellEnvironment(directory, context, layout),
          timeout: context.timeout * factor,
          memory: context.memory,
          ...(layout.overlay ? { overlay: layout.overlay } : {}),
        },
        cacheDirectory,
      );
      if ('reason' in ended) return ended;
      const text = channel ? await channel.read() : ended.channel;
      const { events, foreign } = readEvents(text, key, isCellEvent);
      const broken =
        foreign === null
          ? checkEvents(events, given)
          : `something else wrote to its channel: ${JSON.stringify(foreign)}`;
      return { end: ended, events, broken };
    } finally {
      await channel?.close();
    }
  };

  const all: Ran[] = [];
  const level: LevelResult = { wanted: context.level, reached: 0, skipped: [] };
  for (const stage of listStages(context, directory, layout.expectedPath)) {
    if ('reason' in stage) {
      level.skipped.push(stage);
      continue;
    }
    const ran = await start(stage);
    if ('reason' in ran) return notRun(cell, 'skipped', describeObstacle(ran));
    all.push(ran);
    const fault = await faultOfStage(stage, ran, start, context);
    const progress = progressOf(stage, ran, fault);
    level.reached = fault ? Math.min(level.reached, progress.failed - 1) : level.reached;
    level.reached = Math.max(level.reached, ...progress.passed);
    level.skipped.push(...progress.skipped);
    if (fault) {
      const reason = progress.failed > DEFAULT_LEVEL ? `${describeLevel(progress.failed)}: ` : '';
      return conclude(cell, tests, all, { ...fault, reason: `${reason}${fault.reason}` }, level);
    }
  }
  return conclude(cell, tests, all, null, level);
}

/** What a stage's process reported of its levels; `failed` is the one that a fault belongs to. */
function progressOf({ levels }: Stage, { events }: Ran, fault: Fault | null) {
  const passed = events.flatMap((event) => (event.event === 'passed' ? event.level : []));
  const skipped = events.flatMap((event): Skipped[] =>
    event.event === 'skipped' ? [{ level: event.level, reason: event.reason }] : [],
  );
  const decided = [...passed, ...skipped.map(({ level }) => level)];
  // With all of them reported, the fault was found afterwards.
  const failed = levels.find((level) => !decided.includes(level)) ?? (levels.at(-1) as number);
  return { failed, skipped, passed: fault ? passed.filter((level) => level < failed) : passed };
}

async function faultOfStage(
  stage: Stage,
  ran: Ran,
  start: Start,
  context: CellContext,
): Promise<Fault | null> {
  const fault = faultOfProcess(ran, context, stage.factor);
  if (!fault) return faultOfCases(ran) ?? (await stage.examine?.()) ?? null;
  const located = await locate(stage, ran, start, context);
  return located?.code === fault.code ? located : fault;
}

/**
 * Runs the test case in which a process died once more, saying which function of the plug-in is called:
 * too slow to be done always.
 * @returns the fault with its place; null when it did not die in a test case, or does not now
 */
async function locate(
  stage: Stage,
  { events }: Ran,
  start: Start,
  context: CellContext,
): Promise<Fault | null> {
  const last = events.at(-1);
  const inCase = (where: string) =>
    context.source.manifest.tests.find(({ name }) => where === `in test case '${name}'`);
  const test = last?.event === 'step' ? inCase(last.where) : undefined;
  if (!test || context.stock) return null; // calls of a stock WasmEdge cannot be observed
  const again = await start(stage, { levels: [3], tests: [test], traced: true });
  return 'reason' in again ? null : faultOfProcess(again, context, stage.factor);
}

/** Runs one cell in a directory of its own, which is removed afterwards. */
export function runCell(cell: Cell, context: CellContext): Promise<CellResult> {
  return inTemporaryDirectory('plugkit-cell-', (directory) => runIn(directory, cell, context));
}
