// The summary of a build for people: a grid of what was built by target, then what failed.
import type { TargetId } from '#loader/internal';
import pc from '../output/colours.js';
import { drawTable } from '../output/table.js';
import type { BuildResult } from './build.js';

/** A size for people. */
export function formatBytes(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${(bytes / 1024).toFixed(1)} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function cell(result: BuildResult | undefined): string {
  if (result === undefined) return '';
  return result.state === 'failed' ? pc.red('failed') : formatBytes(result.bytes);
}

/** Results with such a text, each with the targets that it is the same for. */
function groupBy(
  text: 'log' | 'warnings',
  results: readonly BuildResult[],
): [BuildResult, TargetId[]][] {
  const groups = new Map<string, [BuildResult, TargetId[]]>();
  for (const result of results.filter((each) => each[text] !== '')) {
    const key = `${result.name}\n${result[text]}`;
    const [, targets] = groups.get(key) ?? [];
    if (targets === undefined) groups.set(key, [result, [result.target]]);
    else targets.push(result.target);
  }
  return [...groups.values()];
}

/** Names down, targets across or the other way round, whichever is narrower: targets go down. */
export function renderResults(results: readonly BuildResult[]): string {
  const names = [...new Set(results.map(({ name }) => name))];
  const targets = [...new Set(results.map(({ target }) => target))];
  const rows = targets.map((target) => [
    target,
    ...names.map((name) =>
      cell(results.find((result) => result.name === name && result.target === target)),
    ),
  ]);
  const count = (state: BuildResult['state']) =>
    results.filter((result) => result.state === state).length;
  const failures = groupBy('log', results).map(
    ([{ name, log }, targets]) => `\n${pc.red(`${name} for ${targets.join(', ')}`)}\n${log}\n`,
  );
  const warnings = groupBy('warnings', results).map(
    ([{ name, warnings }, targets]) =>
      `\n${pc.yellow(`${name} for ${targets.join(', ')}, warnings`)}\n${warnings}\n`,
  );
  return [
    drawTable({ head: ['target', ...names], rows, grid: true }),
    ...warnings,
    ...failures,
    `${count('built')} built, ${count('up-to-date')} up to date, ${count('failed')} failed`,
  ].join('\n');
}
