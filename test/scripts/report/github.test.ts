import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import type { AuditReport } from '../../../scripts/audit/audit.js';
import type { BuildResult } from '../../../scripts/compile/build.js';
import { annotate, annotateAudits, annotateBuilds } from '../../../scripts/report/github.js';
import { cell, failed, report } from './sample.js';

const directory = resolve('checkout');
const source = join(directory, 'plugins', 'arith', 'host.c');

const built = (change: Partial<BuildResult> = {}): BuildResult => ({
  name: 'arith',
  target: 'linux-x64',
  state: 'failed',
  file: 'arith.so',
  files: ['arith.so'],
  ms: 1,
  bytes: 0,
  log: `Cannot run cmake: exit status 1\n${source}:3:10: error: use of x, y\n${source}:4:1: error: more`,
  warnings: '',
  ...change,
});

const audited = (verdict: 'pass' | 'warn' | 'fail'): AuditReport => ({
  file: `${verdict}.so`,
  target: 'linux-x64',
  kind: 'plugin',
  info: null,
  verdict,
  findings: [
    { check: 'relro', level: verdict, message: `${verdict}: 50 %`, fix: 'Link again' },
    { check: 'kind', level: 'pass', message: 'it is ELF' },
  ],
});

describe('scripts/report/github', () => {
  it('annotate() has a line for each reason, at most ten, in the form that GitHub reads', () => {
    assert.deepEqual(annotate(report([cell()], undefined, [])), []);
    const [line] = annotate(report([{ ...failed, reason: '50 %\nbroke' }], undefined, []));
    assert.match(
      line ?? '',
      /^::error title=linux-x64 \(arith; file; node 22\.1\.0\)::CASE_FAILED: 50 %25%0Abroke%0Aagain: plugkit test arith /,
    );
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...failed,
      reason: `reason ${index}`,
    }));
    const lines = annotate(report(many, undefined, []));
    assert.equal(lines.length, 10);
    assert.match(lines.at(-1) ?? '', /21 more failures/);
  });

  it('annotate() is at the line of an error that a compiler found', () => {
    const reason = `BUILD_FAILED\n${source}:3:10: error: use of x`;
    const [line] = annotate(report([{ ...failed, reason }], undefined, []), directory);
    assert.match(line ?? '', /^::error file=plugins\/arith\/host\.c,line=3,col=10,title=linux-x64/);
  });

  it('annotateBuilds() has a line for each first error, with its targets and its place', () => {
    const results = [built(), built({ target: 'win32-x64' }), built({ state: 'built', log: '' })];
    const [line, ...others] = annotateBuilds(results, directory);
    assert.deepEqual(others, []);
    assert.match(
      line ?? '',
      /^::error file=plugins\/arith\/host\.c,line=3,col=10,title=arith for linux-x64%2C win32-x64::.*host\.c:3:10: error: use of x, y$/,
    );
  });

  it('annotateBuilds() names no file outside the working directory, and none where there is none', () => {
    for (const log of [
      `${resolve('elsewhere', 'host.c')}:3:10: error: use of x`,
      'ld.lld: error: undefined symbol: f',
    ]) {
      const [line] = annotateBuilds([built({ log })], directory);
      assert.match(line ?? '', /^::error title=arith for linux-x64::.*error: u/);
    }
  });

  it('annotateAudits() has a line for each file with findings, failures first', () => {
    const lines = annotateAudits([audited('warn'), audited('pass'), audited('fail')]);
    assert.deepEqual(lines, [
      '::error title=audit of fail.so for linux-x64::relro: fail: 50 %25 (Link again)',
      '::warning title=audit of warn.so for linux-x64::relro: warn: 50 %25 (Link again)',
    ]);
    assert.equal(annotateAudits(Array.from({ length: 30 }, () => audited('fail'))).length, 10);
  });
});
