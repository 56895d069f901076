// The shape of a command file (commands/<verb>.ts): it declares its summary and flags, does its work
// in run(), which neither parses nor prints, and turns the data into text in render(). cli.ts is the
// only caller.
import type { Environment } from './flags/environment.js';

export interface Flag {
  /** As commander reads it: `-t, --target <glob>`. */
  readonly flags: string;
  readonly description: string;
  /** Turns the text into a value (`former` is that of the flag given before); throws a CommandError. */
  // biome-ignore lint/suspicious/noExplicitAny: each flag knows its own values
  readonly parse?: (text: string, former: any) => unknown;
  readonly default?: unknown;
}

/** What run() gets: the flags by their camel-cased names, the operands, and the environment. */
export type CommandOptions<Flags = Record<string, unknown>> = Flags & {
  readonly operands: readonly string[];
  readonly environment: Environment;
};

export interface Command {
  readonly summary: string;
  /** Operands as commander reads them: `[plugin...]`. */
  readonly operands?: string;
  readonly flags: readonly Flag[];
  // biome-ignore lint/suspicious/noExplicitAny: each command knows its own flags and data
  run(options: any): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  render(data: any): string;
  /** True when the data tells of failures: exit status 1. Absent: never. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  failed?(data: any, options: any): boolean;
}
