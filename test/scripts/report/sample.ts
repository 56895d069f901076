// A report to test with: two targets, two plug-ins, every state.
import {
  type AuditedFile,
  createReport,
  type MatrixReport,
  type ReportedCell,
  type Run,
} from '../../../scripts/matrix/report.js';

export const run = (change: Partial<Run> = {}): Run => ({
  machine: 'builder',
  system: 'linux-x64, Linux 6.1.0',
  processor: '4 × Example 3000',
  node: '22.1.0',
  started: '2026-05-01T12:00:00.000Z',
  ms: 61_000,
  commit: '1'.repeat(40),
  shard: null,
  ...change,
});

const CALL = { call: 'f(i32 1) of a.wat', expected: 'i32 8 returned' };

export const cell = (change: Partial<ReportedCell> = {}): ReportedCell => ({
  plugin: 'arith',
  target: 'linux-x64',
  path: 'env',
  engine: 'v8',
  node: '22.1.0',
  state: 'passed',
  code: null,
  reason: null,
  ms: 120,
  cases: [{ ...CALL, name: 'add', state: 'passed', reason: null }],
  output: '',
  level: { wanted: 3, reached: 3, skipped: [] },
  tries: 1,
  machines: ['builder'],
  runner: 'native',
  rerun: null,
  ...change,
});

export const audit = (change: Partial<AuditedFile> = {}): AuditedFile => ({
  file: 'libwasmedgePluginArith.so',
  plugin: 'arith',
  target: 'linux-x64',
  kind: 'plugin',
  bytes: 12_345,
  sha256: 'a'.repeat(64),
  verdict: 'warn',
  findings: [
    { check: 'glibc', level: 'pass', message: 'asks for glibc 2.17', fix: null },
    { check: 'relro', level: 'warn', message: 'no relro', fix: 'Link with -z relro' },
  ],
  ...change,
});

export const failed = cell({
  rerun: 'plugkit test arith --target linux-x64 --path file --node 22.1.0 --case divide',
  path: 'file',
  state: 'failed',
  code: 'CASE_FAILED',
  reason: 'it broke',
  cases: [
    { ...CALL, name: 'add', state: 'passed', reason: null },
    { ...CALL, name: 'divide', state: 'failed', reason: 'returned (7), expected (8)' },
  ],
  output: 'the last words',
});
export const audited = cell({
  target: 'darwin-x64',
  state: 'audited',
  reason: 'not run here',
  ms: 0,
  cases: [],
  level: null,
  runner: null,
});
export const skipped = cell({
  plugin: 'exports',
  path: 'system',
  state: 'skipped',
  reason: 'no mount namespace',
  ms: 0,
  cases: [],
  level: null,
  runner: null,
});

export const report = (
  cells: ReportedCell[] = [cell(), failed, audited, skipped],
  runs: Run[] = [run()],
  audits: AuditedFile[] = [audit()],
): MatrixReport => createReport(runs, cells, audits);
