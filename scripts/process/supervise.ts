// Runs a process that plug-ins are loaded in to its end, within limits of time and memory. Not run.ts:
// there, a child that ends badly is an error; here, how it ends is the result.
import { spawn } from 'node:child_process';
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
  ms: number;
}

export interface ProcessOptions {
  cwd: string;
  /** The whole environment of the process. */
  env: Record<string, string>;
  /** Milliseconds. */
  timeout: number;
  /** Bytes that the process and what it starts may hold. */
  memory?: number;
}

/** Bytes: several times what an emulated cell takes. */
export const MEMORY_LIMIT = 2 ** 31;

const OUTPUT_LIMIT = 16_384;

/** Ends a process and, where groups exist, what it started. */
function kill(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone by itself
  }
}

/** Calls `onExceeded` once the process holds more than `limit` bytes. Returns what ends the watch. */
function watchMemory(pid: number, limit: number, onExceeded: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const look = async () => {
    // A system that cannot tell (no ps, no tasklist) has the time limit only.
    const held = await residentMemory(pid).catch(() => 0);
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

/**
 * Starts `command` and waits for it. A process that exceeds a limit is killed with its group.
 * @throws when the program cannot be started
 */
export function supervise(
  [file, ...args]: readonly [string, ...string[]],
  { cwd, env, timeout, memory = MEMORY_LIMIT }: ProcessOptions,
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(file, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32', // a group of its own
      windowsHide: true,
    });
    let output = '';
    let timedOut = false;
    let outOfMemory = false;
    const collect = (chunk: string) => {
      output = (output + chunk).slice(-OUTPUT_LIMIT);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) kill(child.pid);
    }, timeout);
    const unwatch =
      child.pid === undefined
        ? () => {}
        : watchMemory(child.pid, memory, () => {
            outOfMemory = true;
            kill(child.pid as number);
          });
    child.on('error', (error) => {
      clearTimeout(timer);
      unwatch();
      reject(error);
    });
    // Something it started may have left its group and keep the streams open.
    child.on('exit', () => {
      unwatch(); // the number may be given to another process
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 1_000).unref();
    });
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      const ms = Math.round(performance.now() - started);
      resolve({ exitCode, signal, timedOut, outOfMemory, output: output.trim(), ms });
    });
  });
}
