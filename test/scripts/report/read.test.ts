import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../../../scripts/report/read.js';
import { temporaryDirectory } from '../../loader/mirror.js';
import { cell, report, run } from './sample.js';

describe('scripts/report/read', () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'report.json');
  const save = (data: unknown) =>
    writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));

  it('readReport() gives what was saved', () => {
    save(report());
    assert.deepEqual(readReport(file), { ...report(), summary: { ...report().summary } });
  });

  it('readReport() throws FILE_NOT_FOUND where there is no file, FILE_UNREADABLE for a directory', () => {
    assert.throws(() => readReport(`${file}.none`), { code: 'FILE_NOT_FOUND' });
    assert.throws(() => readReport(directory), { code: 'FILE_UNREADABLE' });
  });

  it('readReport() accepts a byte order mark', () => {
    save(`\ufeff${JSON.stringify(report())}`);
    assert.equal(readReport(file).cells.length, report().cells.length);
  });

  it('readReport() takes as many cells as there may be', () => {
    const cells = Array.from({ length: 20_000 }, () => cell());
    save(report(cells));
    assert.equal(readReport(file).cells.length, 20_000);
  });

  const { plugin, target, path, engine } = cell();
  const place = { plugin, target, path, engine };
  const sharded = (index: number, cells = 1) =>
    report(
      [cell()],
      [run({ shard: { index, count: 3, matrix: Array.from({ length: cells }, () => place) } })],
    );

  const wrong: [string, unknown, RegExp][] = [
    ['is no JSON', 'cells', /expected JSON/],
    ['is JSON but no report', { cells: [] }, /must have required property 'reportVersion'/],
    ['is null', 'null', /it must be object/],
    [
      'is of another report version',
      { ...report(), reportVersion: 2 },
      /report version is 2, expected 1/,
    ],
    [
      'is of another plugkit',
      { ...report(), toolVersion: '9.9.9' },
      /plugkit version is 9\.9\.9, expected \d/,
    ],
    [
      'has too many cells',
      report(Array.from({ length: 20_001 }, () => cell())),
      /it has 20001 cells, expected at most 20000$/,
    ],
    [
      'is of a matrix with too many cells',
      sharded(1, 20_001),
      /it has 20001 cells, expected at most 20000$/,
    ],
    ['is of a shard beyond the last', sharded(4), /builder ran shard 4\/3, expected at most 3\/3$/],
    ['has a field too many', { ...report(), extra: 1 }, /additional properties \('extra'\)/],
  ];
  for (const [what, data, message] of wrong) {
    it(`readReport() throws REPORT_UNUSABLE when the file ${what}`, () => {
      save(data);
      assert.throws(() => readReport(file), { code: 'REPORT_UNUSABLE', message });
    });
  }
});
