// Audits one file: reads it, runs the checks a policy asks for, and gives a verdict.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TARGETS, type TargetId } from '#loader/internal';
import { type ApiVersion, CURRENT_API_VERSION } from '../project/api-version.js';
import { readBinary, readFile } from './binary.js';
import type { BinaryInfo } from './binary-info.js';
import { findBuildPaths } from './build-paths.js';
import type { FileKind, Subject } from './checks/check.js';
import { CHECKS } from './checks/checks.js';
import { kindOf, targetOf } from './checks/symbols.js';
import { type CheckId, findPolicy, type Policy } from './policy.js';

export type Verdict = 'pass' | 'warn' | 'fail';

export interface Finding {
  check: CheckId | 'readable' | 'link';
  level: Verdict;
  message: string;
  /** What to do; only with `warn` and `fail`. */
  fix?: string;
}

export interface AuditReport {
  file: string;
  /** The file that this name leads to as a link, relative to the directory or archive. */
  linkTo?: string;
  /** What the file should be for, or is for; null when that is none of our targets. */
  target: TargetId | null;
  /** Null for a file that could not be read, as `info`. */
  kind: FileKind | null;
  findings: Finding[];
  info: BinaryInfo | null;
  /** The worst level of all findings. */
  verdict: Verdict;
}

export interface AuditOptions {
  /** Default: as the exported symbols show. */
  kind?: FileKind | undefined;
  /** The target the file must be for. Default: the one it is for, whichever that is. */
  target?: TargetId | undefined;
  /** The version of the plug-in API that a plug-in is built for. Default: the current one. */
  api?: ApiVersion | undefined;
  /** A policy or the name of a built-in one. Default: portable. */
  policy?: Policy | Policy['name'] | undefined;
  /** The slice of a universal Mach-O file. Default: that of the target, else the first. */
  machine?: string | undefined;
}

/** What the checks need of a file's bytes, which need not be kept. */
export type Reading = Pick<Subject, 'info' | 'buildPaths'>;

/**
 * Audits a file of any target on any host; executes nothing. Throws CommandError when the file cannot be
 * read (FILE_UNREADABLE, NOT_A_LIBRARY, LIBRARY_TRUNCATED, LIMIT_EXCEEDED) or the policy does not exist (USAGE).
 */
export function auditFile(path: string, options: AuditOptions = {}): AuditReport {
  const isBeside = (other: string) => existsSync(join(dirname(path), other));
  return auditBytes(readFile(path), path, { ...options, isBeside });
}

/** The same for bytes from elsewhere. */
export function auditBytes(
  bytes: Buffer,
  file: string,
  options: AuditOptions & Surroundings = {},
): AuditReport {
  const policy = policyOf(options);
  const arch = TARGETS.find(({ id }) => id === options.target)?.arch;
  const reading = readForAudit(bytes, file, policy, options.machine ?? arch);
  return judge(reading, file, { ...options, policy });
}

/** What else is in the file's directory. */
export type Surroundings = Pick<Subject, 'isBeside' | 'find'>;

function policyOf({ policy = 'portable' }: AuditOptions): Policy {
  return typeof policy === 'object' ? policy : findPolicy(policy);
}

/** Reads what judge() needs. Throws as auditFile() does. */
export function readForAudit(
  bytes: Buffer,
  file: string,
  { limits, thresholds, levels }: Policy,
  machine?: string,
): Reading {
  const info = readBinary(bytes, { name: file, machine, memory: limits.memory });
  const isAsked = levels['build-paths'] !== 'off';
  return { info, buildPaths: isAsked ? findBuildPaths(bytes, thresholds.buildPaths) : [] };
}

/** Runs the checks. */
export function judge(
  { info, buildPaths }: Reading,
  file: string,
  options: AuditOptions & Surroundings,
): AuditReport {
  const { levels, thresholds } = policyOf(options);
  const target = TARGETS.find(({ id }) => id === options.target) ?? targetOf(info);
  const kind = options.kind ?? kindOf(info) ?? 'plugin';
  const { isBeside, find } = options;
  const api = kind === 'plugin' && options.api ? options.api : CURRENT_API_VERSION;
  const subject: Subject = { info, buildPaths, kind, target, api, thresholds, isBeside, find };

  const findings = CHECKS.flatMap(({ id, run }): Finding[] => {
    const level = levels[id];
    const result = level === 'off' ? undefined : run(subject);
    if (result === undefined || level === 'off') return [];
    if (typeof result === 'string') return [{ check: id, level: 'pass', message: result }];
    return result.map(({ message, fix }) => ({ check: id, level, message, fix }));
  });
  return { file, target: target?.id ?? null, kind, findings, info, verdict: worst(findings) };
}

/** The worst level of all. */
export function worst(findings: readonly { level: Verdict }[]): Verdict {
  const levels: readonly Verdict[] = ['fail', 'warn'];
  return levels.find((level) => findings.some((finding) => finding.level === level)) ?? 'pass';
}
