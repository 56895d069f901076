// The list of checks and what a check is: data, so that policies, docs and tests go through one list.
import type { Target } from '../../loader/target.js';
import type { BinaryInfo } from './binary.js';
import { hardeningChecks } from './checks-hardening.js';
import { portabilityChecks } from './checks-portability.js';
import { symbolChecks } from './checks-symbols.js';
import type { CheckId, Thresholds } from './policy.js';

/** What a file is for. */
export type FileKind = 'plugin' | 'addon' | 'host-library';

/** A file under audit. */
export interface Subject {
  info: BinaryInfo;
  bytes: Buffer;
  kind: FileKind;
  /** What it should be for, else what it is for; null when that is none of the targets. */
  target: Target | null;
  thresholds: Thresholds;
  /** Whether a file lies at this path relative to the subject's directory; absent when unknown. */
  isBeside?: ((path: string) => boolean) | undefined;
}

export interface Problem {
  message: string;
  /** What to do about it. */
  fix: string;
}

export interface Check {
  id: CheckId;
  /** What the check asks for, in one line, for the docs. */
  summary: string;
  /** The problems; or what was found, when all is well; undefined when the check does not apply. */
  run(subject: Subject): Problem[] | string | undefined;
}

/** All checks, in the order of reports. */
export const CHECKS: readonly Check[] = [...symbolChecks, ...portabilityChecks, ...hardeningChecks];
