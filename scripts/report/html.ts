// One self-contained HTML page: the report as data, the style, and the script that draws it (page/). It
// loads nothing, so it works from a file. The script runs by its hash only (Content-Security-Policy).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CommandError } from '../errors.js';
import type { MatrixReport } from '../matrix/report.js';
import { projectPath } from '../project/paths.js';
import { escapeMarkup } from './escape.js';
import type { Renderer } from './renderer.js';

/** What scripts/dev/bundle-page.mjs makes of page/. */
const SCRIPT = 'lib/scripts/report/page/bundle.js';

/** @throws {CommandError} FILE_UNREADABLE in a checkout that was compiled without it */
function readScript(): string {
  try {
    return readFileSync(projectPath(SCRIPT), 'utf8');
  } catch (cause) {
    const message = `Cannot make the page: ${SCRIPT} cannot be read, ${(cause as Error).message}`;
    throw new CommandError('FILE_UNREADABLE', message, { cause, hint: 'Run npm run setup' });
  }
}

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** JSON within a script element: no `<`, so that nothing can end the element. */
const embed = (report: MatrixReport): string =>
  JSON.stringify(report).replaceAll('<', String.raw`\u003c`);

function verdict(summary: MatrixReport['summary']): string {
  const { passed, failed, undecided, audited, skipped } = summary;
  const ran = passed + failed;
  const rest = audited + skipped;
  const open = undecided > 0 ? `; ${undecided} undecided` : '';
  const others = `${open}${rest > 0 ? `; ${rest} did not run` : ''}`;
  if (failed > 0) return `${failed} of ${ran} cells failed${others}`;
  return ran > 0 ? `All ${ran} cells that ran passed${others}` : `No cell ran${others}`;
}

/** An icon of one coloured dot; a data: address is no request. */
const icon = (failed: number): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${failed > 0 ? '#c4342d' : '#2c8a55'}"/></svg>`,
  )}`;

export const renderHtml: Renderer = (report) => {
  const { summary, runs, toolVersion } = report;
  const style = readFileSync(projectPath('scripts/report/page/page.css'), 'utf8');
  const script = readScript();
  const policy = `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}`;
  const title = verdict(summary);
  const started = runs.map((run) => run.started).toSorted()[0] ?? '';
  const commit = runs.find((run) => run.commit !== null)?.commit;
  const facts = [
    `${started.slice(0, 16).replace('T', ' ')} UTC`,
    ...(commit ? [`commit ${commit.replace(/^(.{12})[0-9a-f]*/, '$1')}`] : []),
    runs.length === 1 ? `on ${runs[0]?.machine}` : `${runs.length} runs`,
    `plugkit ${toolVersion}`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeMarkup(title)} – plug-in matrix</title>
<link rel="icon" href="${icon(summary.failed)}">
<style>${style}</style>
</head>
<body>
<header>
<p class="eyebrow">Plug-in matrix</p>
<h1>${escapeMarkup(title)}</h1>
<p class="muted">${facts.map(escapeMarkup).join(' <span aria-hidden="true">·</span> ')}</p>
<noscript><p>This page draws the report with JavaScript, which is switched off. The report itself is in its source.</p></noscript>
</header>
<main>
<div id="totals"></div>
<form id="filters" aria-label="Filter">
<label>Target <select id="target" autocomplete="off"></select></label>
<label>Plug-in <select id="plugin" autocomplete="off"></select></label>
<button type="button" id="reset" hidden>Show all</button>
<span id="shown" class="muted" role="status"></span>
</form>
<section id="failures"><h2>Why cells failed</h2><ul class="list" id="failures-list"></ul></section>
<h2 class="hidden">Cells</h2>
<div id="grid"></div>
<p class="muted hint">Each square shows the ways a plug-in is found: by environment, installation, system directory, file, directory. Choose one for its test cases, output and audit; arrow keys move between them.</p>
<section id="others"><h2>Not run here</h2><details><summary id="others-count"></summary><ul class="list" id="others-list"></ul></details></section>
<section id="audits"><h2>Audited files</h2><div id="audits-wrong" class="scroll"></div><details><summary id="audits-count"></summary><div id="audits-all" class="scroll"></div></details></section>
<section><h2>Runs</h2><div id="runs-table" class="scroll"></div></section>
</main>
<dialog id="panel" aria-labelledby="panel-title">
<div class="panel-head">
<h2 id="panel-title"></h2>
<div id="steps"><button type="button" id="previous" aria-label="Previous cell">‹</button><button type="button" id="next" aria-label="Next cell">›</button></div>
<button type="button" id="close" aria-label="Close">✕</button>
</div>
<div id="panel-body" tabindex="-1" autofocus></div>
</dialog>
<script type="application/json" id="report">${embed(report)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
};
