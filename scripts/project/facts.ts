// The facts of the C API, facts/c-api.json, as far as exports, link libraries and the audit are made from them.
import { readFileSync } from 'node:fs';
import { projectPath } from './paths.js';

/** The part of facts/c-api.json that decides about exports. */
export interface ExportFacts {
  /** The version of WasmEdge that they describe. */
  runtime: string;
  /** Names under which plug-ins need the host library. */
  soname: Record<'linux' | 'darwin' | 'win32', string>;
  functions: {
    name: string;
    since: string | null;
    symbolVersion?: string;
    compatSymbolVersion?: string;
    laterSymbolVersions?: Record<string, string>;
  }[];
  nodeOrder: string[];
  /** By version of the plug-in API: the oldest version of WasmEdge whose functions its plug-ins can use. */
  oldestRuntimes: Record<string, string>;
  upToApi4: { functions: string[] };
  'notIn0.17.1': { functions: string[] };
}

/** What the host library exports: the functions of stock 0.17.1; plug-ins export the descriptor. */
export function exportedFunctions(facts: ExportFacts): ExportFacts['functions'] {
  return facts.functions.filter(
    ({ name, symbolVersion }) =>
      symbolVersion !== undefined &&
      symbolVersion !== null &&
      !facts['notIn0.17.1'].functions.includes(name),
  );
}

/** The version nodes under which a function is exported on Linux; the first is the default. */
export function versionNodes(entry: ExportFacts['functions'][number]): string[] {
  const { symbolVersion, compatSymbolVersion, laterSymbolVersions } = entry;
  return [symbolVersion, compatSymbolVersion, ...Object.keys(laterSymbolVersions ?? {})].filter(
    (node) => node !== undefined,
  );
}

export function readExportFacts(): ExportFacts {
  return JSON.parse(readFileSync(projectPath('facts', 'c-api.json'), 'utf8'));
}
