// A command line made of commands: declares them, prints what they return, turns errors into text and
// an exit status: 0 done, 1 failures found, 2 not understood, 3 a tool or this program failed.
import { Command as Commander, CommanderError } from 'commander';
import type { Command } from './command.js';
import { CommandError } from './errors.js';
import { readEnvironment } from './flags/environment.js';
import { errorData, renderError } from './output/errors.js';
import { handleInterrupts } from './process/interrupt.js';
import { packageVersion } from './project/paths.js';

export interface Program {
  readonly name: string;
  readonly description: string;
  /** Every command by the name it is called with. */
  readonly commands: Readonly<Record<string, Command>>;
}

const USAGE_CODES = new Set([
  ...['USAGE', 'TARGET_UNKNOWN', 'PLUGIN_UNKNOWN', 'MANIFEST_INVALID', 'REPORT_UNUSABLE'],
  ...['NOTHING_SELECTED', 'NO_LIBRARY_FOUND'],
]);

function exitStatusOf(error: unknown): number {
  return error instanceof CommandError && USAGE_CODES.has(error.code) ? 2 : 3;
}

async function runCommand(
  command: Command,
  operands: readonly string[],
  { json, verbose, ...flags }: Record<string, unknown>,
): Promise<number> {
  const environment = readEnvironment(process.env, {
    quiet: json === true,
    verbose: verbose === true,
  });
  const options = { ...flags, operands, environment };
  const data = await command.run(options);
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : `${command.render(data)}\n`);
  return command.failed?.(data, options) ? 1 : 0;
}

/** Declares the program; `onStatus` gets the exit status of the command that ran. */
function declare(
  { name, description, commands }: Program,
  onStatus: (status: number) => void,
): Commander {
  const program = new Commander(name)
    .description(description)
    .version(packageVersion())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .helpCommand(false);
  for (const [name, command] of Object.entries(commands)) {
    const declared = program
      .command(name)
      .description(command.summary)
      .option('--json', 'print one JSON document and nothing else')
      .option('--verbose', 'print every command that is run');
    if (command.operands) declared.argument(command.operands);
    for (const { flags, description, parse, default: value } of command.flags) {
      const option = declared.createOption(flags, description);
      if (parse) option.argParser(parse);
      if (value !== undefined) option.default(value);
      declared.addOption(option);
    }
    declared.action(async () => {
      onStatus(await runCommand(command, declared.args, declared.opts()));
    });
  }
  return program;
}

/** Commander's own errors (unknown command, missing argument) in our form; help and version are none. */
function asCommandError({ name, commands }: Program, error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [message, suggestion] = error.message.replace(/^error: /, '').split('\n');
  return new CommandError('USAGE', `Cannot run ${name}: ${message}`, {
    cause: error,
    hint:
      suggestion?.replace(/^\((.*)\)$/, '$1') ||
      `Run ${name} --help (commands: ${Object.keys(commands).join(', ')})`,
  });
}

/** Runs `argv` (without node and script) and returns the exit status. */
export async function runProgram(program: Program, argv: readonly string[]): Promise<number> {
  let status = 0;
  handleInterrupts();
  try {
    const declared = declare(program, (commandStatus) => {
      status = commandStatus;
    });
    if (argv.length === 0) declared.help();
    await declared.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = asCommandError(program, error);
    if (argv.includes('--json')) {
      process.stdout.write(`${JSON.stringify(errorData(failure), null, 2)}\n`);
    } else {
      process.stderr.write(`${renderError(failure)}\n`);
    }
    return exitStatusOf(failure);
  }
  return status;
}
