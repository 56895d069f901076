import assert from 'node:assert/strict';
import { TARGETS } from '../../../loader/target.js';
import { listPlaces } from '../../../scripts/matrix/cells.js';
import {
  PATH_MODES,
  type Place,
  type ReportedCell,
  STATES,
} from '../../../scripts/matrix/report.js';
import { takeShard } from '../../../scripts/matrix/shard.js';
import { mergeReports } from '../../../scripts/report/merge.js';
import { audit, cell, report, run } from './sample.js';

const mac = run({ machine: 'mac' });
const on = (machine: string, change: Partial<ReportedCell> = {}): ReportedCell =>
  cell({ machines: [machine], ...change });
const failedOn = (machine: string, reason = 'it broke') => on(machine, { state: 'failed', reason });
const idle = (machine: string, state: 'audited' | 'skipped', change: Partial<ReportedCell> = {}) =>
  on(machine, { state, reason: `${state} on ${machine}`, ms: 0, cases: [], ...change });

const isAt = (at: Place, it: ReportedCell): boolean =>
  at.plugin === it.plugin && at.target === it.target && at.path === it.path;

/** The cells of two machines, merged. */
const merged = (here: ReportedCell[], there: ReportedCell[]) =>
  mergeReports([report(here), report(there, [mac])]).cells;

