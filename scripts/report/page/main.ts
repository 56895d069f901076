// Puts the page together: reads the report that it carries, draws what the filter lets through, and
// keeps the filter in the address.
import type { AuditedFile, MatrixReport, ReportedCell, State } from '../../matrix/report.js';
import { groupReasons, type Reason, summarizeCells, unique } from '../reasons.js';
import { rerunFailure } from '../rerun.js';
import { auditDetails, cellDetails, commandLine, type Details, verdictSign } from './details.js';
import { duration, element, plural, table } from './dom.js';
import { cellName, type Filter, matches, readFilter, writeFilter } from './filter.js';
import { drawGrid, focusChip, sign } from './grid.js';

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const report = JSON.parse(byId('report').textContent as string) as MatrixReport;
const { cells, audits, runs, summary } = report;
const states = Object.keys(summary) as State[];
const panel = byId('panel') as HTMLDialogElement;
let filter = readFilter(location.hash);

/** The cells that are shown, in the order of the grid. */
const shown = (): ReportedCell[] => cells.filter((cell) => matches(filter, cell));

function update(change: Partial<Filter>): void {
  filter = { ...filter, ...change };
  history.replaceState(null, '', writeFilter(filter));
}

function show({ title, body }: Details): void {
  byId('panel-title').textContent = title;
  byId('panel-body').replaceChildren(...body);
  byId('panel-body').scrollTop = 0;
  if (!panel.open) panel.showModal();
}

function openCell(cell: ReportedCell): void {
  update({ cell: cellName(cell) });
  const place = shown().indexOf(cell);
  byId('previous').toggleAttribute('disabled', place <= 0);
  byId('next').toggleAttribute('disabled', place < 0 || place === shown().length - 1);
  byId('steps').hidden = false;
  show(cellDetails(cell, report));
}

/** Opens the cell that is so many places from the one that is open. */
function step(places: number): void {
  const all = shown();
  const at = all.findIndex((cell) => cellName(cell) === filter.cell);
  const cell = at < 0 ? undefined : all[at + places];
  if (cell) openCell(cell);
}

function drawTotals(): void {
  const buttons = states.map((state) =>
    element(
      'button',
      {
        type: 'button',
        class: `total ${state}`,
        'aria-pressed': String(filter.states.includes(state)),
        click: () => {
          const others = filter.states.filter((other) => other !== state);
          const pressed = others.length < filter.states.length;
          update({
            states: pressed
              ? others
              : states.filter((each) => each === state || others.includes(each)),
          });
          draw();
          document.querySelector<HTMLElement>(`.total.${state}`)?.focus();
        },
      },
      element('span', { class: 'count' }, String(summary[state])),
      element('span', {}, sign(state), ` ${state}`),
    ),
  );
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' });
  for (const state of states) {
    const part = element('span', { class: state });
    part.style.flexGrow = String(summary[state]);
    if (summary[state] > 0) bar.append(part);
  }
  byId('totals').replaceChildren(
    bar,
    element('div', { class: 'buttons', role: 'group', 'aria-label': 'Show only' }, ...buttons),
  );
}

function drawSelect(id: 'target' | 'plugin', all: string): void {
  const options = unique(cells.map((cell) => cell[id])).map((value) =>
    element('option', { value, selected: value === filter[id] }, value),
  );
  byId(id).replaceChildren(element('option', { value: '' }, all), ...options);
}

const isFailure = ({ state }: { state: State }) => state === 'failed' || state === 'undecided';

function drawReason({ state, reason, cells: concerned }: Reason): HTMLElement {
  const [first] = concerned as [ReportedCell];
  return element(
    'li',
    { class: state },
    sign(state),
    element(
      'div',
      {},
      element(
        'button',
        { type: 'button', class: 'link', 'aria-haspopup': 'dialog', click: () => openCell(first) },
        plural(concerned.length, 'cell'),
      ),
      element('span', { class: 'muted' }, ` ${summarizeCells(concerned)}`),
      element('pre', {}, reason),
      ...(isFailure(first) ? [commandLine(rerunFailure(first))] : []),
    ),
  );
}

/** Failures above the grid; below it, folded, why the others did not run. */
function drawReasons(visible: readonly ReportedCell[]): void {
  const groups = groupReasons(visible);
  const failures = groups.filter(isFailure);
  const others = groups.filter((group) => !isFailure(group));
  byId('failures').hidden = failures.length === 0;
  byId('failures-list').replaceChildren(...failures.map(drawReason));
  byId('others').hidden = others.length === 0;
  const count = others.reduce((sum, group) => sum + group.cells.length, 0);
  byId('others-count').textContent = `${plural(count, 'cell')}, and why`;
  byId('others-list').replaceChildren(...others.map(drawReason));
}

