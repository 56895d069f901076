// Markdown for the summary of a CI job: the grid and the totals, everything else folded. A summary may
// have 1 MiB, so reasons are cut and counted rather than listed without end.
import {
  type MatrixReport,
  type ReportedCell,
  type Run,
  STATES,
  type State,
} from '../matrix/report.js';
import { escapeMarkup } from './escape.js';
import { groupReasons, type Reason, summarizeCells } from './reasons.js';
import type { Renderer } from './renderer.js';
import { rerunFailure } from './rerun.js';

const MARKS: Record<State, string> = {
  passed: '✅',
  failed: '❌',
  undecided: '❔',
  audited: '🔍',
  skipped: '⏭️',
};

/** Reasons shown for a state, and characters of one. */
const REASONS = 20;
const REASON_LENGTH = 1_000;

/** In a line of Markdown: no markup of HTML, none of Markdown. */
const inline = (text: string): string =>
  escapeMarkup(text.replaceAll('\n', ' ').replace(/[\\`*_{}[\]()#+!|~@]/g, '\\$&'));

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function square(cells: readonly ReportedCell[]): string {
  return STATES.flatMap((state) => {
    const matching = cells.filter((cell) => cell.state === state);
    if (matching.length === 0) return [];
    return [`${MARKS[state]} ${matching.length} ${state}`];
  }).join('<br>');
}

function drawGrid({ cells }: MatrixReport): string[] {
  const plugins = [...new Set(cells.map(({ plugin }) => plugin))];
  const targets = [...new Set(cells.map(({ target }) => target))];
  const row = (columns: readonly string[]) => `| ${columns.join(' | ')} |`;
  return [
    row(['target', ...plugins.map(inline)]),
    row(['---', ...plugins.map(() => '---')]),
    ...targets.map((target) =>
      row([
        target,
        ...plugins.map((plugin) =>
          square(cells.filter((cell) => cell.target === target && cell.plugin === plugin)),
        ),
      ]),
    ),
  ];
}

function cut(text: string): string {
  return text.length <= REASON_LENGTH ? text : `${text.slice(0, REASON_LENGTH)} …`;
}

/** A preformatted block: a line of HTML that Markdown leaves as it is up to its end. */
const preformatted = (text: string): string => `<pre>${escapeMarkup(text)}</pre>`;

function fold(title: string, lines: readonly string[], open = false): string[] {
  return [
    `<details${open ? ' open' : ''}><summary>${title}</summary>`,
    '',
    ...lines,
    '',
    '</details>',
    '',
  ];
}

function drawReasons(state: State, reasons: readonly Reason[]): string[] {
  const shown = reasons.filter((reason) => reason.state === state);
  if (shown.length === 0) return [];
  const cells = shown.reduce((sum, reason) => sum + reason.cells.length, 0);
  const lines = shown
    .slice(0, REASONS)
    .flatMap((reason) => [
      `${MARKS[state]} ${inline(cut(summarizeCells(reason.cells)))}`,
      preformatted(cut(reason.reason)),
      ...(state === 'failed' || state === 'undecided'
        ? [preformatted(rerunFailure(reason.cells[0] as ReportedCell))]
        : []),
      '',
    ]);
  const more = shown.length - REASONS;
  return fold(
    `${plural(cells, 'cell')} ${state}: why`,
    [...lines, ...(more > 0 ? [`and ${plural(more, 'further reason')}`] : [])],
    state === 'failed' || state === 'undecided',
  );
}

function drawRuns(runs: readonly Run[]): string[] {
  const lines = runs.map(
    ({ machine, system, processor, node, started, ms, commit, shard }) =>
      `- ${inline(
        [
          `${machine}: ${system}`,
          processor,
          `node ${node}`,
          started,
          `${(ms / 1000).toFixed(0)} s`,
          ...(commit === null ? [] : [`commit ${commit}`]),
          ...(shard === null ? [] : [`shard ${shard.index}/${shard.count}`]),
        ].join(', '),
      )}`,
  );
  return fold(plural(runs.length, 'run'), lines);
}

export const renderMarkdown: Renderer = (report) => {
  const { cells, audits, levels, summary, runs, toolVersion } = report;
  const passed = levels.map(({ plugin, reached, wanted }) => `${plugin} ${reached} of ${wanted}`);
  const reasons = groupReasons(cells);
  const totals = STATES.map((state) => `${MARKS[state]} ${summary[state]} ${state}`).join(' · ');
  const warned = audits.filter(({ verdict }) => verdict === 'warn').length;
  const failed = audits.filter(({ verdict }) => verdict === 'fail').length;
  return [
    '## Plug-in matrix',
    '',
    totals,
    '',
    ...drawGrid(report),
    '',
    ...STATES.flatMap((state) => drawReasons(state, reasons)),
    ...drawRuns(runs),
    ...(passed.length > 0 ? [`Levels passed: ${inline(passed.join(', '))}`, ''] : []),
    `plugkit ${inline(toolVersion)}; ${plural(audits.length, 'file')} audited, ${warned} with warnings, ${failed} failed`,
    '',
  ].join('\n');
};
