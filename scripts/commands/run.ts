// `plugkit run`: runs a WebAssembly program with plug-ins, as `wasmedge` does.
import type { RunMode } from '#loader';
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import { ENGINE_FLAGS, type EngineFlags } from '../explain/engine.js';
import { parseAmount, wordFlag } from '../flags/flags.js';
import type { RanProgram } from '../run/program.js';

export const operands = '<program> [args...]';
export const passesArguments = true;

const adds = (text: string, former: readonly string[] = []): readonly string[] => [...former, text];

/** Pages of 64 KiB. */
function parsePages(text: string): number {
  const pages = Number(text);
  if (/^\d+$/.test(text) && pages <= 65_536) return pages;
  throw new CommandError(
    'USAGE',
    `Cannot use --memory-page-limit ${text}: expected a number of pages from 0 to 65536`,
  );
}

export const flags = [
  {
    flags: '--plugin <path>',
    description: 'a plug-in, or a directory of some, beside those in the default paths',
    parse: adds,
    again: 'adds' as const,
  },
  { flags: '--no-default-plugins', description: 'do not search the default paths' },
  {
    flags: '--option <plugin.option=value>',
    description: 'an option of a plug-in; --<plugin>.<option>=<value> says the same',
    parse: adds,
    again: 'adds' as const,
  },
  {
    flags: '--options-file <file>',
    description: 'a JSON file of options, { "<plugin>": { "<option>": <value> } }',
  },
  ...ENGINE_FLAGS,
  wordFlag('--run-mode <mode>', 'with --engine wasmedge: interpreter, jit or aot', [
    'interpreter',
    'jit',
    'aot',
  ]),
  {
    flags: '--dir <guest:host>',
    description: 'a directory that the program may use, by its own name and by the real one',
    parse: adds,
    again: 'adds' as const,
  },
  {
    flags: '--env <name=value>',
    description: 'an environment variable of the program',
    parse: adds,
    again: 'adds' as const,
  },
  {
    flags: '--reactor <function>',
    description: 'call this function with the arguments and print its results',
  },
  {
    flags: '--time-limit <milliseconds>',
    description: 'end the program when it takes longer, from its start on',
    parse: parseAmount('--time-limit', 'milliseconds'),
  },
  {
    flags: '--memory-page-limit <pages>',
    description: "how many pages of 64 KiB each of the program's memories may have",
    parse: parsePages,
  },
];

interface Flags extends EngineFlags {
  plugin?: readonly string[];
  defaultPlugins: boolean;
  option?: readonly string[];
  runMode?: RunMode;
  dir?: readonly string[];
  env?: readonly string[];
  reactor?: string;
  optionsFile?: string;
  timeLimit?: number;
  memoryPageLimit?: number;
}

/** `--get-string.upper` before the program is the option of a plug-in. */
export function prepare(words: readonly string[]): string[] {
  const takesValue = (word: string) =>
    flags.some((flag) => flag.flags.startsWith(`${word} <`)) && !word.includes('=');
  const prepared = [...words];
  for (let at = 1; at < prepared.length; at += 1) {
    const word = prepared[at] as string;
    if (!word.startsWith('-') || word === '--') break;
    if (/^--[^=.]+\./.test(word)) prepared.splice(at, 1, '--option', word.slice(2));
    if (takesValue(prepared[at] as string)) at += 1;
  }
  return prepared;
}

/** Runs the program, in a process of its own when that may have to be ended. */
export async function run({
  operands: [program = '', ...args],
  environment,
  plugin: plugins = [],
  option: options = [],
  dir = [],
  env = [],
  timeLimit,
  ...flags
}: CommandOptions<Flags>): Promise<RanProgram> {
  const { variables } = environment;
  const request = { ...flags, program, args, plugins, options, variables, dir, env };
  if (timeLimit === undefined) return (await import('../run/program.js')).runProgram(request);
  return (await import('../run/limited.js')).runLimited(request, timeLimit);
}

export function render({ results }: RanProgram): string {
  return results.join('\n');
}

export function status({ exitCode }: RanProgram): number {
  return exitCode;
}
