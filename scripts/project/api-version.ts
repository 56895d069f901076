// The versions of the plug-in API that plug-ins can be built for, and the flag that chooses one. Facts:
// "pluginApiVersions" and "upToApi4" of facts/c-api.json; docs/decisions/api-versions.md.
import { CommandError } from '../errors.js';
import type { ExportFacts } from './facts.js';

export const API_VERSIONS = [3, 4, 5] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

export const CURRENT_API_VERSION: ApiVersion = 5;

function parseApiVersion(text: string): ApiVersion {
  const version = API_VERSIONS.find((known) => String(known) === text);
  if (version !== undefined) return version;
  throw new CommandError(
    'USAGE',
    `Cannot use --api ${text}: it is not a version of the plug-in API, expected ${API_VERSIONS.join(', ')}`,
    { hint: '5 is for WasmEdge 0.17, 4 for 0.14.1 to 0.16, 3 for 0.14.0' },
  );
}

export const API_FLAG = {
  flags: '--api <version>',
  description: 'version of the plug-in API: 5, or 4 or 3 for runtimes before 0.17',
  parse: parseApiVersion,
  values: ['3', '4', '5'],
  default: CURRENT_API_VERSION,
} as const;

/** Where builds for older versions go, below a plug-in's directory: beside those for the current one. */
export function apiDirectory(api: ApiVersion): string {
  return api === CURRENT_API_VERSION ? '' : `api-${api}`;
}

/** The version that a path like dist/arith/api-4/linux-x64/ announces. */
export function announcedApiVersion(parts: readonly string[]): ApiVersion {
  const found = API_VERSIONS.find((api) => parts.includes(`api-${api}`));
  return found ?? CURRENT_API_VERSION;
}

/**
 * The facts without what a plug-in for this version cannot use: what the oldest runtime of versions 3
 * and 4 (0.14) does not have, and symbol versions, of which there were none.
 */
export function factsForApi(facts: ExportFacts, api: ApiVersion): ExportFacts {
  if (api === CURRENT_API_VERSION) return facts;
  const functions = facts.functions.filter(
    ({ since }) => typeof since === 'string' && since <= '0.14.0',
  );
  return { ...facts, functions, nodeOrder: [] };
}
