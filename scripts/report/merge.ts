// Joins the reports of many machines into one.
import { TARGET_IDS } from '#loader/internal';
import { CommandError } from '../errors.js';
import {
  type Cell,
  createReport,
  ENGINES,
  type MatrixReport,
  MOST_CELLS,
  notRun,
  PATH_MODES,
  type Place,
  type ReportedCell,
  type Run,
} from '../matrix/report.js';

import { rerunOf } from './rerun.js';

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** Of equal data the first. */
function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

const place = ({ plugin, target, path, engine }: Place): string =>
  [plugin, target, path, engine].join(' ');
const identity = (cell: Cell): string => `${place(cell)} ${cell.node}`;
/** The same without the patch release of Node, in which machines differ. */
const line = (cell: Cell): string => `${place(cell)} ${cell.node.split('.')[0]}`;

const isExecuted = ({ state }: ReportedCell): boolean => state === 'passed' || state === 'failed';
const machinesOf = (results: readonly ReportedCell[]): string[] =>
  unique(results.flatMap(({ machines }) => machines));

/** One cell of the results that several machines give it. */
function joinResults(results: readonly ReportedCell[]): ReportedCell {
  const failed = results.filter(({ state }) => state === 'failed');
  const passed = results.filter(({ state }) => state === 'passed');
  const undecided = results.filter(({ state }) => state === 'undecided');
  const skipped = results.filter(({ state }) => state === 'skipped');
  const alike =
    [failed, passed, undecided, skipped, results].find(({ length }) => length > 0) ?? [];
  const result = { ...(alike[0] as ReportedCell), machines: machinesOf(alike) };
  if (failed.length === 0) return result;
  if (passed.length === 0 && unique(failed.map(({ reason }) => reason)).length === 1) return result;
  const reasons = [
    ...failed.map(({ machines, reason }) => `failed on ${machines.join(', ')}: ${reason}`),
    ...(passed.length > 0 ? [`passed on ${machinesOf(passed).join(', ')}`] : []),
  ];
  return { ...result, reason: reasons.join('; '), machines: machinesOf([...failed, ...passed]) };
}

/** Refuses reports of different sources: their cells would say nothing about each other. */
function checkCommits(runs: readonly Run[]): void {
  const [first] = runs;
  const other = runs.find(({ commit }) => commit !== first?.commit);
  if (!first || !other) return;
  const describe = ({ machine, commit }: Run) => `${machine} ran ${commit ?? 'an unknown commit'}`;
  const unknown = [first, other].some(({ commit }) => commit === null);
  throw new CommandError(
    'REPORT_UNUSABLE',
    `Cannot merge reports of different commits: ${describe(first)}, ${describe(other)}, expected one commit`,
    {
      hint: unknown
        ? 'Where git does not say, name the commit with plugkit test --commit'
        : 'Run every machine on the same commit',
    },
  );
}

/**
 * Refuses a part of a matrix that is there twice: most likely, another is missing. Systems each have their own parts
 * of one matrix, as they run different cells of it.
 */
function checkShards(reports: readonly MatrixReport[]): void {
  const seen = new Map<string, Run>();
  for (const run of reports.flatMap(({ runs }) => runs)) {
    const { shard, machine, system } = run;
    if (shard === null) continue;
    const key = JSON.stringify([system.split(',')[0], shard]);
    const other = seen.get(key);
    seen.set(key, run);
    if (!other) continue;
    throw new CommandError(
      'REPORT_UNUSABLE',
      `Cannot merge reports: shard ${shard.index}/${shard.count} is there twice, run by ${other.machine} and ${machine}, expected each shard once`,
      { hint: 'Name the report of each shard once' },
    );
  }
}

const tooMany = (count: number): CommandError =>
  new CommandError(
    'REPORT_UNUSABLE',
    `Cannot merge reports: together they have at least ${count} cells, expected at most ${MOST_CELLS}`,
    { hint: 'Merge fewer of them' },
  );

/** The shards that are missing, as `3/6`. */
function missingShards(runs: readonly Run[]): string[] {
  const shards = runs.flatMap(({ shard }) => shard ?? []);
  const named = new Set(shards.map(({ index, count }) => `${index}/${count}`));
  return unique(shards.map(({ count }) => count)).flatMap((count) =>
    Array.from({ length: count }, (_, index) => `${index + 1}/${count}`).filter(
      (shard) => !named.has(shard),
    ),
  );
}

/** What a split matrix has and no report does: failures, because nobody knows. */
function missingCells(runs: readonly Run[], cells: readonly ReportedCell[]): ReportedCell[] {
  const there = new Set(cells.map(place));
  const matrix = distinct(runs.flatMap(({ shard }) => shard?.matrix ?? []));
  const shards = missingShards(runs);
  const reason = `no report has this cell${shards.length > 0 ? `; shards without a report: ${shards.join(', ')}` : ''}`;
  let count = cells.length;
  return matrix
    .filter((wanted) => !there.has(place(wanted)))
    .flatMap((wanted) => {
      const others = cells.filter(({ target }) => target === wanted.target);
      const nodes =
        others.length > 0 ? others.map(({ node }) => node) : runs.map(({ node }) => node);
      const missing = unique(nodes);
      count += missing.length;
      if (count > MOST_CELLS) throw tooMany(count);
      return missing.map((node) => {
        const cell = notRun({ ...wanted, node }, 'failed', reason, 'CELL_MISSING');
        return { ...cell, machines: [], runner: null, rerun: rerunOf(cell) };
      });
    });
}

/** The order in which one machine would have listed them. */
function inOrder(cells: readonly ReportedCell[]): ReportedCell[] {
  const plugins = unique(cells.map(({ plugin }) => plugin));
  const places = (cell: Cell): number[] => [
    TARGET_IDS.indexOf(cell.target),
    plugins.indexOf(cell.plugin),
    ENGINES.indexOf(cell.engine),
    PATH_MODES.indexOf(cell.path),
    ...cell.node.split('.').map(Number),
  ];
  return cells.toSorted((left, right) => {
    const others = places(right);
    return (
      places(left)
        .map((place, i) => place - (others[i] ?? 0))
        .find(Boolean) ?? 0
    );
  });
}

/**
 * One report of many. A cell that ran anywhere beats those that were audited or skipped; one that
 * passed here and failed there is a failure that names both machines; a cell that belongs to a sharded
 * matrix and is in no report is a failure.
 * @throws {CommandError} REPORT_UNUSABLE for reports of different commits, a shard that is there twice, too many cells
 */
export function mergeReports(reports: readonly MatrixReport[]): MatrixReport {
  const runs = distinct(reports.flatMap((report) => report.runs));
  checkCommits(runs);
  checkShards(reports);
  const results = new Map<string, ReportedCell[]>();
  for (const cell of reports.flatMap((report) => report.cells)) {
    results.set(identity(cell), [...(results.get(identity(cell)) ?? []), cell]);
  }
  if (results.size > MOST_CELLS) throw tooMany(results.size);
  const joined = [...results.values()].map(joinResults);
  const executed = new Set(joined.filter(isExecuted).map(line));
  const cells = joined.filter((cell) => isExecuted(cell) || !executed.has(line(cell)));
  return createReport(
    runs,
    inOrder([...cells, ...missingCells(runs, cells)]),
    distinct(reports.flatMap(({ audits }) => audits)),
  );
}
