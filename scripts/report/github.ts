// What GitHub Actions shows by itself: annotations for what failed, and the summary of the step.
import { appendFileSync } from 'node:fs';
import { CommandError } from '../errors.js';
import type { MatrixReport } from '../matrix/report.js';
import { showData, showText } from '../output/text.js';
import { renderMarkdown } from './markdown.js';
import { groupReasons, summarizeCells } from './reasons.js';
import { rerunFailure } from './rerun.js';

/** GitHub shows ten of a step. */
const SHOWN = 9;

const inMessage = (text: string): string =>
  showText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const inProperty = (text: string): string =>
  inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const annotation = (title: string, message: string): string =>
  `::error title=${inProperty(title)}::${inMessage(message)}`;

/** A line for each reason why cells failed, and for each file that the audit failed. */
export function annotate(report: MatrixReport): string[] {
  const { cells, audits } = showData(report);
  const lines = [
    ...groupReasons(cells)
      .filter(({ state }) => state === 'failed' || state === 'undecided')
      .map(({ reason, cells }) => {
        const [first] = cells;
        const again = first === undefined ? '' : `\nagain: ${rerunFailure(first)}`;
        return annotation(summarizeCells(cells), `${reason}${again}`);
      }),
    ...audits
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ file, target, findings }) => {
        const wrong = findings.filter(({ level }) => level === 'fail');
        const lines = wrong.map(
          ({ check, message, fix }) => `${check}: ${message}${fix ? ` (${fix})` : ''}`,
        );
        return annotation(`audit of ${file} for ${target}`, lines.join('\n'));
      }),
  ];
  const more = lines.length - SHOWN;
  return more > 0
    ? [...lines.slice(0, SHOWN), annotation('more', `${more} more failures: see the summary`)]
    : lines;
}

/**
 * Reports to GitHub, where it runs this: annotations on standard error, which GitHub reads as well, and
 * the report as the step's summary.
 * @param summary the file of the summary, if there is one
 */
export function tellGitHub(report: MatrixReport, summary: string | undefined): void {
  for (const line of annotate(report)) process.stderr.write(`${line}\n`);
  if (summary === undefined) return;
  try {
    appendFileSync(summary, `${renderMarkdown(showData(report))}\n`);
  } catch (cause) {
    const message = `Cannot write the summary ${summary}: ${(cause as Error).message}`;
    throw new CommandError('FILE_UNWRITABLE', message, {
      cause,
      hint: 'GITHUB_STEP_SUMMARY names the file',
    });
  }
}
