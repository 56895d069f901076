// The list of checks as data, so that policies, docs and tests go through one list.
import type { Check } from './check.js';
import { addonChecks } from './checks-addon.js';
import { hardeningChecks } from './checks-hardening.js';
import { portabilityChecks } from './checks-portability.js';
import { symbolChecks } from './checks-symbols.js';

/** All checks, in the order of reports. */
export const CHECKS: readonly Check[] = [
  ...symbolChecks,
  ...portabilityChecks,
  ...addonChecks,
  ...hardeningChecks,
];
