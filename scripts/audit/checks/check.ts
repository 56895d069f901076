// What a check is, and what it is given. checks.ts lists all of them.
import type { Target } from '#loader/internal';
import type { ApiVersion } from '../../project/api-version.js';
import type { BinaryInfo } from '../binary-info.js';
import type { CheckId, Thresholds } from '../policy.js';

/** What a file is for. */
export const FILE_KINDS = ['plugin', 'addon', 'host-library', 'side-library'] as const;
/** A side library is one that plug-ins bring along because they need it. */
export type FileKind = (typeof FILE_KINDS)[number];

/** A file under audit. */
export interface Subject {
  info: BinaryInfo;
  /** Paths of the machine that it was built on, as the policy has their beginnings. */
  buildPaths: readonly string[];
  kind: FileKind;
  /** What it should be for, else what it is for; null when that is none of the targets. */
  target: Target | null;
  /** The version of the plug-in API that a plug-in is built for. */
  api: ApiVersion;
  thresholds: Thresholds;
  /** Whether a file is at this path relative to the subject's directory; absent when unknown. */
  isBeside?: ((path: string) => boolean) | undefined;
  /** Where else files of this name are, relative to the subject's directory; absent when unknown. */
  find?: ((name: string) => readonly string[]) | undefined;
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