describe('scripts/report/merge', () => {
  it('mergeReports() makes one cell of one that passed on two machines', () => {
    const cells = merged([on('builder')], [on('mac', { ms: 7 })]);
    assert.deepEqual(cells, [on('builder', { machines: ['builder', 'mac'] })]);
  });

  it('mergeReports() fails a cell that passed here and failed there, naming both', () => {
    for (const cells of [
      merged([on('builder')], [failedOn('mac')]),
      merged([failedOn('mac')], [on('builder')]),
    ]) {
      assert.equal(cells.length, 1);
      assert.equal(cells[0]?.state, 'failed');
      assert.equal(cells[0]?.reason, 'failed on mac: it broke; passed on builder');
      assert.deepEqual(cells[0]?.machines, ['mac', 'builder']);
    }
  });

  it('mergeReports() tells each reason of a cell that failed everywhere', () => {
    assert.equal(merged([failedOn('builder')], [failedOn('mac')])[0]?.reason, 'it broke');
    assert.equal(
      merged([failedOn('builder')], [failedOn('mac', 'otherwise')])[0]?.reason,
      'failed on builder: it broke; failed on mac: otherwise',
    );
  });

  it('mergeReports() prefers what ran to what did not', () => {
    for (const state of ['audited', 'skipped'] as const) {
      for (const ran of [on('mac'), failedOn('mac')]) {
        assert.deepEqual(merged([idle('builder', state)], [ran]), [ran]);
        assert.deepEqual(merged([ran], [idle('builder', state)]), [ran]);
      }
    }
  });

  it('mergeReports() lets a cell stand in for one that did not run with a near release of Node', () => {
    const ran = on('mac', { node: '22.9.0' });
    assert.deepEqual(merged([idle('builder', 'audited')], [ran]), [ran]);
    const other = on('mac', { node: '24.0.0' });
    assert.equal(merged([idle('builder', 'audited')], [other]).length, 2);
  });

  it('mergeReports() says of a cell that ran nowhere how it could', () => {
    const skipped = idle('mac', 'skipped');
    assert.deepEqual(merged([idle('builder', 'audited')], [skipped]), [skipped]);
  });

  it('mergeReports() puts shards together again, whatever they are given in', () => {
    const matrix = listPlaces(TARGETS, ['b', 'a'], PATH_MODES, ['v8']);
    const whole = matrix.flatMap((at, i) => {
      const state = STATES[i % STATES.length] as (typeof STATES)[number];
      const reason = state === 'passed' ? null : `because ${i}`;
      return ['20.19.0', '22.1.0'].map((node) => cell({ ...at, node, state, reason }));
    });
    const shardsOf = (count: number) =>
      Array.from({ length: count }, (_, i) => {
        const shard = { index: i + 1, count };
        const places = takeShard(matrix, shard);
        return report(
          whole.filter((it) => places.some((at) => isAt(at, it))),
          [run({ shard: { ...shard, matrix } })],
          [audit(), audit({ file: `${i}` })],
        );
      });
    for (const count of [1, 2, 3, 7]) {
      const { cells, audits, runs } = mergeReports(shardsOf(count));
      assert.deepEqual(cells, whole);
      assert.equal(audits.length, count + 1);
      assert.equal(runs.length, count);
    }
    const backwards = mergeReports(shardsOf(4).toReversed());
    const sorted = (cells: ReportedCell[]) => cells.map((it) => JSON.stringify(it)).toSorted();
    assert.deepEqual(sorted(backwards.cells), sorted(whole));
  });

  it('mergeReports() fails the cells of a missing shard, naming it', () => {
    const { plugin, target, engine } = cell();
    const matrix = (['env', 'file', 'system'] as const).map((path) => ({
      plugin,
      target,
      path,
      engine,
    }));
    const shard = (index: number) => run({ shard: { index, count: 3, matrix } });
    const there = [
      report([cell({ path: 'env' })], [shard(1)]),
      report([cell({ path: 'system' })], [shard(3)]),
    ];
    const { cells, summary } = mergeReports(there);
    assert.deepEqual(
      { ...summary },
      { passed: 2, failed: 1, undecided: 0, audited: 0, skipped: 0 },
    );
    const missing = cells.find(({ state }) => state === 'failed');
    assert.deepEqual([missing?.path, missing?.node], ['file', '22.1.0']);
    assert.equal(missing?.code, 'CELL_MISSING');
    assert.deepEqual(missing?.machines, []);
    assert.match(missing?.rerun ?? '', /^plugkit test arith --target linux-x64 --path file /);
    assert.equal(missing?.reason, 'no report has this cell; shards without a report: 2/3');
    // A report with no cells at all says which Node it would have been.
    const [only] = mergeReports([report([], [shard(1)])]).cells;
    assert.equal(only?.node, run().node);
    // Another machine's report may have them.
    const other = report([cell({ path: 'file', node: '22.8.0' })], [mac]);
    assert.equal(mergeReports([...there, other]).summary.failed, 0);
  });

  it('mergeReports() takes the same report twice as one', () => {
    const one = report();
    assert.deepEqual(mergeReports([one, one]), mergeReports([one]));
  });

  it('mergeReports() refuses a shard that is there twice, but not that of another system', () => {
    const { plugin, target, path, engine } = cell();
    const shard = { index: 2, count: 2, matrix: [{ plugin, target, path, engine }] };
    const first = report([cell()], [run({ shard })]);
    const message = /shard 2\/2 is there twice, run by builder and (builder|mac), expected each/;
    for (const second of [first, report([cell()], [run({ shard, machine: 'mac' })])]) {
      assert.throws(() => mergeReports([first, second]), { code: 'REPORT_UNUSABLE', message });
    }
    const system = 'darwin-arm64, Darwin 25.0.0';
    mergeReports([first, report([cell()], [run({ shard, machine: 'mac', system })])]);
    const other = { ...shard, matrix: [{ plugin: 'other', target, path, engine }] };
    mergeReports([first, report([cell({ plugin: 'other' })], [run({ shard: other })])]);
  });

  it('mergeReports() refuses more cells than a report may have, also missing ones', () => {
    const many = (from: number) =>
      report(Array.from({ length: 15_000 }, (_, i) => cell({ plugin: `p${from + i}` })));
    const tooMany = {
      code: 'REPORT_UNUSABLE',
      message: /at least \d+ cells, expected at most 20000$/,
    };
    assert.throws(() => mergeReports([many(0), many(10_000)]), tooMany);
    const { target, path, engine } = cell();
    const matrix = Array.from({ length: 2_000 }, (_, i) => ({
      plugin: `q${i}`,
      target,
      path,
      engine,
    }));
    const nodes = Array.from({ length: 20 }, (_, i) => cell({ node: `22.${i}.0` }));
    const shard = { index: 1, count: 2, matrix };
    assert.throws(() => mergeReports([report(nodes, [run({ shard })])]), tooMany);
  });

  it('mergeReports() throws REPORT_UNUSABLE for reports of different commits', () => {
    const other = run({ machine: 'mac', commit: '2'.repeat(40) });
    assert.throws(() => mergeReports([report(), report([cell()], [other])]), {
      code: 'REPORT_UNUSABLE',
      message: /builder ran 1{40}, mac ran 2{40}, expected one commit/,
    });
    // A machine without git does not know.
    const unknown = run({ machine: 'mac', commit: null });
    assert.throws(() => mergeReports([report(), report([cell()], [unknown])]), {
      code: 'REPORT_UNUSABLE',
      message: /mac ran an unknown commit/,
      hint: /--commit/,
    });
    const none = run({ commit: null });
    mergeReports([report([cell()], [none]), report([cell()], [unknown])]);
  });
});
