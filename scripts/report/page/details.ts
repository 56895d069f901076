// The panel that opens on a cell or an audited file.
import { DEFAULT_LEVEL } from '../../matrix/levels/default-level.js';
import type { AuditedFile, CaseResult, MatrixReport, ReportedCell } from '../../matrix/report.js';
import { rerunCommand, rerunFailure } from '../rerun.js';
import { duration, element, plural } from './dom.js';
import { sign } from './grid.js';

const VERDICTS = { pass: 'passed', warn: 'skipped', fail: 'failed' } as const;

export const verdictSign = (verdict: keyof typeof VERDICTS): Node => sign(VERDICTS[verdict]);

const section = (title: string, ...children: readonly Node[]): Node[] =>
  children.length === 0 ? [] : [element('h3', {}, title), ...children];

function fact(name: string, value: string): Node[] {
  return [element('dt', {}, name), element('dd', {}, value)];
}

/** A command with a button that copies it. */
export function commandLine(command: string): HTMLElement {
  const copy = (event: Event) => {
    const button = event.currentTarget as HTMLElement;
    navigator.clipboard.writeText(command).then(
      () => {
        button.textContent = 'Copied';
      },
      () => {
        button.textContent = 'Select it to copy';
      },
    );
  };
  return element(
    'div',
    { class: 'command' },
    element('code', {}, command),
    element('button', { type: 'button', class: 'copy', click: copy }, 'Copy'),
  );
}

function drawCase(cell: ReportedCell, { name, state, reason, call, expected }: CaseResult): Node {
  if (reason === null) return element('li', {}, sign(state), element('div', {}, name));
  return element(
    'li',
    {},
    sign(state),
    element(
      'div',
      {},
      name,
      element(
        'dl',
        { class: 'outcome' },
        ...fact('Call', call),
        ...fact('Expected', expected),
        ...fact('Actual', reason),
      ),
      commandLine(rerunCommand(cell, name)),
    ),
  );
}

function drawCases(cell: ReportedCell): Node[] {
  const { cases } = cell;
  const failed = cases.filter(({ state }) => state === 'failed');
  const passed = cases.filter(({ state }) => state === 'passed');
  const list = (items: readonly CaseResult[]) =>
    element('ul', { class: 'list' }, ...items.map((each) => drawCase(cell, each)));
  return [
    ...(failed.length > 0 ? [list(failed)] : []),
    ...(passed.length > 0
      ? [element('details', {}, element('summary', {}, `${passed.length} passed`), list(passed))]
      : []),
  ];
}

function drawFindings(findings: AuditedFile['findings']): Node {
  return element(
    'ul',
    { class: 'list' },
    ...findings.map(({ check, level, message, fix }) =>
      element(
        'li',
        {},
        verdictSign(level),
        element(
          'div',
          {},
          element('strong', {}, check),
          ` ${message}`,
          ...(fix === null ? [] : [element('p', { class: 'fix' }, fix)]),
        ),
      ),
    ),
  );
}

/** What the audit found in one file: what is wrong at once, what is right on request. */
function drawAudit({ file, kind, bytes, sha256, verdict, findings }: AuditedFile): Node {
  const wrong = findings.filter(({ level }) => level !== 'pass');
  const right = findings.filter(({ level }) => level === 'pass');
  return element(
    'section',
    { class: 'audit' },
    element('h4', {}, verdictSign(verdict), ` ${file}`),
    element('p', { class: 'muted' }, `${kind}, ${bytes.toLocaleString('en')} bytes`),
    element('p', { class: 'hash' }, `sha256 ${sha256}`),
    ...(wrong.length > 0 ? [drawFindings(wrong)] : []),
    ...(right.length > 0
      ? [
          element(
            'details',
            {},
            element('summary', {}, `${plural(right.length, 'check')} passed`),
            drawFindings(right),
          ),
        ]
      : []),
  );
}

export interface Details {
  title: string;
  body: readonly Node[];
}

export function auditDetails(audit: AuditedFile): Details {
  return { title: `${audit.plugin ?? 'loader'} on ${audit.target}`, body: [drawAudit(audit)] };
}

/** How far the plug-in came, and why levels were left out. */
function drawLevel(level: ReportedCell['level']): Node[] {
  if (level === null || level.wanted === DEFAULT_LEVEL) return [];
  const skipped = level.skipped.map((each) =>
    element('li', {}, sign('skipped'), element('div', {}, `level ${each.level}: ${each.reason}`)),
  );
  return [
    element('p', {}, `${level.reached} of ${level.wanted} passed`),
    element('ul', { class: 'list' }, ...skipped),
  ];
}

/** The cell's own story, then the audits of the plug-in and of the loader that it loads. */
export function cellDetails(cell: ReportedCell, { audits }: MatrixReport): Details {
  const {
    plugin,
    target,
    path,
    engine,
    node,
    state,
    code,
    reason,
    ms,
    cases,
    output,
    machines,
    runner,
    level,
  } = cell;
  const loaded = audits.filter(
    (audit) => audit.target === target && (audit.plugin ?? plugin) === plugin,
  );
  return {
    title: `${plugin} on ${target}`,
    body: [
      element(
        'p',
        { class: `verdict ${state}` },
        sign(state),
        ` ${state}${code === null ? '' : `: ${code}`}`,
      ),
      ...(reason === null ? [] : [element('pre', { class: 'reason' }, reason)]),
      ...(state === 'failed' || state === 'undecided' ? [commandLine(rerunFailure(cell))] : []),
      element(
        'dl',
        {},
        ...fact('Path mode', path),
        ...fact('Node', node),
        ...fact('Engine', engine),
        ...fact('Time', ms > 0 ? duration(ms) : 'not run'),
        ...(runner === null ? [] : fact('Runner', runner)),
        ...fact(machines.length === 1 ? 'Machine' : 'Machines', machines.join(', ') || 'none'),
      ),
      ...section(`Test cases (${cases.length})`, ...drawCases(cell)),
      ...section('Levels', ...drawLevel(level)),
      ...section(
        'Output',
        ...(output === '' ? [] : [element('pre', { class: 'log', tabindex: 0 }, output)]),
      ),
      ...section('Audit', ...loaded.map(drawAudit)),
    ],
  };
}
