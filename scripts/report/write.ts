// The flag --report and the files it names; the format is told by the extension.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import type { MatrixReport } from '../matrix/report.js';
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
  flags: '--report <file>',
  description: `write the report there, too, as ${Object.keys(RENDERERS).join(', ')} (repeatable)`,
  parse: (text: string, former: readonly ReportFile[] = []) => [...former, parseReportFile(text)],
};

/** Writes every file and says so; each appears under its name only when it is complete. */
export function writeReports(
  report: MatrixReport,
  files: readonly ReportFile[],
  { quiet }: Pick<Environment, 'quiet'>,
): void {
  for (const { path, render } of files) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, render(report));
      renameSync(temporary, path);
      if (!quiet) process.stderr.write(`report: ${path}\n`);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
}
