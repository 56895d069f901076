// `plugkit complete`: completion of commands, flags and values in shells, by the library tab: it prints a script for the
// shell, which asks again, `plugkit complete -- <words>`, for what may follow these words.
import { RootCommand } from '@bomb.sh/tab';
import type { Command, CommandOptions, Flag, Program } from '../command.js';
import { CommandError } from '../errors.js';
import { listPlugins } from '../project/plugins.js';

export const operands = '[shell] [words...]';
export const flags = [];
export const passesArguments = true;

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** How the library says that shells may complete files. */
const OR_FILES = ':0';

export interface CompletionData {
  /** The script, or what the shell's script reads. */
  document: string;
}

/** What follows `--` are words of the shell, which are not to be taken for flags of this command. */
export function prepare(words: readonly string[]): string[] {
  const [name = '', next, ...rest] = words;
  return next === '--' ? [name, '--', '--', ...rest] : [...words];
}

/** What the library prints. */
function printed(print: () => void): string[] {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  try {
    print();
  } finally {
    console.log = log;
  }
  return lines;
}

/** What tells the library these words. */
const offering =
  (words: readonly string[]) =>
  (complete: (value: string, description: string) => void): void => {
    for (const word of words) complete(word, '');
  };

async function pluginNames(): Promise<string[]> {
  try {
    return (await listPlugins()).sources.map(({ manifest }) => manifest.name);
  } catch {
    return []; // there is no project here
  }
}

async function declareCommand(root: RootCommand, name: string, summary: string, command: Command) {
  const declared = root.command(name, summary);
  const all: readonly Flag[] = [
    ...command.flags,
    { flags: '--json', description: 'print one JSON document and nothing else' },
    { flags: '--verbose', description: 'print every command that is run' },
  ];
  for (const { flags, description, values = [] } of all) {
    const [, short, long = '', value] = /^(?:-(\w), )?--([\w-]+)( .*)?$/.exec(flags) ?? [];
    const offer = offering(values);
    if (value === undefined) declared.option(long, description, short);
    else declared.option(long, description, offer, short);
  }
  const words = /plugin\.\.\./.test(command.operands ?? '') ? await pluginNames() : [];
  if (words.length > 0) {
    declared.argument('operand', offering(words), true);
  }
}

async function completions({ commands }: Program, words: readonly string[]): Promise<string> {
  const root = new RootCommand();
  for (const [name, { summary, load }] of Object.entries(commands)) {
    // Only the command that is there already is loaded.
    if (words.length > 1 && words[0] === name)
      await declareCommand(root, name, summary, await load());
    else root.command(name, summary);
  }
  const lines = printed(() => root.parse([...words]));
  return lines.length > 1 ? lines.join('\n') : OR_FILES;
}

/** @throws {CommandError} USAGE for a shell that is not known */
export async function run({
  operands,
  program,
}: CommandOptions<{ program: Program }>): Promise<CompletionData> {
  const [shell, ...words] = operands;
  if (shell === '--') return { document: await completions(program, words) };
  if (shell === undefined || !SHELLS.some((each) => each === shell)) {
    throw new CommandError(
      'USAGE',
      `Cannot complete for ${shell ?? 'no shell'}: expected ${SHELLS.join(', ')}`,
      { hint: `For bash: source <(${program.name} complete bash), in ~/.bashrc for all sessions` },
    );
  }
  const lines = printed(() => new RootCommand().setup(program.name, program.name, shell));
  return { document: lines.join('\n') };
}

export function render({ document }: CompletionData): string {
  return document;
}
