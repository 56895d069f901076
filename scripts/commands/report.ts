// `plugkit report`: renders a saved report of the matrix, or merges those of many machines.
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import { drawReport } from '../matrix/grid.js';
import type { MatrixReport } from '../matrix/report.js';
import { mergeReports } from '../report/merge.js';
import { readReport } from '../report/read.js';
import { REPORT_FLAG, type ReportFile, writeReports } from '../report/write.js';

export const summary = 'Render a saved report of the matrix, or merge those of many machines';
export const operands = '<render|merge report.json...>';
export const flags = [REPORT_FLAG];

interface Flags {
  report?: readonly ReportFile[];
}

/** @throws {CommandError} USAGE; FILE_UNREADABLE, REPORT_UNUSABLE for a report that does not fit */
export async function run({
  operands,
  report: written = [],
  environment,
}: CommandOptions<Flags>): Promise<MatrixReport> {
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
  const result = action === 'render' ? (reports[0] as MatrixReport) : mergeReports(reports);
  writeReports(result, written, environment);
  return result;
}

export const render = drawReport;

export function failed({ summary: { failed: count } }: MatrixReport): boolean {
  return count > 0;
}
