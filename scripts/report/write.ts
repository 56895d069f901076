// The flag --report and the files it names; the extension says the format.
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import type { MatrixReport } from '../matrix/report.js';
import { writeWhole } from '../output/file.js';
import { showData } from '../output/text.js';
import { renderHtml } from './html.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import type { Renderer } from './renderer.js';

const RENDERERS: Readonly<Record<string, Renderer>> = {
  '.json': renderJson,
  '.xml': renderJunit,
  '.md': renderMarkdown,
  '.html': renderHtml,
};

export interface ReportFile {
  path: string;
  render: Renderer;
}

function parseReportFile(text: string): ReportFile {
  const render = RENDERERS[extname(text).toLowerCase()];
  if (render) return { path: resolve(text), render };
  const known = Object.keys(RENDERERS).join(', ');
  throw new CommandError(
    'USAGE',
    `Cannot write a report to ${text}: its extension is '${extname(text)}', expected one of ${known}`,
  );
}

export const REPORT_FLAG = {
  again: 'adds' as const,
  flags: '--report <file>',
  description: `write the report there, too, as ${Object.keys(RENDERERS).join(', ')} (repeatable)`,
  parse: (text: string, former: readonly ReportFile[] = []) => [...former, parseReportFile(text)],
};

const cannotWrite = (path: string, cause: unknown) =>
  new CommandError(
    'FILE_UNWRITABLE',
    `Cannot write the report ${path}: ${(cause as Error).message}`,
    { cause, hint: 'Name another place with --report' },
  );

/**
 * Looks whether the files can be written, before a long run whose results they are to take.
 * @throws {CommandError} FILE_UNWRITABLE
 */
export function checkDestinations(files: readonly ReportFile[]): void {
  for (const { path } of files) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      accessSync(dirname(path), constants.W_OK);
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
        throw new Error('it is a directory');
    } catch (cause) {
      throw cannotWrite(path, cause);
    }
  }
}

/**
 * Writes every file and says so; each appears under its name only when it is complete. One that cannot be written
 * does not keep the others from it.
 * @throws {CommandError} FILE_UNWRITABLE for the first that could not be written
 */
export function writeReports(
  report: MatrixReport,
  files: readonly ReportFile[],
  { quiet }: Pick<Environment, 'quiet'>,
): void {
  const errors: CommandError[] = [];
  for (const { path, render } of files) {
    try {
      // JSON is read again: there, text is as it was.
      writeWhole(path, render(render === renderJson ? report : showData(report)));
      if (!quiet) process.stderr.write(`report: ${path}\n`);
    } catch (cause) {
      errors.push(cannotWrite(path, cause));
    }
  }
  if (errors[0]) throw errors[0];
}
