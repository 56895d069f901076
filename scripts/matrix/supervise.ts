// Runs a cell's process to its end, with a time limit. Not scripts/run.ts: there, a child that ends
// badly is an error; here, how it ends is the result. Used by the runners.
import { spawn } from 'node:child_process';

export interface ProcessEnd {
  exitCode: number | null;
  /** The name of the signal that ended it, e.g. SIGSEGV. */
  signal: NodeJS.Signals | null;
  timedOut: boolean;
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
}

const OUTPUT_LIMIT = 16_384;

/** Ends a process and, where groups exist, what it started. */
function kill(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone by itself
  }
}

/**
 * Starts `command` and waits for it. A process that does not end in time is killed with its group.
 * @throws when the program cannot be started
 */
export function supervise(
  [file, ...args]: readonly [string, ...string[]],
  { cwd, env, timeout }: ProcessOptions,
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
    const collect = (chunk: string) => {
      output = (output + chunk).slice(-OUTPUT_LIMIT);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) kill(child.pid);
    }, timeout);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // Something it started may have left its group and keep the streams open.
    child.on('exit', () => {
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 1_000).unref();
    });
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      const ms = Math.round(performance.now() - started);
      resolve({ exitCode, signal, timedOut, output: output.trim(), ms });
    });
  });
}
