// Asks the real loader what becomes of each candidate, in child processes with limits of time and
// memory: one that crashes or hangs is left out of the next process, and reported with its own code.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadOutcome } from '#loader';
import type { AnyErrorCode } from '../errors.js';
import { ChannelFile, newKey, readEvents } from '../process/channel.js';
import { type Fault, faultOf } from '../process/end.js';
import { inTemporaryDirectory } from '../process/interrupt.js';
import { type ProcessEnd, supervise } from '../process/supervise.js';
import { loaderEntries, projectPath } from '../project/paths.js';
import type { DescribedPlugin, ProbeEvent, ProbeTask } from './probe-process.js';

/** What became of a candidate: what the loader says, or what became of the process. */
export interface ProbedOutcome extends Omit<LoadOutcome, 'code'> {
  readonly code?: AnyErrorCode;
}

export interface ProbeOptions {
  /** Files to load, in this order. */
  files: readonly string[];
  /** Ask for what is in the default paths first; `files` are those there, should that go wrong. */
  defaultPaths: boolean;
  /** What to describe of what was loaded; default: nothing. */
  describe?: ProbeTask['describe'];
  /** The engine to load it with; default: the loader's. */
  engine?: ProbeTask['engine'];
  /** The entry of the loader to ask; default: plugkit's own. */
  loader?: string;
  /** The whole environment of the processes. */
  env: Record<string, string>;
  /** Milliseconds that a process may take. */
  timeout: number;
  /** Bytes that it may hold. */
  memory?: number;
}

export interface Probe {
  /** In the order of the files, where they were tried. */
  outcomes: ProbedOutcome[];
  /** What was loaded, when it was to be described. */
  plugins: DescribedPlugin[];
  /** Why there may be fewer outcomes than candidates; null when nothing went wrong but with them. */
  error: string | null;
}

const PROCESS = projectPath('lib/scripts/explain/probe-process.js');

const HINTS: Partial<Record<AnyErrorCode, string>> = {
  PLUGIN_CRASHED: 'Remove the file, or run its constructors in a debugger',
  PLUGIN_EXITED: 'Remove the file: what it does when it is opened ends the program',
  PLUGIN_HUNG: 'Remove the file, or see in a debugger what its constructors wait for',
  CHANNEL_BROKEN: 'Remove the file: it writes to descriptors that are not its own',
  MEMORY_EXCEEDED: 'Remove the file, or see what its constructors allocate',
};

interface Ran {
  end: ProcessEnd;
  events: ProbeEvent[];
  /** What came by the process's channel and is not the process's own. */
  foreign: string | null;
}

const EVENTS: readonly unknown[] = [
  'opens',
  'outcomes',
  'describes',
  'creates',
  'created',
  'error',
  'end',
] satisfies ProbeEvent['event'][];

const isProbeEvent = (value: unknown): value is ProbeEvent =>
  EVENTS.includes((value as ProbeEvent | null)?.event);

function start(files: ProbeTask['files'], options: ProbeOptions): Promise<Ran> {
  return inTemporaryDirectory('plugkit-explain-', async (directory) => {
    const { loader = loaderEntries().loader, describe = 'nothing', engine } = options;
    const key = newKey();
    const channel = process.platform === 'win32' ? await ChannelFile.create(directory) : null;
    const task: ProbeTask = {
      loader,
      files,
      describe,
      ...(engine && { engine }),
      channel: { file: channel?.path ?? null, key },
    };
    const file = join(directory, 'task.json');
    try {
      await writeFile(file, JSON.stringify(task));
      const cwd = process.cwd(); // relative paths in WASMEDGE_PLUGIN_PATH count from here
      const end = await supervise([process.execPath, PROCESS, file], { ...options, cwd });
      const text = channel ? await channel.read() : end.channel;
      return { end, ...readEvents(text, key, isProbeEvent) };
    } finally {
      await channel?.close();
    }
  });
}

const outcomesOf = ({ events }: Ran): ProbedOutcome[] =>
  events.flatMap((event) => (event.event === 'outcomes' ? event.outcomes : []));

/** Each with the modules that could be looked at. */
const pluginsOf = ({ events }: Ran): DescribedPlugin[] =>
  events.flatMap((described) => {
    if (described.event !== 'describes') return [];
    const { plugin } = described;
    const created = events.flatMap((event) =>
      event.event === 'created' && event.plugin === plugin.name ? [event.module] : [],
    );
    const modules = plugin.modules.map(
      (module) => created.find(({ name }) => name === module.name) ?? module,
    );
    return [{ ...plugin, modules }];
  });

function placeOf(last: ProbeEvent | undefined): string {
  if (last?.event === 'end') return 'after the last plug-in';
  if (last?.event === 'creates') return `while module '${last.module}' was created`;
  return last?.event === 'describes' || last?.event === 'created'
    ? 'between two modules'
    : 'before the first plug-in';
}

function errorOf({ events, end }: Ran, options: ProbeOptions): string | null {
  const failure = events.find(({ event }) => event === 'error');
  if (failure?.event === 'error') return failure.message;
  if (end.exitCode === 0) return null;
  const { reason } = faultOf(end, options, placeOf(events.at(-1)));
  return `the probing process ${reason}`;
}

const brokenBy = (foreign: string): Fault => ({
  code: 'CHANNEL_BROKEN',
  reason: `got something from the plug-in by its channel, ${JSON.stringify(foreign)}`,
});

/** Tries the files, each process without those of which one died before. */
async function probeEach(options: ProbeOptions): Promise<Probe> {
  const blamed = new Map<string, ProbedOutcome>();
  for (;;) {
    const left = options.files.filter((file) => !blamed.has(file));
    const ran = await start(left, options);
    const opened = ran.events.findLast((event) => event.event === 'opens');
    const died = ran.events.at(-1) === opened;
    // What it opened last is to blame for what came by the channel, too.
    if (opened?.event === 'opens' && (died || ran.foreign !== null)) {
      const { file } = opened;
      const { code, reason } =
        ran.foreign === null
          ? faultOf(ran.end, options, 'while it was opened')
          : brokenBy(ran.foreign);
      const hint = HINTS[code] as string;
      const why = { code, reason: `the probing process ${reason}`, hint };
      blamed.set(file, { path: file, state: 'refused', ...why, warnings: [] });
      continue;
    }
    const outcomes = [...outcomesOf(ran), ...blamed.values()];
    const position = ({ path }: ProbedOutcome) => options.files.indexOf(path);
    outcomes.sort((one, other) => position(one) - position(other));
    return { outcomes, plugins: pluginsOf(ran), error: errorOf(ran, options) };
  }
}

/** What becomes of each candidate when a process loads it. */
export async function probe(options: ProbeOptions): Promise<Probe> {
  if (!options.defaultPaths) return probeEach(options);
  const ran = await start(null, options);
  const complete = ran.events.some(({ event }) => event === 'outcomes' || event === 'error');
  return complete
    ? { outcomes: outcomesOf(ran), plugins: pluginsOf(ran), error: errorOf(ran, options) }
    : probeEach(options);
}
