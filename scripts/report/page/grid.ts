// The grid: plug-ins down, of which there may be many, targets across, of which there are eight at most; in each
// square a button for every path mode and Node.
import { DEFAULT_LEVEL } from '../../matrix/levels/default-level.js';
import type { MatrixReport, PathMode, ReportedCell, State } from '../../matrix/report.js';
import { unique } from '../reasons.js';
import { duration, element, seconds, table } from './dom.js';
import { cellName } from './filter.js';

/** Never by colour alone. */
const SIGNS: Record<State, string> = {
  passed: '✓',
  failed: '✕',
  audited: '○',
  undecided: '?',
  skipped: '–',
};

/** A square has room for five short names; the whole ones are in `title`, hidden text and panel. */
const SHORT: Record<PathMode, string> = {
  env: 'env',
  installation: 'inst',
  system: 'sys',
  file: 'file',
  directory: 'dir',
};

export function sign(state: State): HTMLElement {
  return element('span', { class: `sign ${state}`, 'aria-hidden': 'true' }, SIGNS[state]);
}

function chip(cell: ReportedCell, open: (cell: ReportedCell) => void): HTMLElement {
  const { plugin, target, path, node, state, ms } = cell;
  const time = ms > 0 ? duration(ms) : '';
  const label = [`${plugin} on ${target}, ${path}, Node ${node}: ${state}`, time];
  return element(
    'button',
    {
      type: 'button',
      class: `chip ${state}`,
      tabindex: -1,
      'data-cell': cellName(cell),
      'aria-haspopup': 'dialog',
      title: `${path}: ${state}`,
      click: () => open(cell),
    },
    element('span', { class: 'hidden' }, label.filter(Boolean).join(', ')),
    element(
      'span',
      { class: 'mode', 'aria-hidden': 'true' },
      element('span', {}, SIGNS[state]),
      element('span', { class: 'word' }, ` ${SHORT[path]}`),
    ),
    element('span', { class: 'time', 'aria-hidden': 'true' }, ms > 0 ? seconds(ms) : '–'),
  );
}

function square(cells: readonly ReportedCell[], open: (cell: ReportedCell) => void): Node {
  const groups = unique(cells.map(({ node }) => node)).map((node) =>
    element(
      'div',
      { class: 'group', role: 'group', 'aria-label': `Node ${node}` },
      element('span', { class: 'node', 'aria-hidden': 'true' }, `Node ${node}`),
      element(
        'div',
        { class: 'chips' },
        ...cells.filter((cell) => cell.node === node).map((cell) => chip(cell, open)),
      ),
    ),
  );
  return element('div', { class: 'square' }, ...groups);
}

/** Above a column: the parts of a target's name, each of which stays whole; what ran there, how long. */
function columnTitle(target: string, cells: readonly ReportedCell[]): Node {
  const ms = cells.reduce((sum, cell) => sum + cell.ms, 0);
  const note = ms > 0 ? duration(ms) : 'not run';
  const [system = '', ...processor] = target.split('-');
  const name = [system, ...processor.flatMap((part) => [element('wbr', {}), `-${part}`])];
  return element('span', {}, ...name, element('small', {}, ` ${note}`));
}

/** Moves the focus to the nearest chip in the direction of an arrow key. */
function moveFocus(grid: HTMLElement, event: KeyboardEvent): void {
  const chips = [...grid.querySelectorAll<HTMLElement>('.chip')];
  const from = document.activeElement;
  if (!(from instanceof HTMLElement) || !chips.includes(from)) return;
  const next = event.key === 'Home' ? chips[0] : event.key === 'End' ? chips.at(-1) : undefined;
  const to = next ?? nearest(chips, from, event.key);
  if (!to) return;
  event.preventDefault();
  focusChip(grid, to);
}

function nearest(chips: readonly HTMLElement[], from: HTMLElement, key: string) {
  const place = (chip: HTMLElement) => {
    const { left, top } = chip.getBoundingClientRect();
    return { left, top };
  };
  const start = place(from);
  const distance = (chip: HTMLElement): number => {
    const { left, top } = place(chip);
    const [right, down] = [left - start.left, top - start.top];
    const ahead =
      { ArrowRight: right, ArrowLeft: -right, ArrowDown: down, ArrowUp: -down }[key] ?? 0;
    const aside = key === 'ArrowRight' || key === 'ArrowLeft' ? down : right;
    // A step stays in its row or column while there is any chip left in it.
    return ahead > 1 ? ahead + Math.abs(aside) * 50 : Number.POSITIVE_INFINITY;
  };
  const best = chips
    .map((chip) => ({ chip, far: distance(chip) }))
    .reduce((least, each) => (each.far < least.far ? each : least));
  return Number.isFinite(best.far) ? best.chip : undefined;
}

/** One chip at a time is reached by Tab; the arrow keys go on from there. */
export function focusChip(grid: HTMLElement, chip: HTMLElement): void {
  for (const other of grid.querySelectorAll('.chip[tabindex="0"]')) {
    other.setAttribute('tabindex', '-1');
  }
  chip.setAttribute('tabindex', '0');
  chip.focus();
}

/** Beside a plug-in: how hard it was tried and how far it came, where more than the default was asked for. */
function rowTitle(plugin: string, levels: MatrixReport['levels']): Node {
  const level = levels.find((each) => each.plugin === plugin && each.wanted !== DEFAULT_LEVEL);
  const note = level ? [element('small', {}, `level ${level.reached} of ${level.wanted}`)] : [];
  return element('span', {}, plugin, ...note);
}

/** The cells that are shown, as a table; an empty one says so. */
export function drawGrid(
  cells: readonly ReportedCell[],
  levels: MatrixReport['levels'],
  open: (cell: ReportedCell) => void,
): HTMLElement {
  if (cells.length === 0) return element('p', { class: 'empty' }, 'No cell fits this choice.');
  const targets = unique(cells.map(({ target }) => target));
  const rows = unique(cells.map(({ plugin }) => plugin)).map((plugin) => {
    const ofPlugin = cells.filter((cell) => cell.plugin === plugin);
    const squares = targets.map((target) =>
      square(
        ofPlugin.filter((cell) => cell.target === target),
        open,
      ),
    );
    return [rowTitle(plugin, levels), ...squares];
  });
  const titles = targets.map((target) =>
    columnTitle(
      target,
      cells.filter((cell) => cell.target === target),
    ),
  );
  const grid = table('Cells by plug-in and target', ['plug-in', ...titles], rows);
  grid.classList.add('grid');
  grid.classList.toggle('one-node', unique(cells.map(({ node }) => node)).length === 1);
  grid.querySelector('.chip')?.setAttribute('tabindex', '0');
  grid.addEventListener('keydown', (event) => moveFocus(grid, event));
  return grid;
}
