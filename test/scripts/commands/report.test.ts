// `plugkit report` as a process: what it writes, prints, and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatrixReport } from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { temporaryDirectory } from '../../loader/mirror.js';
import { cell, failed, report, run } from '../report/sample.js';

describe('plugkit report', () => {
  const directory = temporaryDirectory();

  function save(name: string, data: MatrixReport): string {
    const file = join(directory, name);
    writeFileSync(file, JSON.stringify(data));
    return file;
  }

  const plugkitReport = (...args: string[]) =>
    spawnSync(process.execPath, [projectPath('lib/scripts/cli.js'), 'report', ...args], {
      cwd: directory,
      encoding: 'utf8',
    });

  it('render prints the grid, writes what --report names, and ends as the run did', () => {
    const passed = save('passed.json', report([cell()]));
    const { stdout, stderr, status } = plugkitReport(
      'render',
      passed,
      '--report',
      'a.md',
      '--report',
      'a.xml',
    );
    assert.equal(status, 0);
    assert.match(stderr, /^report: .*a\.md\nreport: .*a\.xml\n$/);
    assert.match(stdout, /linux-x64 +✔ passed: env.*1 passed/s);
    assert.ok(existsSync(join(directory, 'a.md')) && existsSync(join(directory, 'a.xml')));
    assert.equal(plugkitReport('render', save('failed.json', report([failed]))).status, 1);
  });

  it('render gives the JSON that was saved', () => {
    const file = save('same.json', report());
    assert.deepEqual(
      JSON.parse(plugkitReport('render', file, '--json').stdout),
      JSON.parse(readFileSync(file, 'utf8')),
    );
  });

  it('merge joins reports, and fails when machines disagree', () => {
    const linux = save('linux.json', report([cell()]));
    const mac = save(
      'mac.json',
      report([{ ...failed, path: 'env', machines: ['mac'] }], [run({ machine: 'mac' })]),
    );
    assert.equal(plugkitReport('merge', linux, linux).status, 0);
    const { stdout, status } = plugkitReport('merge', linux, mac, '--report', 'both.json');
    assert.equal(status, 1);
    assert.match(stdout, /failed on mac: it broke; passed on builder/);
    const { runs } = JSON.parse(readFileSync(join(directory, 'both.json'), 'utf8'));
    assert.equal(runs.length, 2);
  });

  it('ends with exit status 2 when it does not understand', () => {
    const file = save('good.json', report([cell()]));
    const wrong: [string[], string][] = [
      [[], 'USAGE'],
      [['render'], 'USAGE'],
      [['render', file, file], 'USAGE'],
      [['join', file], 'USAGE'],
      [['merge', file, '--report', 'a.pdf'], 'USAGE'],
      [['merge', save('bad.json', { ...report(), reportVersion: 99 })], 'REPORT_UNUSABLE'],
    ];
    for (const [args, code] of wrong) {
      const { stdout, status } = plugkitReport(...args, '--json');
      assert.equal(status, 2, stdout);
      assert.equal(JSON.parse(stdout).error.code, code);
    }
  });
});
