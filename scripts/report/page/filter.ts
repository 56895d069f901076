// What of the report is shown: kept in the fragment of the page's address, so that a link shows the same.
import type { ReportedCell, State } from '../../matrix/report.js';

export interface Filter {
  /** Empty: all. */
  target: string;
  plugin: string;
  /** None: all. */
  states: readonly State[];
  /** The name of the cell whose details are open; empty: none. */
  cell: string;
}

/** How a cell is named in the address. */
export const cellName = ({ plugin, target, path, engine, node }: ReportedCell): string =>
  [plugin, target, path, engine, node].join('/');

export function readFilter(fragment: string): Filter {
  const values = new URLSearchParams(fragment.replace(/^#/, ''));
  const states = values.get('state')?.split(',') ?? [];
  return {
    target: values.get('target') ?? '',
    plugin: values.get('plugin') ?? '',
    states: (['passed', 'failed', 'undecided', 'audited', 'skipped'] as const).filter((state) =>
      states.includes(state),
    ),
    cell: values.get('cell') ?? '',
  };
}

/** The fragment, with its `#`; a bare one shows everything. */
export function writeFilter({ target, plugin, states, cell }: Filter): string {
  const values = Object.entries({ target, plugin, state: states.join(','), cell });
  return `#${new URLSearchParams(values.filter(([, value]) => value !== ''))}`;
}

export const matches = ({ target, plugin, states }: Filter, cell: ReportedCell): boolean =>
  (target === '' || cell.target === target) &&
  (plugin === '' || cell.plugin === plugin) &&
  (states.length === 0 || states.includes(cell.state));
