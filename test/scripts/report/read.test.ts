import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../../../scripts/report/read.js';
import { temporaryDirectory } from '../../loader/mirror.js';
import { report } from './sample.js';

describe('scripts/report/read', () => {
  const file = join(temporaryDirectory(), 'report.json');
  const save = (data: unknown) =>
    writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));

  it('readReport() gives what was saved', () => {
    save(report());
    assert.deepEqual(readReport(file), { ...report(), summary: { ...report().summary } });
  });

  it('readReport() throws FILE_UNREADABLE where there is no file', () => {
    assert.throws(() => readReport(`${file}.none`), { code: 'FILE_UNREADABLE' });
  });

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
    ['has a field too many', { ...report(), extra: 1 }, /additional properties \('extra'\)/],
  ];
  for (const [what, data, message] of wrong) {
    it(`readReport() throws REPORT_UNUSABLE when the file ${what}`, () => {
      save(data);
      assert.throws(() => readReport(file), { code: 'REPORT_UNUSABLE', message });
    });
  }
});
