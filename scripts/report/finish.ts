// What `plugkit test` and `plugkit report` do with the report once it is printed, and when it is a failure.
import type { CommandOptions } from '../command.js';
import type { FailOn } from '../flags/flags.js';
import { isFailedRun, type MatrixReport } from '../matrix/report.js';
import { tellGitHub } from './github.js';
import { type ReportFile, writeReports } from './write.js';

export interface ReportFlags {
  report?: readonly ReportFile[];
  failOn?: readonly FailOn[];
}

/** @throws {CommandError} FILE_UNWRITABLE */
export function finish(
  report: MatrixReport,
  { report: files = [], environment }: CommandOptions<ReportFlags>,
): void {
  writeReports(report, files, environment);
  if (environment.github) tellGitHub(report, environment.github.summary);
}

/** Failures; nothing that ran or was audited; and what --fail-on says. */
export function failed(report: MatrixReport, { failOn = [] }: ReportFlags): boolean {
  return isFailedRun(report, failOn);
}
