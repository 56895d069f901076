// Runs a process that plug-ins are loaded in to its end, within limits of time and memory, and ends what it
// leaves behind. Not run.ts: there, a child that ends badly is an error; here, how it ends is the result.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { CHANNEL_LIMIT } from './channel.js';
import { onInterrupt } from './interrupt.js';
import { killProcesses, timeWaited } from './process-tree.js';
import { MEMORY_INTERVAL, residentMemory } from './resident-memory.js';

export interface ProcessEnd {
  exitCode: number | null;
  /** The name of the signal that ended it, e.g. SIGSEGV. */
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  /** It was ended because it held more memory than it may. */
  outOfMemory: boolean;
  /** The end of what it wrote to both streams. */
  output: string;
  /** What it wrote to descriptor 3. */
  channel: string;
  /** Processes that it had started and that were ended after it. */
  leftBehind: number;
  ms: number;
}

export interface ProcessOptions {
  cwd: string;
  /** The whole environment of the process. */
  env: Record<string, string>;
  /** Milliseconds, without those that it waits for a processor, where the system shows them. */
  timeout: number;
  /** Bytes that the process and what it starts may hold. */
  memory?: number;
}

/** Bytes: several times what an emulated cell takes. */
export const MEMORY_LIMIT = 2 ** 31;

const OUTPUT_LIMIT = 16_384;

/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1;

/** How many times its limit a process may take by the clock, however little of a processor it gets. */
const PATIENCE = 5;

/** The variable by which what the process started is found, should it have left its group. */
const MARK = 'PLUGKIT_PROCESS';

/** Calls `onExceeded` once the process holds more than `limit` bytes. Returns what ends the watch. */
function watchMemory(pid: number, mark: string, limit: number, onExceeded: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const look = async () => {
    // A system that cannot show it (no ps, no tasklist) has the time limit only.
    const held = await residentMemory(pid, mark).catch(() => 0);
    if (ended) return;
    if (held > limit) onExceeded();
    else timer = setTimeout(look, MEMORY_INTERVAL);
  };
  timer = setTimeout(look, MEMORY_INTERVAL);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Calls `onExceeded` once the process has had its time. Returns what ends the watch. */
function watchTime(pid: number, timeout: number, onExceeded: () => void): () => void {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const passed = performance.now() - started;
    const left = timeout - (passed - timeWaited(pid));
    if (left <= 0 || passed >= timeout * PATIENCE) onExceeded();
    else timer = setTimeout(look, Math.min(Math.max(left, 50), LONGEST));
  };
  timer = setTimeout(look, Math.min(timeout, LONGEST));
  return () => clearTimeout(timer);
}

/**
 * Starts `command` and waits for it. A process that exceeds a limit is killed with its group; whatever it
 * leaves behind is killed, too.
 * @throws when the program cannot be started
 */
export function supervise(
  [file, ...args]: readonly [string, ...string[]],
  { cwd, env, timeout, memory = MEMORY_LIMIT }: ProcessOptions,
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const mark = randomBytes(8).toString('hex');
    const child = spawn(file, args, {
      cwd,
      env: { ...env, [MARK]: mark },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32', // a group of its own
      windowsHide: true,
    });
    const end = { timedOut: false, outOfMemory: false, leftBehind: 0, output: '', channel: '' };
    const { pid } = child;
    if (pid === undefined) {
      child.on('error', reject);
      return;
    }
    const kill = () => killProcesses(pid, mark);
    const [, stdout, stderr, channel] = child.stdio as readonly (Readable | null)[];
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        end.output = (end.output + chunk).slice(-OUTPUT_LIMIT);
      });
    }
    channel?.setEncoding('utf8').on('data', (chunk: string) => {
      end.channel += chunk;
      if (end.channel.length > CHANNEL_LIMIT) kill();
    });
    const watches = [
      onInterrupt(kill),
      watchTime(pid, timeout, () => {
        end.timedOut = true;
        kill();
      }),
      watchMemory(pid, mark, memory, () => {
        end.outOfMemory = true;
        kill();
      }),
    ];
    child.on('error', reject);
    child.on('exit', () => {
      for (const unwatch of watches) unwatch(); // the number may be given to another process
      // Windows gives the number to others at once; a group of POSIX keeps it.
      if (process.platform !== 'win32') end.leftBehind = kill();
      // Something that could not be found may keep the streams open.
      const destroy = () => {
        for (const stream of child.stdio) stream?.destroy();
      };
      setTimeout(destroy, 1_000).unref();
    });
    child.on('close', (exitCode, signal) => {
      const ms = Math.round(performance.now() - started);
      resolve({ ...end, output: end.output.trim(), exitCode, signal, ms });
    });
  });
}
