// What GitHub Actions shows by itself: annotations for what failed, and the summary of the step.
import { appendFileSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { AuditReport, Finding } from '../audit/audit.js';
import type { BuildResult } from '../compile/build.js';
import type { Verification } from '../compile/verify.js';
import { CommandError } from '../errors.js';
import type { MatrixReport } from '../matrix/report.js';
import { showData, showText } from '../output/text.js';
import { renderMarkdown } from './markdown.js';
import { groupReasons, summarizeCells } from './reasons.js';
import { rerunFailure } from './rerun.js';

/** GitHub shows ten of a step. */
const SHOWN = 9;

/** Characters of what tools say, of which the end counts. */
const LONGEST_LOG = 2_000;

const inMessage = (text: string): string =>
  showText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const inProperty = (text: string): string =>
  inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

type Properties = Readonly<Record<string, string>>;

function annotation(
  title: string,
  message: string,
  { level = 'error', place = {} }: { level?: 'error' | 'warning'; place?: Properties } = {},
): string {
  const properties = Object.entries({ ...place, title }).map(
    ([name, value]) => `${name}=${inProperty(value)}`,
  );
  return `::${level} ${properties.join(',')}::${inMessage(message)}`;
}

/** The first error of a compiler: `source.c:3:10: error: unknown type name`. */
const COMPILER_ERROR = /^(.+?):(\d+):(\d+): (?:fatal )?error: .*$/m;

/** Where the first error of a compiler is, if that is a file in `directory`. */
function placeOf(log: string, directory: string): Properties {
  const [, file, line = '', col = ''] = COMPILER_ERROR.exec(log) ?? [];
  if (file === undefined) return {};
  const path = relative(directory, resolve(directory, file));
  const isInside = path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  return isInside ? { file: path.replaceAll(sep, '/'), line, col } : {};
}

/** As many lines as GitHub shows, the last of which counts those that are left out. */
function atMost(lines: readonly string[], see: string): readonly string[] {
  const more = lines.length - SHOWN;
  return more > 1
    ? [...lines.slice(0, SHOWN), annotation('more', `${more} more failures: ${see}`)]
    : lines;
}

const describeFinding = ({
  check,
  message,
  fix,
}: Pick<Finding, 'check' | 'message'> & { fix?: string | null | undefined }) =>
  `${check}: ${message}${fix ? ` (${fix})` : ''}`;

/**
 * A line for each reason why cells failed, and for each file that the audit failed.
 * @param directory the one that paths in annotations start from
 */
export function annotate(report: MatrixReport, directory = process.cwd()): readonly string[] {
  const { cells, audits } = showData(report);
  const lines = [
    ...groupReasons(cells)
      .filter(({ state }) => state === 'failed' || state === 'undecided')
      .map(({ reason, cells }) => {
        const [first] = cells;
        const again = first === undefined ? '' : `\nagain: ${rerunFailure(first)}`;
        const place = placeOf(reason, directory);
        return annotation(summarizeCells(cells), `${reason}${again}`, { place });
      }),
    ...audits
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ file, target, findings }) => {
        const wrong = findings.filter(({ level }) => level === 'fail');
        return annotation(`audit of ${file} for ${target}`, wrong.map(describeFinding).join('\n'));
      }),
  ];
  return atMost(lines, 'see the summary');
}

/** A line for each plug-in that was not built, or not the same twice, with the targets that it holds for. */
export function annotateBuilds(
  results: readonly (BuildResult | Verification)[],
  directory = process.cwd(),
): readonly string[] {
  const groups = new Map<string, { name: string; log: string; targets: string[] }>();
  for (const { name, target, state, log } of showData(results)) {
    if (state !== 'failed' && state !== 'different') continue;
    const said = COMPILER_ERROR.exec(log)?.[0] ?? log.slice(-LONGEST_LOG);
    const message = state === 'different' ? 'Two builds differ' : said;
    const key = JSON.stringify([name, message]);
    const group = groups.get(key) ?? { name, log: message, targets: [] };
    group.targets.push(target);
    groups.set(key, group);
  }
  const lines = [...groups.values()].map(({ name, log, targets }) =>
    annotation(`${name} for ${targets.join(', ')}`, log, { place: placeOf(log, directory) }),
  );
  return atMost(lines, 'see the log');
}

/** A line for each file that the audit failed or warns of, failures first. */
export function annotateAudits(reports: readonly AuditReport[]): readonly string[] {
  const lines = (['fail', 'warn'] as const).flatMap((level) =>
    showData(reports)
      .filter(({ verdict }) => verdict === level)
      .map(({ file, target, findings }) =>
        annotation(
          `audit of ${file}${target === null ? '' : ` for ${target}`}`,
          findings
            .filter((finding) => finding.level === level)
            .map(describeFinding)
            .join('\n'),
          { level: level === 'fail' ? 'error' : 'warning' },
        ),
      ),
  );
  return atMost(lines, 'see the log');
}

/** Prints annotations on standard error, which GitHub reads as well as standard output. */
export function writeAnnotations(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/**
 * Reports to GitHub, where it runs this: annotations, and the report as the step's summary.
 * @param summary the file of the summary, if there is one
 */
export function tellGitHub(report: MatrixReport, summary: string | undefined): void {
  writeAnnotations(annotate(report));
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
