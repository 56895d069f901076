// Flags that several commands share. The one of targets is in targets.ts.
import { CommandError } from '../errors.js';

export const JOBS_FLAG = {
  flags: '-j, --jobs <number>',
  description: 'parallel jobs (default: number of processors)',
  parse: (text: string): number => {
    const jobs = Number(text);
    if (Number.isInteger(jobs) && jobs > 0) return jobs;
    throw new CommandError(
      'USAGE',
      `Cannot use --jobs ${text}: it is not a whole number above 0, expected one like 4`,
    );
  },
} as const;

export const PLUGINS_FLAG = {
  flags: '--plugins <directory>',
  description:
    'directory with the plug-ins, each a folder with a plugin.json, or of one plug-in (default: plugins, else the working directory)',
} as const;

/** Reads a number above 0; `what` it counts is for the message. */
export function parseAmount(flag: string, what: string): (text: string) => number {
  return (text) => {
    const amount = Number(text);
    if (amount > 0 && Number.isFinite(amount)) return amount;
    throw new CommandError('USAGE', `Cannot use ${flag} ${text}: expected ${what} above 0`);
  };
}

/** A flag that takes one of a few words, `--flag <name>`. */
export const wordFlag = (flags: string, description: string, values: readonly string[]) => ({
  flags,
  description,
  values,
  parse: (text: string): string => {
    if (values.includes(text)) return text;
    const flag = flags.replace(/ .*/, '');
    throw new CommandError('USAGE', `Cannot use ${flag} ${text}: expected ${values.join(' or ')}`);
  },
});

export const DEBUG_FLAG = {
  flags: '--debug',
  description:
    'with symbols and lines for debuggers and memory checkers, in directories of their own',
} as const;

/** What else than failures makes a run fail. */
export const FAIL_ON = ['skipped', 'audited', 'warned'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export const FAIL_ON_FLAG = {
  again: 'adds',
  flags: '--fail-on <kinds>',
  values: FAIL_ON,
  description: `what else is a failure, as a comma-separated list (${FAIL_ON.join(', ')})`,
  parse: (text: string, former: readonly FailOn[] = []): FailOn[] => [
    ...former,
    ...text.split(',').map((word): FailOn => {
      const kind = FAIL_ON.find((each) => each === word.trim());
      if (kind !== undefined) return kind;
      throw new CommandError(
        'USAGE',
        `Cannot use --fail-on ${text}: expected ${FAIL_ON.join(', ')} or several, joined by commas`,
      );
    }),
  ],
} as const;

/** Reads a whole number from 0 to 10. */
export function parseRetries(text: string): number {
  const retries = Number(text);
  if (text.trim() !== '' && Number.isInteger(retries) && retries >= 0 && retries <= 10)
    return retries;
  throw new CommandError(
    'USAGE',
    `Cannot use --retries ${text}: expected a whole number from 0 to 10`,
  );
}
