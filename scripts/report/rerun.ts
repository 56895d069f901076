// The command that runs a cell again, or one of its test cases.
import { DEFAULT_LEVEL } from '../matrix/levels/default-level.js';
import type { CellResult } from '../matrix/report.js';
import { formatCommand } from '../output/command-line.js';

/** As a person types it; `name` is that of a test case. */
export function rerunCommand(cell: CellResult, name?: string): string {
  const { plugin, target, path, engine, node, level } = cell;
  const wanted = level?.wanted ?? DEFAULT_LEVEL;
  const words = ['plugkit', 'test', plugin, '--target', target, '--path', path, '--node', node];
  if (engine !== 'v8') words.push('--engine', engine);
  if (wanted !== DEFAULT_LEVEL) words.push('--level', String(wanted));
  if (name !== undefined) words.push('--case', name);
  return formatCommand(words);
}

/** The one that shows why a cell failed: of its first failing test case, if there is one. */
export function rerunFailure(cell: CellResult): string {
  return rerunCommand(cell, cell.cases.find(({ state }) => state === 'failed')?.name);
}

/** The same for the report; null for a cell that did not fail. */
export function rerunOf(cell: CellResult): string | null {
  return cell.state === 'failed' || cell.state === 'undecided' ? rerunFailure(cell) : null;
}
