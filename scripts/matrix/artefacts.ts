// What a matrix needs before its first cell: plug-ins and prebuilds of its targets, built where they
// are not up to date (or taken as they are), and audited; and the guests of the test cases.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Target, TargetId } from '#loader/internal';
import { auditFile } from '../audit/audit.js';
import { readFile } from '../audit/binary.js';
import type { BuildResult } from '../compile/build.js';
import { buildPlugins, builtFile } from '../compile/plugins.js';
import { buildPrebuilds, prebuildFiles } from '../compile/prebuilds.js';
import { type AnyErrorCode, CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { excerpt } from '../process/run.js';
import type { ApiVersion } from '../project/api-version.js';
import type { PluginSource } from '../project/manifest.js';
import { isInstalledPackage, LOADER_PACKAGE, loaderPath } from '../project/paths.js';
import type { RefusedPlugin } from '../project/plugins.js';
import type { Obstacle } from '../runners/runner.js';
import { assembleGuests } from './guests.js';
import type { AuditedFile } from './report.js';

/** Why an artefact cannot be used. */
export interface Failure {
  failure: string;
  code: AnyErrorCode;
  /** What this machine lacks, when that is why: the cells are skipped. */
  missing?: Obstacle;
}

export type Verdict = { file: string } | Failure;

/** A guest's path in plugin.json never is a key of a failure: it ends with .wat. */
export const isFailure = (guests: object): guests is Failure => Object.hasOwn(guests, 'failure');

export interface Artefacts {
  /** What the audit found, for every file that is there. */
  audits: AuditedFile[];
  plugin(name: string, target: Target): Verdict;
  prebuild(target: Target): Verdict;
  /** The binary of each guest of a plug-in by its path in plugin.json. */
  guests(plugin: string): Record<string, string> | Failure;
}

export interface PrepareOptions {
  plugins: readonly PluginSource[];
  /** Those that cannot be built because their plugin.json is wrong. */
  refused: readonly RefusedPlugin[];
  targets: readonly Target[];
  /** The version of the plug-in API that the plug-ins are built for. */
  api: ApiVersion;
  /** Builds for debuggers. */
  debug: boolean;
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
  failure?: Failure;
}

/** The command that makes a product. */
function commandFor(plugin: string | null, target: TargetId): string {
  if (plugin === null && isInstalledPackage()) return `'npm install ${LOADER_PACKAGE}'`;
  return `'plugkit build ${plugin ?? '--loader'} --target ${target}'`;
}

async function buildProducts(options: PrepareOptions): Promise<Product[]> {
  const product = (plugin: string | null, result: BuildResult): Product => {
    const { target, files, state, log, missing } = result;
    const product = { plugin, target, files };
    if (state !== 'failed') return product;
    if (missing) {
      return { ...product, failure: { failure: missing.reason, code: 'BUILD_FAILED', missing } };
    }
    const said = excerpt(log, 5).replaceAll('\n', ' | ');
    const failure = `the build failed, see ${commandFor(plugin, target)}: ${said}`;
    return { ...product, failure: { failure, code: 'BUILD_FAILED' } };
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
  const failure = `${missing} is not there, ${commandFor(plugin, target)} makes it`;
  return { ...product, failure: { failure, code: 'FILE_UNREADABLE' } };
}

function findPrebuilds({ targets }: PrepareOptions): Product[] {
  return targets.map((target) => {
    const files = prebuildFiles(target).map((file) => loaderPath('prebuilds', file));
    return find(null, target, files);
  });
}

function findPlugins({ plugins, targets, out, api, debug }: PrepareOptions): Product[] {
  return targets.flatMap((target) =>
    plugins.map(({ manifest: { name } }) =>
      find(name, target, [builtFile(out, name, target, { api, debug })]),
    ),
  );
}

/** @throws {CommandError} FILE_UNREADABLE */
function audit(
  path: string,
  plugin: string | null,
  target: TargetId,
  api: ApiVersion,
): AuditedFile {
  const kind = plugin !== null ? 'plugin' : path.endsWith('.node') ? 'addon' : 'host-library';
  const bytes = readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const about = {
    file: basename(path),
    plugin,
    target,
    kind,
    bytes: bytes.length,
    sha256,
  } as const;
  try {
    const { findings, verdict } = auditFile(path, { kind, target, api });
    const shown = findings.map(({ fix = null, ...finding }) => ({ ...finding, fix }));
    return { ...about, verdict, findings: shown };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const message = `${error.code}, ${error.message}`;
    const finding = { check: 'readable', level: 'fail', message, fix: error.hint ?? null } as const;
    return { ...about, verdict: 'fail', findings: [finding] };
  }
}

/** What the audit holds against a file, in one line. */
function objection({ findings }: AuditedFile): string {
  return findings
    .filter(({ level }) => level === 'fail')
    .map(({ check, message, fix }) => `${check}: ${message}${fix === null ? '' : ` (${fix})`}`)
    .join('; ');
}

/** Audits what is there of a product, all of its files even when one fails. */
function judge(
  { plugin, target, files, failure }: Product,
  api: ApiVersion,
): [Verdict, AuditedFile[]] {
  if (failure !== undefined) return [failure, []];
  let audits: AuditedFile[];
  try {
    audits = files.map((file) => audit(file, plugin, target, api));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [{ failure: error.message, code: error.code }, []];
  }
  const failed = audits.findIndex(({ verdict }) => verdict === 'fail');
  if (failed < 0) return [{ file: files[0] as string }, audits];
  const reason = objection(audits[failed] as AuditedFile);
  return [
    { failure: `the audit of ${files[failed]} failed: ${reason}`, code: 'AUDIT_FAILED' },
    audits,
  ];
}

/** The guests of a plug-in, or why there is one that is not WebAssembly text. */
async function prepareGuests(
  source: PluginSource,
  out: string,
): Promise<Record<string, string> | Failure> {
  try {
    return await assembleGuests(source, join(out, source.manifest.name, 'guests'));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { failure: error.message, code: error.code };
  }
}

/**
 * Builds (or finds) and audits. What fails is reported later, cell by cell.
 * @throws {CommandError} TOOL_* without a toolchain
 */
export async function prepareArtefacts(options: PrepareOptions): Promise<Artefacts> {
  const guests = new Map<string, Record<string, string> | Failure>();
  for (const source of options.plugins) {
    guests.set(source.manifest.name, await prepareGuests(source, options.out));
  }
  const products = options.build
    ? await buildProducts(options)
    : [...findPrebuilds(options), ...findPlugins(options)];
  const key = (plugin: string | null, target: TargetId) => `${plugin} ${target}`;
  const verdicts = new Map<string, Verdict>();
  const audits: AuditedFile[] = [];
  for (const { name, error } of options.refused) {
    const verdict = { failure: error.message, code: error.code };
    for (const { id } of options.targets) verdicts.set(key(name, id), verdict);
  }
  for (const product of products) {
    const [verdict, audited] = judge(product, options.api);
    verdicts.set(key(product.plugin, product.target), verdict);
    audits.push(...audited);
  }
  return {
    audits,
    plugin: (name, target) => verdicts.get(key(name, target.id)) as Verdict,
    prebuild: (target) => verdicts.get(key(null, target.id)) as Verdict,
    guests: (name) => guests.get(name) as Record<string, string> | Failure,
  };
}
