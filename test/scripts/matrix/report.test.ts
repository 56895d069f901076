import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Ajv } from 'ajv';
import { TARGET_IDS } from '../../../loader/target.js';
import { drawReport } from '../../../scripts/matrix/grid.js';
import { createLive, estimateRest, formatDuration } from '../../../scripts/matrix/live.js';
import { type CellResult, ENGINES, PATH_MODES, STATES } from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { audited, cell, failed, report, run } from '../report/sample.js';

const schema = JSON.parse(readFileSync(projectPath('docs/matrix.schema.json'), 'utf8'));
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

const { plugin, target, path, engine } = cell();

describe('scripts/matrix/report', () => {
  it('createReport() counts the states', () => {
    const { summary } = report([cell(), failed, audited, cell({ path: 'system' })]);
    assert.deepEqual(summary, { passed: 2, failed: 1, undecided: 0, audited: 1, skipped: 0 });
  });

  it('createReport() fits docs/matrix.schema.json', () => {
    const shard = { index: 1, count: 2, matrix: [{ plugin, target, path, engine }] };
    for (const it of [report(), report([], [run({ shard, commit: null })])]) {
      assert.ok(validate(it), JSON.stringify(validate.errors));
    }
  });

  it('docs/matrix.schema.json wants a reason for every cell that did not pass', () => {
    assert.equal(validate(report([cell({ state: 'skipped' })])), false);
    assert.equal(validate(report([cell({ reason: 'none needed' })])), false);
    assert.equal(validate(report([cell({ cases: [] })])), false);
    assert.equal(validate(report([{ ...failed, code: null }])), false);
  });

  it('docs/matrix.schema.json lists what the code lists', () => {
    const { target, path, engine, cell } = schema.definitions;
    assert.deepEqual(target.enum, [...TARGET_IDS]);
    assert.deepEqual(path.enum, [...PATH_MODES]);
    assert.deepEqual(engine.enum, [...ENGINES]);
    assert.deepEqual(cell.properties.state.enum, [...STATES]);
  });

  it('drawReport() has a row for each target, each reason once, and the totals', () => {
    const again = { ...audited, path: 'file' } as const;
    const text = stripVTControlCharacters(drawReport(report([cell(), failed, audited, again])));
    const rows = text.split('\n');
    assert.match(rows[0] as string, /^target +arith/);
    assert.ok(
      rows.some((row) => /^linux-x64 .*✔ passed: env/.test(row)),
      text,
    );
    assert.ok(
      rows.some((row) => /✖ failed: file/.test(row)),
      text,
    );
    assert.ok(
      rows.some((row) => /^darwin-x64 .*○ all 2 audited/.test(row)),
      text,
    );
    assert.equal(text.split('not run here').length, 2);
    assert.match(rows.at(-1) as string, /1 passed.*1 failed.*2 audited.*0 skipped/);
  });

  const told = (options: { interactive: boolean; quiet: boolean }, ...more: CellResult[]) => {
    let text = '';
    const live = createLive({
      ...options,
      cells: [cell(), failed, cell({ path: 'directory' }), audited],
      jobs: 2,
      write: (part) => {
        text += part;
      },
    });
    for (const result of [cell(), failed, ...more]) live.add(result);
    live.end();
    return stripVTControlCharacters(text);
  };

  it('drawReport() tells the highest level passed, where more was wanted than by default', () => {
    const skipped = [{ level: 10, reason: 'no checker' }];
    const text = (level: CellResult['level']) =>
      stripVTControlCharacters(drawReport(report([cell({ level })])));
    const told = text({ wanted: 10, reached: 9, skipped });
    assert.match(
      told,
      /arith: level 9 of 10 passed\n- level 10 \(every test case .*\): no checker\n/,
    );
    assert.doesNotMatch(text({ wanted: 3, reached: 3, skipped: [] }), /level/);
  });

  it('createLive() writes one line a cell', () => {
    assert.equal(
      told({ interactive: false, quiet: false }, audited),
      '✔ arith linux-x64 env node 22.1.0: 1 test cases, 120 ms\n✖ arith linux-x64 file node 22.1.0: it broke\n○ arith darwin-x64 env node 22.1.0: audited\n',
    );
  });

  it('createLive() counts on a terminal', () => {
    assert.match(
      told({ interactive: true, quiet: false }),
      /^0 of 4 cells\r.*\n1 of 4 cells, about 1 s left.*\n2 of 4 cells, 1 failed, about 1 s left/s,
    );
  });

  it('estimateRest() expects of a cell what those of its target took, else what all did', () => {
    const native = { target: 'linux-x64' } as const;
    const emulated = { target: 'win32-x64' } as const;
    const cells = [native, native, native, emulated, emulated].map(cell);
    assert.equal(estimateRest(cells, [], 1), 0);
    const ended = [cell({ ...native, ms: 100 })];
    assert.equal(estimateRest(cells, ended, 1), 400);
    ended.push(cell({ ...emulated, ms: 9_000 }));
    assert.equal(estimateRest(cells, ended, 1), 9_200);
    assert.equal(estimateRest(cells, ended, 2), 4_600);
  });

  it('formatDuration() tells seconds, and minutes from one on', () => {
    assert.deepEqual([0, 1, 59_000, 59_001, 65_000].map(formatDuration), [
      '0 s',
      '1 s',
      '59 s',
      '1 min 00 s',
      '1 min 05 s',
    ]);
  });

  it('createLive() tells only failures when it is to be quiet', () => {
    const text = told({ interactive: true, quiet: true });
    assert.equal(text, '✖ arith linux-x64 file node 22.1.0: it broke\n');
  });
});
