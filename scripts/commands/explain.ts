// `plugkit explain`: where plug-ins are looked for, in the paths given or by default, in order, what is there, and what
// becomes of it when it is loaded. With the name of a plug-in: why that one is found or not.
import type { CommandOptions } from '../command.js';
import { type ExplainedPath, type Explanation, explainPaths } from '../explain/paths.js';
import { explainPlugin, isName, type PluginExplanation } from '../explain/plugin.js';
import type { ProbedOutcome } from '../explain/probe.js';
import { TIMEOUT_FLAG } from '../explain/timeout.js';
import { requirePath } from '../flags/given-paths.js';
import pc from '../output/colours.js';

export type { Explanation } from '../explain/paths.js';

export const operands = '[name|path...]';
export const flags = [TIMEOUT_FLAG];

interface Flags {
  timeout: number;
}

export interface ExplainData extends Explanation {
  /** What became of the plug-in that is named; null when none is. */
  plugin: PluginExplanation | null;
}

/**
 * @throws {CommandError} FILE_NOT_FOUND for a path that is given, while default paths need not exist; USAGE for a name
 *   beside other operands
 */
export async function run({ operands, timeout }: CommandOptions<Flags>): Promise<ExplainData> {
  const [first] = operands;
  const name = operands.length === 1 && first !== undefined && isName(first) ? first : undefined;
  const given = name === undefined ? operands : [];
  for (const path of given) requirePath(path, 'explain');
  const explanation = await explainPaths({ given, timeout, describe: 'descriptor' });
  return { ...explanation, plugin: name === undefined ? null : explainPlugin(name, explanation) };
}

function drawOutcome(outcome: ProbedOutcome): string[] {
  const { path, state, plugin, code, reason, hint } = outcome;
  const warnings = outcome.warnings.flatMap((warning) => [
    pc.yellow(`! ${path}: ${warning.code}, ${warning.message}`),
    `  ${warning.hint}`,
  ]);
  if (state !== 'refused') return [pc.green(`✔ ${path}: ${state} (${plugin})`), ...warnings];
  return [pc.red(`✖ ${path}: ${code}, ${reason}`), ...(hint ? [`  ${hint}`] : []), ...warnings];
}

function drawPath(explained: ExplainedPath, index: number): string {
  const { path, rule, state, outcomes, candidates, skipped } = explained;
  const asked = new Set(outcomes.map((outcome) => outcome.path));
  const found = state === 'missing' ? 'does not exist' : `${candidates.length} candidates`;
  const lines = [
    ...outcomes.flatMap(drawOutcome),
    ...candidates.filter((file) => !asked.has(file)).map((file) => `? ${file}: not tried`),
    ...skipped.map((file) => pc.dim(`- ${file.path}: ${file.reason}`)),
  ];
  const title = `${index + 1}. ${pc.bold(path)} (${rule}): ${state === 'unreadable' ? 'cannot be read' : found}`;
  return [title, ...lines.map((line) => `     ${line}`)].join('\n');
}

function drawPlugin({ name, state, explanation, hint }: PluginExplanation): string {
  const mark = state === 'found' ? pc.green('✔') : pc.red('✖');
  return [`${mark} ${pc.bold(name)}: ${explanation}`, ...(hint ? [`  ${hint}`] : [])].join('\n');
}

export function render({
  variables,
  paths,
  notSearched,
  loaderError,
  plugin,
}: ExplainData): string {
  const set = Object.entries(variables).map(([name, value]) => `${name}: ${value ?? 'not set'}`);
  const others = notSearched.map(({ path, reason }) => `${pc.bold(path)}: not searched, ${reason}`);
  const error =
    loaderError === null ? [] : [pc.red(`The loader could not be asked: ${loaderError}`)];
  const conclusion = plugin ? ['', drawPlugin(plugin)] : [];
  return [...set, '', ...paths.map(drawPath), ...others, ...error, ...conclusion].join('\n');
}

export function failed({ plugin }: ExplainData): boolean {
  return plugin !== null && plugin.state !== 'found';
}
