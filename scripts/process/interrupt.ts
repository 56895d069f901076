// What happens when plugkit itself is to end: processes that it started end with it, and what it made for
// the time of a run goes.
import fs from 'node:fs'; // whose promises are loaded when they are used
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const cleanups = new Set<() => void>();

/** Calls `clean` should plugkit be interrupted. Returns what takes that back. */
export function onInterrupt(clean: () => void): () => void {
  cleanups.add(clean);
  return () => {
    cleanups.delete(clean);
  };
}

/** Runs `use` with a directory of its own below the system's, which goes afterwards, whatever happens. */
export async function inTemporaryDirectory<Result>(
  prefix: string,
  use: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await fs.promises.mkdtemp(join(tmpdir(), prefix));
  const forget = onInterrupt(() => fs.rmSync(directory, { recursive: true, force: true }));
  try {
    return await use(directory);
  } finally {
    forget();
    await fs.promises.rm(directory, { recursive: true, force: true });
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on, signals end this process as they end any: for what blocks it and has nothing to clean up. */
export function leaveInterruptsToSystem(): void {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
}

/**
 * Ends this process on SIGINT, SIGTERM and SIGHUP, after what it started and made; with 128 and the signal's
 * number, as shells do. A second signal ends it at once.
 */
export function handleInterrupts(): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      // The latest first: processes before the directories that they run in.
      for (const clean of [...cleanups].reverse()) {
        try {
          clean();
        } catch {
          // The others are to be tried, too.
        }
      }
      process.stderr.write(
        `\nStopped by ${signal}: what was started has been ended, nothing was kept\n`,
      );
      process.exit(128 + constants.signals[signal]);
    });
  }
}
