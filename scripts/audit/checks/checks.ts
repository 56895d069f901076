// The list of checks as data, so that policies, docs and tests go through one list.
import { addonChecks } from './addon.js';
import type { Check } from './check.js';
import { hardeningChecks } from './hardening.js';
import { portabilityChecks } from './portability.js';
import { symbolChecks } from './symbols.js';

/** All checks, in the order of reports. */
export const CHECKS: readonly Check[] = [
  ...symbolChecks,
  ...portabilityChecks,
  ...addonChecks,
  ...hardeningChecks,
];
