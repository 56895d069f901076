// Asks the real loader what becomes of each candidate, in a child process with a time limit. Used by
// commands/explain.ts.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadOutcome } from '../../loader/index.js';
import { supervise } from '../matrix/supervise.js';
import { projectPath } from '../project.js';

export type Probe = { outcomes: LoadOutcome[] } | { error: string };

const PROBE = projectPath('lib/scripts/explain/probe-process.js');

/** The outcomes of loading from the default paths, or why there are none. */
export async function probeDefaultPaths(
  env: Record<string, string>,
  timeout: number,
): Promise<Probe> {
  const directory = await mkdtemp(join(tmpdir(), 'plugkit-explain-'));
  const result = join(directory, 'result.json');
  try {
    const cwd = process.cwd(); // relative paths in WASMEDGE_PLUGIN_PATH count from here
    const end = await supervise([process.execPath, PROBE, result], { cwd, env, timeout });
    if (end.timedOut) return { error: `loading did not end within ${timeout / 1000} s` };
    if (end.signal) return { error: `loading ended by ${end.signal}: ${end.output}` };
    if (end.exitCode !== 0) {
      return { error: `loading ended with exit status ${end.exitCode}: ${end.output}` };
    }
    return JSON.parse(await readFile(result, 'utf8')) as Probe;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
