// `plugkit inspect`: everything that one library says of itself: what its bytes show, on any machine, and what its
// descriptor and modules say once it is loaded, in another process.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ModuleExport } from '#loader';
import { type AuditReport, auditFile } from '../audit/audit.js';
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import { ENGINE_FLAGS, type EngineFlags, engineOf } from '../explain/engine.js';
import { explainPaths } from '../explain/paths.js';
import type { ProbedOutcome } from '../explain/probe.js';
import type { DescribedModule, DescribedPlugin } from '../explain/probe-process.js';
import { TIMEOUT_FLAG } from '../explain/timeout.js';
import { requirePath } from '../flags/given-paths.js';
import pc from '../output/colours.js';

export const operands = '<file>';
export const flags = [TIMEOUT_FLAG, ...ENGINE_FLAGS];

interface Flags extends EngineFlags {
  timeout: number;
}

export interface InspectData {
  file: string;
  /** What the bytes show, judged as `plugkit audit` does. */
  audit: AuditReport;
  /** What became of it when it was loaded. */
  outcome: ProbedOutcome | null;
  /** What it says then; null when it was not loaded. */
  plugin: DescribedPlugin | null;
  /** Why there may be less than there is. */
  loaderError: string | null;
}

/** @throws {CommandError} FILE_NOT_FOUND, USAGE; and what reading the library throws */
export async function run(options: CommandOptions<Flags>): Promise<InspectData> {
  const [file = ''] = options.operands;
  requirePath(file, 'inspect');
  if (statSync(file).isDirectory()) {
    throw new CommandError(
      'USAGE',
      `Cannot inspect ${file}: it is a directory, expected a library`,
      {
        hint: `plugkit list ${file} shows the plug-ins in it`,
      },
    );
  }
  const { timeout } = options;
  const audit = auditFile(file);
  const { paths, plugins, loaderError } = await explainPaths({
    given: [file],
    timeout,
    describe: 'modules',
    engine: engineOf(options),
  });
  const [outcome = null] = paths.flatMap((path) => path.outcomes);
  return { file: resolve(file), audit, outcome, plugin: plugins[0] ?? null, loaderError };
}

const list = (items: readonly string[]): string => items.join(', ') || 'nothing';

function drawFile({ file, audit }: InspectData): string[] {
  const { info, target, kind, verdict } = audit;
  if (!info) return [file];
  const { format, machine, platform, libc, needed, imports, exports: exported, rpaths } = info;
  const versions = info.neededVersions.map(({ library, version }) => `${library} ${version}`);
  const host = imports.filter(({ name }) => name.startsWith('WasmEdge_'));
  return [
    pc.bold(file),
    `  target    ${target ?? 'none of ours'} (${[format, platform, machine, libc].filter(Boolean).join(', ')})`,
    `  kind      ${kind}, ${info.kind}, ${info.size} bytes`,
    `  name      ${info.soname ?? 'none'}`,
    `  needs     ${list(needed)}`,
    ...(versions.length > 0 ? [`  versions  ${list(versions)}`] : []),
    ...(rpaths.length > 0 ? [`  run paths ${list(rpaths)}`] : []),
    `  exports   ${list(exported.map(({ name }) => name))}`,
    `  imports   ${imports.length}, of the host ${list(host.map(({ name }) => name))}`,
    `  audit     ${verdict}; plugkit audit ${file} shows each check`,
  ];
}

function typeText(item: ModuleExport): string {
  switch (item.kind) {
    case 'function': {
      const { params, results } = item;
      const returned = results.length === 1 ? results[0] : `(${results.join(', ')})`;
      return `(${params.join(', ')}) -> ${returned}`;
    }
    case 'memory':
      return 'a memory';
    case 'table':
      return `a table of ${item.type}`;
    case 'global':
      return `a global ${item.mutable ? 'mut ' : ''}${item.type}`;
  }
}

function drawModule({ name, description, exports, error }: DescribedModule): string[] {
  const lines = exports?.map((item) => `    ${item.name}: ${typeText(item)}`) ?? [];
  const problem = error === null ? [] : [`    ${pc.red(error)}`];
  return [`  module ${pc.bold(name)}: ${description}`, ...lines, ...problem];
}

function drawPlugin({ outcome, plugin, loaderError }: InspectData): string[] {
  const refused =
    outcome?.state === 'refused'
      ? [
          pc.red(`It cannot be loaded here: ${outcome.code}, ${outcome.reason}`),
          ...(outcome.hint ? [`  ${outcome.hint}`] : []),
        ]
      : [];
  const warned = (outcome?.warnings ?? []).flatMap(({ code, message, hint }) => [
    pc.yellow(`! ${code}, ${message}`),
    `  ${hint}`,
  ]);
  const error = loaderError === null ? [] : [pc.red(`It could not be asked: ${loaderError}`)];
  if (!plugin) return [...refused, ...warned, ...error];
  const { name, description, version, apiVersion, options, modules } = plugin;
  return [
    `plug-in ${pc.bold(name)} ${version}, API version ${apiVersion}: ${description}`,
    ...options.map(
      (option) =>
        `  option ${pc.bold(option.name)}: ${option.type}, default ${JSON.stringify(option.defaultValue)}, ${option.description}`,
    ),
    ...modules.flatMap(drawModule),
    ...warned,
    ...error,
  ];
}

export function render(data: InspectData): string {
  return [...drawFile(data), '', ...drawPlugin(data)].join('\n');
}

export function failed({ outcome, loaderError }: InspectData): boolean {
  return outcome === null || outcome.state === 'refused' || loaderError !== null;
}
