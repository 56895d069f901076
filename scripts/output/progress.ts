// Progress of long work, always on standard error: a live list on a terminal, one line a step
// elsewhere, nothing with --json.
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Environment } from '../flags/environment.js';
import { showText } from './text.js';

export interface Step {
  readonly title: string;
  /** `tell` puts a word beside the title. */
  run(tell: (text: string) => void): Promise<void>;
}

/**
 * Runs the steps, at most `jobs` at a time, all of them even when some fail.
 * @returns what each step threw, undefined for those that succeeded.
 */
export async function runSteps(
  steps: readonly Step[],
  environment: Environment,
  jobs = environment.jobs,
): Promise<unknown[]> {
  const errors: unknown[] = steps.map(() => undefined);
  const live = environment.interactive && !environment.verbose;
  const list = new Listr(
    steps.map(({ title, run }, index) => ({
      title,
      task: async (_context, task) => {
        try {
          await run((text) => {
            task.title = `${title} ${text}`;
          });
        } catch (error) {
          errors[index] = error;
          // Listr prints the message.
          throw error instanceof Error ? new Error(showText(error.message)) : error;
        }
      },
    })),
    {
      concurrent: Math.max(1, jobs),
      exitOnError: false,
      collectErrors: false,
      // listr2 types one renderer at a time; all three take the logger.
      renderer: (environment.quiet ? 'silent' : live ? 'default' : 'simple') as 'default',
      rendererOptions: {
        logger: new ListrLogger({
          useIcons: true,
          processOutput: new ProcessOutput(process.stderr, process.stderr),
        }),
      },
    },
  );
  await list.run();
  return errors;
}
