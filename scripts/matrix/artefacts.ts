// What a matrix needs before its first cell: plug-ins and prebuilds of its targets, built where they are
// not up to date (or taken as they are), and audited; and the guests of the test cases. Called by
// commands/test.ts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PluginError } from '../../loader/errors.js';
import type { Target, TargetId } from '../../loader/target.js';
import { auditFile } from '../audit/audit.js';
import type { FileKind } from '../audit/check.js';
import type { BuildResult } from '../build/build.js';
import { buildPlugins } from '../build/plugins.js';
import { buildPrebuilds, prebuildFiles } from '../build/prebuilds.js';
import type { PluginSource } from '../manifest.js';
import type { Environment } from '../options.js';
import { pluginFileName } from '../platforms/index.js';
import { isInstalledPackage, projectPath } from '../project.js';
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
  /** False: what is there is taken as it is. */
  build: boolean;
}

/** The files of one plug-in, or of the loader, for one target. */
interface Product {
  /** Of the plug-in; null for the loader. */
  plugin: string | null;
  target: TargetId;
  /** The one that is loaded comes first. */
  files: readonly string[];
  /** Why they are not there. */
  failure?: string;
}

/** The command that makes a product. */
function commandFor(plugin: string | null, target: TargetId): string {
  return `'plugkit build ${plugin ?? '--loader'} --target ${target}'`;
}

async function buildProducts(options: PrepareOptions): Promise<Product[]> {
  const product = (plugin: string | null, { target, files, state, log }: BuildResult): Product => {
    const product = { plugin, target, files };
    if (state !== 'failed') return product;
    const said = tail(log, 5).replaceAll('\n', ' | ');
    return { ...product, failure: `the build failed, see ${commandFor(plugin, target)}: ${said}` };
  };
  const prebuilds = isInstalledPackage()
    ? findPrebuilds(options)
    : (await buildPrebuilds(options)).map((result) => product(null, result));
  const plugins = await buildPlugins(options);
  return [...prebuilds, ...plugins.map((result) => product(result.name, result))];
}

function find(plugin: string | null, { id: target }: Target, files: readonly string[]): Product {
  const product = { plugin, target, files };
  const missing = files.find((file) => !existsSync(file));
  if (missing === undefined) return product;
  return { ...product, failure: `${missing} is not there, ${commandFor(plugin, target)} makes it` };
}

function findPrebuilds({ targets }: PrepareOptions): Product[] {
  return targets.map((target) => {
    const files = prebuildFiles(target).map((file) => projectPath('prebuilds', file));
    return find(null, target, files);
  });
}

function findPlugins({ plugins, targets, out }: PrepareOptions): Product[] {
  return targets.flatMap((target) =>
    plugins.map(({ manifest: { name } }) =>
      find(name, target, [join(out, name, target.id, pluginFileName(name, target))]),
    ),
  );
}

/** What the audit holds against a file, in one line; undefined when nothing. */
function objection(path: string, kind: FileKind, target: TargetId): string | undefined {
  try {
    const failures = auditFile(path, { kind, target }).findings.filter(
      ({ level }) => level === 'fail',
    );
    if (failures.length === 0) return undefined;
    const told = failures.map(({ check, message, fix }) => `${check}: ${message} (${fix})`);
    return `the audit of ${path} failed: ${told.join('; ')}`;
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    return `the audit of ${path} failed: ${error.code}, ${error.message}`;
  }
}

function judge({ plugin, target, files, failure }: Product): Verdict {
  if (failure !== undefined) return { failure };
  for (const file of files) {
    const kind = plugin !== null ? 'plugin' : file.endsWith('.node') ? 'addon' : 'host-library';
    const objected = objection(file, kind, target);
    if (objected !== undefined) return { failure: objected };
  }
  return { file: files[0] as string };
}

/**
 * Builds (or finds) and audits. What fails is told cell by cell later on.
 * @throws {PluginError} BUILD_FAILED for a guest that is not WebAssembly text; TOOL_* without a toolchain
 */
export async function prepareArtefacts(options: PrepareOptions): Promise<Artefacts> {
  const guests = new Map<string, Record<string, string>>();
  for (const source of options.plugins) {
    const { name } = source.manifest;
    guests.set(name, await assembleGuests(source, join(options.out, name, 'guests')));
  }
  const products = options.build
    ? await buildProducts(options)
    : [...findPrebuilds(options), ...findPlugins(options)];
  const key = (plugin: string | null, target: TargetId) => `${plugin} ${target}`;
  const verdicts = new Map(products.map((each) => [key(each.plugin, each.target), judge(each)]));
  return {
    plugin: (name, target) => verdicts.get(key(name, target.id)) as Verdict,
    prebuild: (target) => verdicts.get(key(null, target.id)) as Verdict,
    guests: (name) => guests.get(name) as Record<string, string>,
  };
}
