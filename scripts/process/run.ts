// The one way a script runs a tool to its end: started directly with an argument array, never through a
// shell. Processes that plug-ins are loaded in are supervise.ts's.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommandError } from '../errors.js';
import { formatCommand } from '../output/command-line.js';
import { showText } from '../output/text.js';
import { onInterrupt } from './interrupt.js';

export interface RunOptions {
  cwd?: string;
  /** The child's environment without `env`; default: that of this process. */
  surroundings?: Readonly<Record<string, string | undefined>>;
  /** Added to the surroundings; undefined takes one away. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Prints `+ command` on standard error first. */
  verbose?: boolean;
  /** Milliseconds after which the child is ended. */
  timeout?: number;
  /** The child writes to this process's streams; nothing is collected. */
  live?: boolean;
  /** The highest exit status that is no error; default 0. */
  highestStatus?: number;
  /** How to get the program, should it be missing. */
  hint?: string;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** Both streams in the order they came. */
  output: string;
}

const TAIL_LINES = 30;

/** The last lines of a program's output, for an error message. */
export function tail(text: string, lines = TAIL_LINES): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** How compilers, linkers, CMake and pip begin the line that says what is wrong. */
const ERROR_LINE = /(^|[\s:])(fatal error|error|CMake Error|undefined symbol)\b/i;

/** The lines of a program's output that say why it failed: from the first error on, else the last ones. */
export function excerpt(text: string, lines = TAIL_LINES): string {
  const all = text.trimEnd().split('\n');
  const first = all.findIndex((line) => ERROR_LINE.test(line));
  const start = first < 0 ? all.length - lines : Math.min(first, all.length - lines);
  return all.slice(Math.max(0, start), Math.max(0, start) + lines).join('\n');
}

/** Every program of that name in a search path, first come first. */
export function programsOnPath(name: string, path: string): string[] {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (
    path
      .split(delimiter)
      .filter((directory) => directory !== '')
      .map((directory) => join(directory, file))
      // A directory that may not be entered is passed over.
      .filter((candidate) => existsSync(candidate) && statSync(candidate).isFile())
  );
}

interface Ending extends RunResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

function start(
  [file, ...args]: readonly [string, ...string[]],
  { cwd, env, surroundings = process.env, live = false, timeout }: RunOptions,
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...surroundings, ...env },
      stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      timeout,
      windowsHide: true,
    });
    const all = { stdout: '', stderr: '', output: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
        all[name] += chunk;
        all.output += chunk;
      });
    }
    const forget = onInterrupt(() => child.kill());
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('close', (exitCode, signal) => {
      forget();
      resolve({ ...all, exitCode, signal });
    });
  });
}

/**
 * Runs `command` (program and arguments) to its end.
 * @throws TOOL_MISSING when the program does not exist, TOOL_FAILED with what its output says of that when it
 *   ends with an error or cannot be started.
 */
export async function run(
  command: readonly [string, ...string[]],
  options: RunOptions = {},
): Promise<RunResult> {
  const { cwd, verbose = false, highestStatus = 0, hint } = options;
  if (verbose) process.stderr.write(`+ ${showText(formatCommand(command))}\n`);
  const { exitCode, signal, ...result } = await start(command, options).catch((cause) => {
    throw notStarted(command, cwd, hint, cause);
  });
  if (exitCode !== null && exitCode <= highestStatus) return result;
  const ending = signal ? `ended by ${signal}` : `exit status ${exitCode}, expected 0`;
  throw new CommandError('TOOL_FAILED', `Cannot run ${formatCommand(command)}: ${ending}`, {
    cause: new Error(excerpt(result.output) || 'no output'),
  });
}

function notStarted(
  command: readonly [string, ...string[]],
  cwd: string | undefined,
  hint: string | undefined,
  cause: NodeJS.ErrnoException,
): CommandError {
  // The system says the same of a working directory that is gone.
  const isMissing = cause.code === 'ENOENT' && (cwd === undefined || existsSync(cwd));
  return isMissing
    ? new CommandError('TOOL_MISSING', `Cannot run ${command[0]}: no such program`, { cause, hint })
    : new CommandError('TOOL_FAILED', `Cannot run ${formatCommand(command)}: ${cause.message}`, {
        cause,
        hint,
      });
}
