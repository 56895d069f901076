// Draws a report for people: a grid target x plug-in with the path modes inside, then the reasons,
// then the totals.
import { drawTable } from '../output/table.js';
import { groupReasons, summarizeCells } from '../report/reasons.js';
import { rerunFailure } from '../report/rerun.js';
import { DEFAULT_LEVEL } from './levels/default-level.js';
import { describeLevel } from './levels/levels.js';
import { MARKS } from './marks.js';
import {
  type CellResult,
  type MatrixReport,
  PATH_MODES,
  type ReportedCell,
  STATES,
} from './report.js';

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** The path modes of one square, a line for each state there is: `✔ all 5`, or `✖ env system`. */
function square(cells: readonly CellResult[]): string {
  const lines = STATES.flatMap((state) => {
    const matching = cells.filter((cell) => cell.state === state);
    if (matching.length === 0) return [];
    const modes = PATH_MODES.filter((mode) => matching.some(({ path }) => path === mode));
    const what =
      matching.length === cells.length && cells.length > 1
        ? `all ${cells.length} ${state}`
        : `${state}: ${modes.join(' ')}`;
    return [MARKS[state](what)];
  });
  return lines.join('\n');
}

function drawReasons(cells: readonly ReportedCell[]): string {
  return groupReasons(cells)
    .map(({ state, reason, cells: [first, ...others] }) => {
      const cells = [first as ReportedCell, ...others];
      const again = state === 'failed' || state === 'undecided';
      return [
        MARKS[state](summarizeCells(cells)),
        `    ${reason}`,
        ...(again ? [`    again: ${rerunFailure(first as ReportedCell)}`] : []),
      ].join('\n');
    })
    .join('\n');
}

/** How far plug-ins came where more was wanted than is tried by default, and what was not tried. */
function drawLevels({ levels, cells }: MatrixReport): string {
  const far = levels.filter(({ wanted }) => wanted > DEFAULT_LEVEL);
  const passed = far.map(
    ({ plugin, reached, wanted }) => `${plugin}: level ${reached} of ${wanted} passed`,
  );
  const skipped = unique(
    cells.flatMap(({ level }) =>
      (level?.skipped ?? []).map((each) => `${describeLevel(each.level)}: ${each.reason}`),
    ),
  );
  return [...passed, ...skipped.map(MARKS.skipped)].join('\n');
}

/** The report as text. */
export function drawReport(report: MatrixReport): string {
  const { cells, summary } = report;
  const plugins = unique(cells.map(({ plugin }) => plugin));
  const targets = unique(cells.map(({ target }) => target));
  const rows = targets.map((target) => [
    target,
    ...plugins.map((plugin) =>
      square(cells.filter((cell) => cell.target === target && cell.plugin === plugin)),
    ),
  ]);
  const table = drawTable({ head: ['target', ...plugins], rows, grid: true });
  const totals = STATES.map((state) => MARKS[state](`${summary[state]} ${state}`)).join('  ');
  return [table, drawReasons(cells), drawLevels(report), totals].filter(Boolean).join('\n\n');
}
