// All that doctor looks for, in the order in which it is to be mended.
import { findNoexec, findQuarantined, findRefused, findUnreadable } from './files.js';
import type { Finding } from './finding.js';
import { findContradictions, findForeignLibrary, findMisplaced } from './places.js';
import type { Situation } from './situation.js';

const CHECKS: readonly ((situation: Situation) => Finding[])[] = [
  findUnreadable,
  findNoexec,
  findQuarantined,
  findRefused,
  findMisplaced,
  findContradictions,
  findForeignLibrary,
];

export function findAll(situation: Situation): Finding[] {
  const found = CHECKS.flatMap((check) => check(situation));
  return found.toSorted((one, other) => rank(one) - rank(other));
}

const rank = ({ severity }: Finding): number => (severity === 'error' ? 0 : 1);
