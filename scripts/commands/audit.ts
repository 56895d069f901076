// `plugkit audit`: checks plug-ins, addons and host libraries of every target without running them.
import { resolve } from 'node:path';
import Table from 'cli-table3';
import { TARGET_IDS, type TargetId } from '#loader/internal';
import { type AuditReport, auditBytes, type Finding, type Verdict, worst } from '../audit/audit.js';
import { readBinary } from '../audit/binary.js';
import type { FileKind } from '../audit/checks/check.js';
import { collectInputs, type Input } from '../audit/collect.js';
import { findPolicy, type Policy, readPolicyFile } from '../audit/policy.js';
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import pc from '../output/colours.js';
import { PLAIN_TABLE } from '../output/errors.js';
import { API_FLAG, type ApiVersion, announcedApiVersion } from '../project/api-version.js';

export const operands = '<file|directory|archive...>';

const KINDS: readonly FileKind[] = ['plugin', 'addon', 'host-library'];

export const flags = [
  {
    flags: '-t, --target <target>',
    description:
      'the target that all files must be for (default: told by directory, else by the file)',
    parse: (text: string) => oneOf('TARGET_UNKNOWN', '--target', TARGET_IDS, text),
  },
  {
    flags: '--kind <kind>',
    description: `what all files are: ${KINDS.join(', ')} (default: told by their symbols)`,
    parse: (text: string) => oneOf('USAGE', '--kind', KINDS, text),
  },
  {
    ...API_FLAG,
    description: 'version of the plug-in API of the plug-ins (default: told by directory, else 5)',
    default: undefined,
  },
  { flags: '--policy <name>', description: 'portable, strict or none', default: 'portable' },
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

/** Audits every library that the operands name or hold. */
export async function run(options: CommandOptions<Flags>): Promise<AuditData> {
  const base = findPolicy(options.policy);
  const policy = options.policyFile ? readPolicyFile(options.policyFile, base) : base;
  const reports: AuditReport[] = [];
  for (const operand of options.operands) {
    for (const input of await collectInputs(operand)) {
      reports.push(...auditInput(input, policy, options));
    }
  }
  const count = (verdict: Verdict) => reports.filter((report) => report.verdict === verdict).length;
  const summary = { pass: count('pass'), warn: count('warn'), fail: count('fail') };
  return { policy: policy.name, reports, summary };
}

/** One report, or one for each processor of a universal file; what cannot be read is a finding, too. */
function auditInput(
  { file, read, isBeside }: Input,
  policy: Policy,
  options: Flags,
): AuditReport[] {
  const target = options.target ?? announcedTarget(file);
  const api = options.api ?? announcedApiVersion(partsOf(file));
  try {
    const bytes = read();
    const slices = target ? [undefined] : readBinary(bytes, { name: file }).machines;
    const { kind } = options;
    return slices.map((machine) =>
      auditBytes(bytes, file, { target, kind, api, policy, machine, isBeside }),
    );
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { message, hint: fix } = error;
    const finding: Finding = { check: 'readable', level: 'fail', message, ...(fix ? { fix } : {}) };
    const verdict = worst([finding]);
    return [{ file, target: target ?? null, kind: null, findings: [finding], info: null, verdict }];
  }
}

function partsOf(file: string): string[] {
  return resolve(file).split(/[/\\:]/);
}

/** The target that a path of ours announces: dist/<plug-in>/<target>/, prebuilds/<platform>-<arch>/. */
function announcedTarget(file: string): TargetId | undefined {
  const parts = partsOf(file);
  const target = TARGET_IDS.findLast((id) => parts.includes(id));
  const isMusl = parts.includes('musl') || /\.musl\.node$/.test(file);
  const onMusl = isMusl
    ? TARGET_IDS.find((id) => id === target?.replace('linux-', 'linuxmusl-'))
    : undefined;
  return onMusl ?? target;
}

const COLOURS: Record<Verdict, (text: string) => string> = {
  pass: pc.green,
  warn: pc.yellow,
  fail: pc.red,
};

export function render({ reports, summary, policy }: AuditData): string {
  const table = new Table({
    ...PLAIN_TABLE,
    head: ['VERDICT', 'TARGET', 'KIND', 'BYTES', 'FILE'],
    colAligns: ['left', 'left', 'left', 'right', 'left'],
  });
  for (const { file, target, kind, info, verdict } of reports) {
    table.push([COLOURS[verdict](verdict), target ?? '?', kind ?? '?', info?.size ?? '?', file]);
  }
  const details = reports
    .map((report) => renderFindings(report, reports.length === 1))
    .filter((text) => text !== '');
  const counts = `${summary.pass} passed, ${summary.warn} with warnings, ${summary.fail} failed`;
  return [table.toString(), ...details, `${counts} (policy ${policy})`].join('\n\n');
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

export function failed({ summary }: AuditData): boolean {
  return summary.fail > 0;
}
