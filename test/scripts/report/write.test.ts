import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkDestinations,
  REPORT_FLAG,
  type ReportFile,
  writeReports,
} from '../../../scripts/report/write.js';
import { temporaryDirectory } from '../../loader/mirror.js';
import { report } from './sample.js';

describe('scripts/report/write', () => {
  const directory = temporaryDirectory();
  const quiet = { quiet: true };
  const parse = (...names: string[]) =>
    names.reduce<ReportFile[]>(
      (files, name) => REPORT_FLAG.parse(join(directory, name), files),
      [],
    );

  it('writeReports() writes each file in the format of its extension, and nothing beside', () => {
    const out = join(directory, 'new');
    writeReports(report(), parse('new/a.json', 'new/b.XML', 'new/c.md', 'new/d.html'), quiet);
    assert.deepEqual(readdirSync(out).toSorted(), ['a.json', 'b.XML', 'c.md', 'd.html']);
    const starts = readdirSync(out).map((name) =>
      readFileSync(join(out, name), 'utf8').slice(0, 5),
    );
    assert.deepEqual(starts, ['{\n  "', '<?xml', '## Pl', '<!doc']);
  });

  it('writeReports() leaves the former file when a renderer fails', () => {
    const [file] = parse('kept.json');
    assert.ok(file);
    writeReports(report(), [file], quiet);
    const render = () => {
      throw new Error('broken');
    };
    assert.throws(() => writeReports(report([]), [{ ...file, render }], quiet), /broken/);
    assert.equal(JSON.parse(readFileSync(file.path, 'utf8')).cells.length, 4);
    assert.deepEqual(
      readdirSync(directory).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('what cannot be written is FILE_UNWRITABLE, and keeps no other from it', () => {
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'folder.json'));
    for (const name of ['file/a.json', 'folder.json']) {
      const files = parse(name, 'other.json');
      assert.throws(() => checkDestinations(files), { code: 'FILE_UNWRITABLE', hint: /--report/ });
      rmSync(join(directory, 'other.json'), { force: true });
      assert.throws(() => writeReports(report(), files, quiet), { code: 'FILE_UNWRITABLE' });
      assert.ok(existsSync(join(directory, 'other.json')));
    }
    checkDestinations(parse('new/place/a.json'));
  });

  it('--report throws USAGE for an extension without a format', () => {
    for (const name of ['report', 'report.pdf', 'json']) {
      assert.throws(() => parse(name), {
        code: 'USAGE',
        message: /expected one of .*\.json, \.xml/,
      });
    }
  });
});