function drawAudits(): void {
  const visible = audits.filter(
    ({ target, plugin }) =>
      (filter.target === '' || target === filter.target) &&
      (filter.plugin === '' || plugin === null || plugin === filter.plugin),
  );
  const wrong = visible.filter(({ verdict }) => verdict !== 'pass');
  byId('audits').hidden = visible.length === 0;
  byId('audits-wrong').replaceChildren(
    ...(wrong.length > 0 ? [tableOfAudits('Files with findings', wrong)] : []),
  );
  byId('audits-wrong').hidden = wrong.length === 0;
  byId('audits-count').textContent =
    `All ${plural(visible.length, 'file')}, ${visible.length - wrong.length} without findings`;
  byId('audits-all').replaceChildren(tableOfAudits('All audited files', visible));
}

function tableOfAudits(caption: string, shownAudits: readonly AuditedFile[]): HTMLElement {
  const rows = shownAudits.map((audit) => {
    const { file, target, plugin, bytes, verdict, findings } = audit;
    const wrong = findings.filter(({ level }) => level !== 'pass').length;
    const open = () => {
      byId('steps').hidden = true;
      show(auditDetails(audit));
    };
    return [
      element(
        'button',
        { type: 'button', class: 'link', 'aria-haspopup': 'dialog', click: open },
        file,
      ),
      target,
      plugin ?? 'loader',
      `${Math.ceil(bytes / 1024).toLocaleString('en')} KiB`,
      element(
        'span',
        { class: 'nowrap' },
        verdictSign(verdict),
        wrong === 0 ? ` ${verdict}` : ` ${verdict}, ${plural(wrong, 'finding')}`,
      ),
    ];
  });
  return table(caption, ['file', 'target', 'plug-in', 'size', 'verdict'], rows);
}

function drawRuns(): void {
  const rows = runs.map(({ machine, system, processor, node, started, ms, commit, shard }) => [
    machine,
    system,
    processor,
    node,
    `${started.slice(0, 16).replace('T', ' ')} UTC`,
    duration(ms),
    commit === null ? 'unknown' : commit.replace(/^(.{12})[0-9a-f]*/, '$1'),
    shard === null ? 'whole' : `${shard.index} of ${shard.count}`,
  ]);
  const head = ['machine', 'system', 'processor', 'Node', 'started', 'time', 'commit', 'part'];
  byId('runs-table').replaceChildren(table('Runs', head, rows));
}

function draw(): void {
  const visible = shown();
  drawTotals();
  drawSelect('target', 'All targets');
  drawSelect('plugin', 'All plug-ins');
  byId('shown').textContent = `${visible.length} of ${plural(cells.length, 'cell')} shown`;
  byId('reset').hidden = visible.length === cells.length;
  byId('grid').replaceChildren(drawGrid(visible, report.levels, openCell));
  drawReasons(visible);
  drawAudits();
}

/** Shows what the address says. */
function follow(): void {
  filter = readFilter(location.hash);
  draw();
  const cell = cells.find((each) => cellName(each) === filter.cell);
  if (cell) openCell(cell);
  else panel.close();
}

for (const id of ['target', 'plugin'] as const) {
  byId(id).addEventListener('change', (event) => {
    update({ [id]: (event.target as HTMLSelectElement).value });
    draw();
  });
}
byId('reset').addEventListener('click', () => {
  update({ target: '', plugin: '', states: [] });
  draw();
  byId('target').focus();
});
byId('close').addEventListener('click', () => panel.close());
byId('previous').addEventListener('click', () => step(-1));
byId('next').addEventListener('click', () => step(1));
panel.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowLeft') step(-1);
  if (event.key === 'ArrowRight') step(1);
});
// A click beside the panel is one on the dialog itself.
panel.addEventListener('click', (event) => {
  if (event.target === panel) panel.close();
});
panel.addEventListener('close', () => {
  const chip = document.querySelector<HTMLElement>(`.chip[data-cell="${CSS.escape(filter.cell)}"]`);
  update({ cell: '' });
  if (chip) focusChip(byId('grid'), chip);
});
window.addEventListener('hashchange', follow);
drawRuns();
follow();
document.documentElement.dataset.ready = '';
