// What a matrix needs before its first cell: plug-ins and prebuilds of its targets, built where they are
// missing and audited, and the guests of the test cases. Called by commands/test.ts.
import { join } from 'node:path';
import type { Target } from '../../loader/target.js';
import { auditFile } from '../audit/audit.js';
import type { FileKind } from '../audit/checks.js';
import type { BuildResult } from '../build/build.js';
import { buildPlugins } from '../build/plugins.js';
import { buildPrebuilds } from '../build/prebuilds.js';
import type { PluginSource } from '../manifest.js';
import type { Environment } from '../options.js';
import { tail } from '../run.js';
import { assembleGuests } from './guests.js';

/** An artefact that can be used, or why not. */
export type Verdict = { file: string } | { failure: string };

export interface Artefacts {
  plugin(name: string, target: Target): Verdict;
  prebuild(target: Target): Verdict;
  /** The binary of each guest of a plug-in by its path in plugin.json. */
  guests(plugin: string): Record<string, string>;
}

export interface PrepareOptions {
  plugins: readonly PluginSource[];
  targets: readonly Target[];
  environment: Environment;
  /** Builds at a time. */
  jobs: number;
  /** Directory of the built plug-ins. */
  out: string;
}

/** What the audit of one file holds against it, in one line; null when nothing. */
function objections(path: string, kind: FileKind, target: Target): string | null {
  const failures = auditFile(path, { kind, target: target.id }).findings.filter(
    ({ level }) => level === 'fail',
  );
  if (failures.length === 0) return null;
  const told = failures.map(({ check, message, fix }) => `${check}: ${message} (${fix})`);
  return `the audit of ${path} failed: ${told.join('; ')}`;
}

function judge(result: BuildResult, target: Target, kindOf: (file: string) => FileKind): Verdict {
  if (result.state === 'failed') {
    return { failure: `the build of ${result.name} failed: ${tail(result.log, 5)}` };
  }
  const failure = result.files
    .map((file) => objections(file, kindOf(file), target))
    .find((objection) => objection !== null);
  return failure ? { failure } : { file: result.file };
}

/** Builds and audits; what fails is told cell by cell later on. */
export async function prepareArtefacts({
  plugins,
  targets,
  environment,
  jobs,
  out,
}: PrepareOptions): Promise<Artefacts> {
  const guests = new Map<string, Record<string, string>>();
  for (const source of plugins) {
    const { name } = source.manifest;
    guests.set(name, await assembleGuests(source, join(out, name, 'guests')));
  }
  const prebuilds = await buildPrebuilds({ targets, environment, jobs });
  const built = await buildPlugins({ plugins, targets, environment, jobs, out });

  const verdicts = new Map<string, Verdict>();
  const key = (name: string, target: string) => `${name} ${target}`;
  for (const target of targets) {
    for (const result of prebuilds.filter((each) => each.target === target.id)) {
      const kindOf = (file: string) => (file.endsWith('.node') ? 'addon' : 'host-library');
      verdicts.set(key('', target.id), judge(result, target, kindOf));
    }
    for (const result of built.filter((each) => each.target === target.id)) {
      verdicts.set(
        key(result.name, target.id),
        judge(result, target, () => 'plugin'),
      );
    }
  }
  return {
    plugin: (name, target) => verdicts.get(key(name, target.id)) as Verdict,
    prebuild: (target) => verdicts.get(key('', target.id)) as Verdict,
    guests: (name) => guests.get(name) as Record<string, string>,
  };
}
