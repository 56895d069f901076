// JUnit XML, as CI systems read it: a suite for each cell with its test cases and one for the cell as a whole, which
// has the time of its process, and a suite with a test case for each audited file.
import { stripVTControlCharacters } from 'node:util';
import type { AuditedFile, MatrixReport, ReportedCell } from '../matrix/report.js';
import { escapeMarkup } from './escape.js';
import type { Renderer } from './renderer.js';
import { rerunCommand } from './rerun.js';

interface TestCase {
  className: string;
  name: string;
  /** Absent where it was not measured: a time of 0 would be wrong. */
  ms?: number;
  /** Why it failed, in a line, and all there is to say. */
  failure?: { type: string; message: string; details: string };
  skipped?: string;
  output?: string;
}

interface Suite {
  name: string;
  /** What holds for all of its test cases. */
  properties: Record<string, string>;
  cases: TestCase[];
  /** ISO 8601, UTC. */
  started: string;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Names and values as attributes. */
function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join('');
}

function renderCase({ className, name, ms, failure, skipped, output }: TestCase): string {
  const time = ms === undefined ? {} : { time: seconds(ms) };
  const start = `    <testcase${attributes({ classname: className, name, ...time })}`;
  const children = [
    ...(failure
      ? [
          `<failure${attributes({ message: failure.message, type: failure.type })}>${escapeMarkup(failure.details)}</failure>`,
        ]
      : []),
    ...(skipped === undefined ? [] : [`<skipped${attributes({ message: skipped })}/>`]),
    ...(output
      ? [`<system-out>${escapeMarkup(stripVTControlCharacters(output))}</system-out>`]
      : []),
  ];
  if (children.length === 0) return `${start}/>`;
  return [`${start}>`, ...children.map((child) => `      ${child}`), '    </testcase>'].join('\n');
}

const count = (cases: readonly TestCase[]) => ({
  tests: cases.length,
  failures: cases.filter(({ failure }) => failure !== undefined).length,
  errors: 0,
  skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
  time: seconds(cases.reduce((sum, { ms = 0 }) => sum + ms, 0)),
});

function renderSuite({ name, properties, cases, started }: Suite): string {
  const timestamp = started.replace(/\.\d+Z$/, '');
  return [
    `  <testsuite${attributes({ name, ...count(cases), timestamp })}>`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([name, value]) => `      <property${attributes({ name, value })}/>`,
    ),
    '    </properties>',
    ...cases.map(renderCase),
    '  </testsuite>',
  ].join('\n');
}

/** The test cases of a cell, each one of the document; and one of the cell where it says more than they do. */
function cellCases(cell: ReportedCell): TestCase[] {
  const { plugin, target, path, engine, node, state, code, cases, output, machines, level } = cell;
  const className = `${target}.${plugin}`;
  const where = `${path}, ${engine}, node ${node}`;
  const details = (message: string, name?: string) =>
    [message, `on ${machines.join(', ')}`, `again: ${rerunCommand(cell, name)}`].join('\n');
  const each = cases.map((test): TestCase => {
    const common = { className, name: `${test.name} (${where})` };
    if (test.state === 'passed') return common;
    const message = test.reason ?? 'it failed';
    const failure = { type: 'CASE_FAILED', message, details: details(message, test.name) };
    return { ...common, failure, output };
  });
  const wanted = level === null ? '' : `, level ${level.wanted}`;
  const whole = { className, name: `the cell (${where}${wanted})`, ms: cell.ms, output };
  const message = cell.reason ?? '';
  if (state === 'audited' || state === 'skipped') return [{ ...whole, skipped: message }];
  if (state === 'passed' || each.some(({ failure }) => failure)) return [...each, { ...whole }];
  return [
    ...each,
    { ...whole, failure: { type: code ?? state, message, details: details(message) } },
  ];
}

function auditCase({ file, plugin, target, kind, findings, verdict }: AuditedFile): TestCase {
  const notable = findings.filter(({ level }) => level !== 'pass');
  const lines = notable.map(
    ({ check, level, message, fix }) => `${level} ${check}: ${message}${fix ? ` (${fix})` : ''}`,
  );
  const common = { className: `${target}.${plugin ?? 'loader'}`, name: `${kind} ${file}` };
  if (verdict !== 'fail') return { ...common, output: lines.join('\n') };
  const first = notable.find(({ level }) => level === 'fail');
  const message = first ? `${first.check}: ${first.message}` : 'the audit failed';
  return { ...common, failure: { type: 'audit', message, details: lines.join('\n') } };
}

function suites({ cells, audits, runs, toolVersion }: MatrixReport): Suite[] {
  const startOf = (machine: string | undefined): string =>
    (runs.find((run) => run.machine === machine) ?? runs[0])?.started ?? '';
  return [
    ...cells.map((cell): Suite => {
      const { plugin, target, engine, path, node, machines } = cell;
      return {
        name: `${plugin} on ${target} (${path}, ${engine}, node ${node})`,
        properties: { plugkit: toolVersion, target, engine, path, node },
        cases: cellCases(cell),
        started: startOf(machines[0]),
      };
    }),
    {
      name: 'audit',
      properties: { plugkit: toolVersion },
      cases: audits.map(auditCase),
      started: startOf(undefined),
    },
  ];
}

export const renderJunit: Renderer = (report) => {
  const all = suites(report);
  const totals = count(all.flatMap(({ cases }) => cases));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'plugkit test', ...totals })}>`,
    ...all.map(renderSuite),
    '</testsuites>',
    '',
  ].join('\n');
};
