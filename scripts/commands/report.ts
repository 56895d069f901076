// `plugkit report`: renders a saved report of the matrix, or merges those of many machines.
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import { FAIL_ON_FLAG } from '../flags/flags.js';
import { drawReport } from '../matrix/grid.js';
import type { MatrixReport } from '../matrix/report.js';
import { mergeReports } from '../report/merge.js';
import { readReport } from '../report/read.js';
import { REPORT_FLAG } from '../report/write.js';

export const operands = '<render|merge report.json...>';
export const flags = [REPORT_FLAG, FAIL_ON_FLAG];

/** @throws {CommandError} USAGE; FILE_NOT_FOUND, FILE_UNREADABLE, REPORT_UNUSABLE for a report that does not fit */
export async function run({ operands }: CommandOptions): Promise<MatrixReport> {
  const [action, ...files] = operands;
  const fits = { render: files.length === 1, merge: files.length > 0 }[action ?? ''];
  if (!fits) {
    throw new CommandError(
      'USAGE',
      `Cannot report '${operands.join(' ')}': expected 'render' and one report, or 'merge' and at least one`,
      { hint: 'plugkit report merge linux.json windows.json --report all.html' },
    );
  }
  const reports = files.map(readReport);
  if (!reports.some(({ cells }) => cells.length > 0)) {
    throw new CommandError(
      'NOTHING_SELECTED',
      `Cannot report ${files.join(', ')}: no cell is in there`,
      { hint: 'A shard may be empty, a matrix may not: name the reports of all shards' },
    );
  }
  return action === 'render' ? (reports[0] as MatrixReport) : mergeReports(reports);
}

export const render = drawReport;
export { failed, finish } from '../report/finish.js';
