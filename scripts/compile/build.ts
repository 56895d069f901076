// The frame of every build: is it up to date, run it with progress, put the outputs into place whole,
// turn an error into a result. plugins.ts and prebuilds.ts say what to build.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import type { Target, TargetId } from '#loader/internal';
import { type AnyErrorCode, CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { runSteps } from '../output/progress.js';
import { hashInputs, type Inputs, isUpToDate, writeStamp } from './stamp.js';

export interface BuildResult {
  /** The plug-in's name, or `loader`. */
  readonly name: string;
  readonly target: TargetId;
  readonly state: 'built' | 'up-to-date' | 'failed';
  /** The file that was asked for. */
  readonly file: string;
  /** All files, `file` among them. */
  readonly files: readonly string[];
  readonly ms: number;
  /** Size of all files; 0 when it failed. */
  readonly bytes: number;
  /** Output of the tools when it failed, else empty. */
  readonly log: string;
  /** What the tools warned of; empty also for what is up to date. */
  readonly warnings: string;
  /** What this machine lacks to build it and what to do, when it failed because of that. */
  readonly missing?: { readonly reason: string; readonly fix: string };
}

/** What a job made. */
export interface Built {
  /** To be copied to the job's outputs, in that order. */
  readonly files: readonly string[];
  readonly warnings?: string;
}

export interface BuildJob {
  readonly name: string;
  readonly target: Target;
  /** Where the outputs go; the first is the one that was asked for. */
  readonly outputs: readonly [string, ...string[]];
  readonly inputs: Inputs;
  /** The version of Zig that compiles; absent: this machine's compiler. */
  readonly zig?: string;
  build(): Promise<Built>;
}

/** Exists once Zig has built its runtime libraries for a target. */
function runtimeMarker(target: Target, zig: string, { cacheDirectory }: Environment): string {
  return join(cacheDirectory, 'stamps', `zig-${zig}-${target.id}`);
}

/** Why the first build for a target takes long; empty when Zig of that version has built for it. */
export function runtimeNote(target: Target, zig: string, environment: Environment): string {
  if (existsSync(runtimeMarker(target, zig, environment))) return '';
  return " (first time: Zig also builds this target's runtime, once)";
}

/** What a step is called; the first for a target that Zig has not built for says why it is slow. */
function titleOf(job: BuildJob, jobs: readonly BuildJob[], environment: Environment): string {
  const isFirst = jobs.find(({ target }) => target === job.target) === job;
  const isSlow = isFirst && job.zig !== undefined;
  const note = isSlow ? runtimeNote(job.target, job.zig as string, environment) : '';
  return `Build ${job.name} for ${job.target.id}${note}`;
}

/** What the tools said of a failed build. */
function logOf(error: unknown): string {
  if (!(error instanceof CommandError)) throw error;
  const output = error.cause instanceof Error ? `\n${error.cause.message}` : '';
  const hint = error.hint === undefined ? '' : `\n${error.hint}`;
  return `${error.message}${output}${hint}`;
}

/** Codes of what can be added to a machine; whoever builds for all targets may do without. */
const MISSING: readonly AnyErrorCode[] = ['RUST_MISSING', 'RUST_TARGET_MISSING'];

function missingOf(error: unknown): Pick<BuildResult, 'missing'> {
  if (!(error instanceof CommandError) || !MISSING.includes(error.code)) return {};
  return { missing: { reason: error.message, fix: error.hint ?? '' } };
}

/** Copies a file so that it is there whole or not at all; one that is in use keeps its contents. */
async function install(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const temporary = `${to}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await copyFile(from, temporary);
    await rename(temporary, to);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Milliseconds after which somebody who waits is told for whom. */
const PATIENCE = 1_000;

/**
 * Runs `action` while no other process builds the same thing: they would share work directories. `action` gets a
 * function that throws when another has taken over, which it may where this process was stopped for long.
 */
async function alone<T>(
  { name, target }: BuildJob,
  { cacheDirectory, quiet }: Environment,
  action: (check: () => void) => Promise<T>,
): Promise<T> {
  const directory = join(cacheDirectory, 'locks');
  await mkdir(directory, { recursive: true });
  const file = join(directory, `${name}-${target.id}`);
  const waiting = setTimeout(async () => {
    const holder = await readFile(file, 'utf8').catch(() => 'another process');
    if (!quiet)
      process.stderr.write(`Waiting for ${holder}, which builds ${name} for ${target.id}\n`);
  }, PATIENCE);
  let lost = false;
  const release = await lock(file, {
    realpath: false,
    retries: { forever: true, factor: 1, minTimeout: 200 },
    onCompromised: () => {
      lost = true;
    },
  }).finally(() => clearTimeout(waiting));
  try {
    await writeFile(file, `process ${process.pid} (since ${new Date().toISOString()})`);
    return await action(() => {
      if (!lost) return;
      throw new CommandError(
        'BUILD_FAILED',
        `Cannot build ${name} for ${target.id}: this process was stopped, and another has taken over`,
        { hint: 'Build again' },
      );
    });
  } finally {
    if (!lost) await release();
  }
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Runs the jobs that are not up to date, `jobs` at a time. A failing job leaves its former outputs
 * alone and does not stop the others.
 */
export async function runBuilds(
  builds: readonly BuildJob[],
  environment: Environment,
  jobs = environment.jobs,
): Promise<BuildResult[]> {
  const results = new Map<BuildJob, BuildResult>();
  const pending: { job: BuildJob; inputs: string }[] = [];
  for (const job of builds) {
    const { name, target, outputs } = job;
    const inputs = await hashInputs(job.inputs);
    if (!(await isUpToDate(inputs, outputs, environment))) {
      pending.push({ job, inputs });
      continue;
    }
    results.set(job, {
      name,
      target: target.id,
      state: 'up-to-date',
      file: outputs[0],
      files: outputs,
      ms: 0,
      bytes: await sizeOf(outputs),
      log: '',
      warnings: '',
    });
  }

  const jobsToRun = pending.map(({ job }) => job);
  const steps = pending.map(({ job, inputs }) => ({
    title: titleOf(job, jobsToRun, environment),
    run: async (tell: (text: string) => void) => {
      const { name, target, outputs } = job;
      const common = { name, target: target.id, file: outputs[0], files: outputs };
      const start = performance.now();
      let warnings = '';
      try {
        const state = await alone(job, environment, async (check) => {
          // Another process may have built it while this one waited.
          if (await isUpToDate(inputs, outputs, environment)) return 'up-to-date';
          const built = await job.build();
          warnings = built.warnings ?? '';
          check();
          for (const [index, output] of outputs.entries()) {
            await install(built.files[index] as string, output);
          }
          await writeStamp(inputs, outputs, environment);
          if (job.zig !== undefined) {
            await writeFile(runtimeMarker(target, job.zig, environment), '');
          }
          return 'built';
        });
        const ms = Math.round(performance.now() - start);
        results.set(job, { ...common, state, ms, bytes: await sizeOf(outputs), log: '', warnings });
        tell(`(${(ms / 1000).toFixed(1)} s)`);
      } catch (error) {
        const ms = Math.round(performance.now() - start);
        const log = logOf(error);
        results.set(job, {
          ...common,
          state: 'failed',
          ms,
          bytes: 0,
          log,
          warnings,
          ...missingOf(error),
        });
        const reason = log.split('\n').find((line) => /\berror:/i.test(line)) ?? log.split('\n')[0];
        throw new CommandError(
          'BUILD_FAILED',
          `Cannot build ${name} for ${target.id}: ${reason?.trim()}`,
          { cause: error },
        );
      }
    },
  }));
  const errors = await runSteps(steps, environment, jobs);
  const unexpected = errors.find(
    (error) => error !== undefined && !(error instanceof CommandError),
  );
  if (unexpected !== undefined) throw unexpected;
  return builds.map((job) => results.get(job) as BuildResult);
}
