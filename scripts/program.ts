// A command line made of commands: declares them, prints what they return, turns errors into text and
// an exit status: 0 done, 1 failures found, 2 not understood, 3 a tool or this program failed.
import { homedir } from 'node:os';
import { Command as Commander, CommanderError } from 'commander';
import type { Command, Flag, Program } from './command.js';
import { CommandError } from './errors.js';
import { errorData, renderError } from './output/errors.js';
import { showData, toJson } from './output/text.js';
import { handleInterrupts } from './process/interrupt.js';
import { packageVersion } from './project/paths.js';

const USAGE_CODES = new Set([
  'USAGE',
  'TARGET_UNKNOWN',
  'PLUGIN_UNKNOWN',
  'MANIFEST_INVALID',
  'INTERFACE_MISMATCH',
  'PROGRAM_INVALID',
  'REPORT_UNUSABLE',
  'FILE_NOT_FOUND',
  'NOTHING_SELECTED',
  'NO_LIBRARY_FOUND',
]);

function exitStatusOf(error: unknown): number {
  if (!(error instanceof CommandError)) return 3;
  if (error.code === 'PROGRAM_TRAPPED' || error.code === 'PROGRAM_LIMITED') return 1;
  return USAGE_CODES.has(error.code) ? 2 : 3;
}

/** A user whom the system does not know may name a cache directory: it is the home of what is started, too. */
function provideHome(): void {
  try {
    homedir();
  } catch (error) {
    const { PLUGKIT_CACHE_DIR } = process.env;
    if (!PLUGKIT_CACHE_DIR) throw error;
    process.env.HOME = PLUGKIT_CACHE_DIR;
  }
}

async function runCommand(
  program: Program,
  command: Command,
  operands: readonly string[],
  { json, verbose, ...flags }: Record<string, unknown>,
): Promise<number> {
  provideHome();
  const { readEnvironment } = await import('./flags/environment.js');
  const environment = readEnvironment(process.env, {
    quiet: json === true,
    verbose: verbose === true,
  });
  const options = { ...flags, operands, environment, program };
  const data = await command.run(options);
  const text = json ? toJson(data) : command.render(showData(data));
  if (text !== '') process.stdout.write(`${text}\n`);
  try {
    command.finish?.(data, options);
  } catch (error) {
    // The data is printed already; with --json, one document is all there may be.
    process.stderr.write(`${renderError(error)}\n`);
    return exitStatusOf(error);
  }
  return command.failed?.(data, options) ? 1 : (command.status?.(data) ?? 0);
}

/** Reads the text of a flag; one that is given again adds, joins or is an error. */
function parserOf({ flags, parse, again }: Flag): (text: string, former: unknown) => unknown {
  const texts: string[] = [];
  return (text, former) => {
    const first = texts.length === 0;
    texts.push(text);
    if (again === 'adds') return parse?.(text, first ? undefined : former);
    if (first || again === 'joins') return parse ? parse(texts.join(), undefined) : texts.join();
    throw new CommandError(
      'USAGE',
      `Cannot use ${flags.replace(/^-\w, | .*$/g, '')} ${text}: it is given already, as ${texts[0]}`,
      { hint: 'Give it once' },
    );
  };
}

/** Declares the command that is called, with its flags; the others by name. */
async function declare(
  from: Program,
  called: string | undefined,
  onStatus: (status: number) => void,
): Promise<Commander> {
  const { name, description, commands } = from;
  const program = new Commander(name)
    .description(description)
    .version(packageVersion())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .helpCommand('help [command]', 'Show the flags of a command');
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const declared = program.command(name).description(summary);
    if (name !== called) continue;
    const command = await load();
    declared
      .option('--json', 'print one JSON document and nothing else')
      .option('--verbose', 'print every command that is run');
    for (const operand of command.operands?.split(/(?<=[>\]]) /) ?? []) declared.argument(operand);
    if (command.passesArguments) {
      program.enablePositionalOptions();
      declared.passThroughOptions();
    }
    for (const flag of command.flags) {
      const option = declared.createOption(flag.flags, flag.description);
      if (option.required || option.optional) option.argParser(parserOf(flag));
      if (flag.default !== undefined) option.default(flag.default);
      declared.addOption(option);
    }
    declared.action(async () => {
      onStatus(await runCommand(from, command, declared.args, declared.opts()));
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
    const words = argv.filter((word) => !word.startsWith('-'));
    const called = words[0] === 'help' ? words[1] : words[0];
    if (words[0] === 'help' && called && !Object.hasOwn(program.commands, called)) {
      throw new CommandError('USAGE', `Cannot show help: unknown command '${called}'`, {
        hint: `The commands are ${Object.keys(program.commands).join(', ')}`,
      });
    }
    const declared = await declare(program, called, (commandStatus) => {
      status = commandStatus;
    });
    if (argv.length === 0) declared.help();
    const entry = called === undefined ? undefined : program.commands[called];
    const loaded = argv[0] === called ? await entry?.load() : undefined;
    await declared.parseAsync(loaded?.prepare?.(argv) ?? argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { explainSystemError } = await import('./output/system-errors.js');
    const doing = `run ${program.name} ${argv[0] ?? ''}`.trim();
    const failure = explainSystemError(asCommandError(program, error), doing);
    if (argv.includes('--json')) {
      process.stdout.write(`${toJson(errorData(failure))}\n`);
    } else {
      process.stderr.write(`${renderError(failure)}\n`);
    }
    return exitStatusOf(failure);
  }
  return status;
}
