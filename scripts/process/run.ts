// The one way a script starts a child process. zx runs it; the program is started directly with an
// argument array, never through a shell.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { $ } from 'zx/core';
import { CommandError } from '../errors.js';

export interface RunOptions {
  cwd?: string;
  /** Added to the environment of this process. */
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

/** A command as a person would type it; only for display. */
export function formatCommand(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
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

/**
 * Runs `command` (program and arguments) to its end.
 * @throws TOOL_MISSING when the program does not exist, TOOL_FAILED with the tail of its output when it
 *   ends with an error.
 */
export async function run(
  command: readonly [string, ...string[]],
  { cwd, env, verbose = false, live = false, timeout, highestStatus = 0, hint }: RunOptions = {},
): Promise<RunResult> {
  const [file, ...args] = command;
  if (verbose) process.stderr.write(`+ ${formatCommand(command)}\n`);
  const shell = $({
    quiet: true,
    nothrow: true,
    stdio: live ? 'inherit' : 'pipe',
    // zx wants a shell and a quote function for what it shows; neither is used to start the program.
    shell: 'none',
    quote: (word: string) => word,
    spawn: ((_file: string, _args: string[], options: object) =>
      spawn(file, args, { ...options, shell: false })) as typeof spawn,
    ...(cwd === undefined ? {} : { cwd }),
    ...(timeout === undefined ? {} : { timeout: `${timeout}ms` as const }),
    env: { ...process.env, ...env },
  });
  const result = await shell`${command}`;
  const { stdout, stderr, stdall: output, exitCode, signal } = result;
  // Negative where the program could not be started, null after a signal.
  if (exitCode !== null && exitCode >= 0 && exitCode <= highestStatus)
    return { stdout, stderr, output };

  const cause = (result as { cause?: NodeJS.ErrnoException }).cause;
  if (cause?.code === 'ENOENT') {
    throw new CommandError('TOOL_MISSING', `Cannot run ${file}: no such program`, {
      cause,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const ending = signal ? `ended by ${signal}` : `exit status ${exitCode}, expected 0`;
  throw new CommandError('TOOL_FAILED', `Cannot run ${formatCommand(command)}: ${ending}`, {
    cause: new Error(tail(output) || cause?.message || 'no output'),
  });
}
