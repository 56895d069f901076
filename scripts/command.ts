// The shape of a command file (commands/<verb>.ts): it declares its flags, does its work
// in run(), which neither parses nor prints, and turns the data into text in render().
import type { Environment } from './flags/environment.js';

export interface Flag {
  /** As commander reads it: `-t, --target <glob>`. */
  readonly flags: string;
  readonly description: string;
  /** Turns the text into a value (`former` is that of the flag given before); throws a CommandError. */
  // biome-ignore lint/suspicious/noExplicitAny: each flag knows its own values
  readonly parse?: (text: string, former: any) => unknown;
  readonly default?: unknown;
  /** The words it takes, when they are few: shells complete them. */
  readonly values?: readonly string[];
  /** What giving it again does: adds to a list that `parse` makes, or joins the texts by commas; else it is an error. */
  readonly again?: 'adds' | 'joins';
}

/** What run() gets: the flags by their camel-cased names, the operands, and the environment; and `program`, a Program. */
export type CommandOptions<Flags = Record<string, unknown>> = Flags & {
  readonly operands: readonly string[];
  readonly environment: Environment;
};

export interface Command {
  /** Operands as commander reads them: `[plugin...]`. */
  readonly operands?: string;
  readonly flags: readonly Flag[];
  /** Whether what follows the first operand is passed on as it is. */
  readonly passesArguments?: boolean;
  /** Changes the words of the command line, the command's name first, before they are read. */
  prepare?(words: readonly string[]): string[];
  // biome-ignore lint/suspicious/noExplicitAny: each command knows its own flags and data
  run(options: any): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  render(data: any): string;
  /** What is left to do once the data is printed, such as to write reports. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  finish?(data: any, options: any): void;
  /** True when the data holds failures: exit status 1. Absent: never. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  failed?(data: any, options: any): boolean;
  /** The exit status in place of 0. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  status?(data: any): number;
}

/** A command of a program: it is loaded when it is called. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

export interface Program {
  readonly name: string;
  readonly description: string;
  /** Every command by the name it is called with. */
  readonly commands: Readonly<Record<string, CommandEntry>>;
}
