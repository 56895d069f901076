// `plugkit audit`: checks plug-ins, addons and host libraries of every target without running them.
import { TARGET_IDS, type TargetId } from '#loader/internal';
import type { AuditReport, Verdict } from '../audit/audit.js';
import { FILE_KINDS, type FileKind } from '../audit/checks/check.js';
import { auditAll } from '../audit/collection.js';
import { findPolicy, readPolicyFile } from '../audit/policy.js';
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import { requirePath } from '../flags/given-paths.js';
import pc from '../output/colours.js';
import { drawTable } from '../output/table.js';
import { API_FLAG, type ApiVersion } from '../project/api-version.js';
import { annotateAudits, writeAnnotations } from '../report/github.js';

export const operands = '<file|directory|archive...>';

export const flags = [
  {
    values: TARGET_IDS,
    flags: '-t, --target <target>',
    description:
      'the target that all files must be for (default: as the directory says, else the file)',
    parse: (text: string) => oneOf('TARGET_UNKNOWN', '--target', TARGET_IDS, text),
  },
  {
    values: FILE_KINDS,
    flags: '--kind <kind>',
    description: `what all files are: ${FILE_KINDS.join(', ')} (default: as their symbols show)`,
    parse: (text: string) => oneOf('USAGE', '--kind', FILE_KINDS, text),
  },
  {
    ...API_FLAG,
    description:
      'version of the plug-in API of the plug-ins (default: as the directory says, else 5)',
    default: undefined,
  },
  {
    flags: '--policy <name>',
    description: 'portable, strict or none',
    default: 'portable',
    values: ['portable', 'strict', 'none'],
  },
  { flags: '--policy-file <file>', description: 'JSON file that changes levels and thresholds' },
];

function oneOf<T extends string>(
  code: 'USAGE' | 'TARGET_UNKNOWN',
  flag: string,
  values: readonly T[],
  text: string,
): T {
  const value = values.find((other) => other === text);
  if (value !== undefined) return value;
  throw new CommandError(code, `Cannot use ${flag} ${text}: expected one of ${values.join(', ')}`);
}

interface Flags {
  target?: TargetId;
  kind?: FileKind;
  api?: ApiVersion;
  policy: string;
  policyFile?: string;
}

export interface AuditData {
  policy: string;
  reports: AuditReport[];
  summary: Record<Verdict, number>;
}

/**
 * Audits every library that the operands name or hold.
 * @throws {CommandError} FILE_NOT_FOUND before anything is audited
 */
export async function run(options: CommandOptions<Flags>): Promise<AuditData> {
  for (const operand of options.operands) requirePath(operand, 'audit');
  if (options.policyFile) requirePath(options.policyFile, 'use policy');
  const base = findPolicy(options.policy);
  const policy = options.policyFile ? readPolicyFile(options.policyFile, base) : base;
  const { target, kind, api } = options;
  const reports = await auditAll(options.operands, { policy, target, kind, api });
  const count = (verdict: Verdict) => reports.filter((report) => report.verdict === verdict).length;
  const summary = { pass: count('pass'), warn: count('warn'), fail: count('fail') };
  return { policy: policy.name, reports, summary };
}

/** Beyond it, only the worst are in the table. */
const MOST_ROWS = 1000;
const VERDICTS: readonly Verdict[] = ['fail', 'warn', 'pass'];
const COLOURS: Record<Verdict, (text: string) => string> = {
  pass: pc.green,
  warn: pc.yellow,
  fail: pc.red,
};

export function render({ reports, summary, policy }: AuditData): string {
  const worstFirst = reports.toSorted(
    (a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict),
  );
  const shown = reports.length > MOST_ROWS ? worstFirst.slice(0, MOST_ROWS) : reports;
  const rows = shown.map(({ file, linkTo, target, kind, info, verdict }) => {
    const name = linkTo === undefined ? file : `${file} -> ${linkTo}`;
    return [COLOURS[verdict](verdict), target ?? '?', kind ?? '?', info?.size ?? '?', name];
  });
  const head = ['VERDICT', 'TARGET', 'KIND', 'BYTES', 'FILE'];
  const table = drawTable({ head, rows, right: [3] });
  const rest = reports.length - shown.length;
  const more = rest > 0 ? [`and ${rest} more; --json lists all`] : [];
  const details = shown
    .map((report) => renderFindings(report, reports.length === 1))
    .filter((text) => text !== '');
  const counts = `${summary.pass} passed, ${summary.warn} with warnings, ${summary.fail} failed`;
  return [table, ...more, ...details, `${counts} (policy ${policy})`].join('\n\n');
}

/** What is wrong with a file; of a single one also what is right. */
function renderFindings({ file, findings }: AuditReport, all: boolean): string {
  const shown = findings.filter(({ level }) => all || level !== 'pass');
  if (shown.length === 0) return '';
  const lines = shown.flatMap(({ check, level, message, fix }) => [
    `  ${COLOURS[level](level)} ${check}: ${message}`,
    ...(fix ? [pc.dim(`       ${fix}`)] : []),
  ]);
  return [file, ...lines].join('\n');
}

export function finish({ reports }: AuditData, { environment }: CommandOptions): void {
  if (environment.github) writeAnnotations(annotateAudits(reports));
}

export function failed({ summary }: AuditData): boolean {
  return summary.fail > 0;
}
