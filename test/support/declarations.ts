// A C program that compiles when headers declare what the facts say for a version of the plug-in API:
// each function with its types, the values of enumerators, the layout of limits. Used on our headers
// (test/host/headers.test.ts) and on stock ones (test/stock/headers.test.ts).
import { readFile } from 'node:fs/promises';
import { type ApiVersion, factsForApi } from '../../scripts/project/api-version.js';
import { type ExportFacts, exportedFunctions } from '../../scripts/project/facts.js';
import { projectPath } from '../../scripts/project/paths.js';

interface Form {
  returns: string;
  params: string[];
}

interface Facts extends ExportFacts {
  functions: (ExportFacts['functions'][number] & Form & { upToApi4?: Form })[];
  enums: Record<string, Record<string, number>>;
  layouts: Record<string, { size: number; fields: Record<string, [number, number]> }>;
  upToApi4: { functions: string[]; enums: Record<string, Record<string, number>> };
  'notIn0.17.1': { functions: string[]; enumerators: string[] };
}

/** The enumerations that came after the headers of 0.14, of values for functions that came then. */
const LATER = ['Standard', 'RunMode', 'ComponentTypeCode', 'LogLevel'];

/** The enumerators of a version's oldest runtime, with their values. */
function enumerators(
  { enums, upToApi4, 'notIn0.17.1': later }: Pick<Facts, 'enums' | 'upToApi4' | 'notIn0.17.1'>,
  api: ApiVersion,
): [string, number][] {
  const all = api < 5 ? { ...enums, ...upToApi4.enums } : enums;
  return Object.entries(all)
    .filter(([name]) => api >= 5 || !LATER.includes(name.replace('WasmEdge_', '')))
    .flatMap(([name, values]) =>
      Object.entries(values).map(([key, value]): [string, number] => [`${name}_${key}`, value]),
    )
    .filter(([name]) => api < 5 || !later.enumerators.includes(name));
}

/** @returns the source of the program. */
export async function declarationsSource(api: ApiVersion): Promise<string> {
  const facts: Facts = JSON.parse(await readFile(projectPath('facts/c-api.json'), 'utf8'));
  const old = api < 5;
  const available = new Set(exportedFunctions(factsForApi(facts, api)).map(({ name }) => name));
  const functions = facts.functions.filter(({ name }) => available.has(name));
  const forms = functions.flatMap((entry) => {
    const { returns, params } = (old ? entry.upToApi4 : undefined) ?? entry;
    return [
      `${returns} plugkit_${entry.name}(${params.join(', ') || 'void'});`,
      `SAME(plugkit_${entry.name}, ${entry.name});`,
    ];
  });
  const values = enumerators(facts, api).map(
    ([name, value]) => `_Static_assert(${name} == ${value}, "${name}");`,
  );
  const limit = facts.layouts['WasmEdge_Limit (up to 0.16, removed in 0.17)'];
  const layout = Object.entries(limit?.fields ?? {}).map(
    ([field, [offset]]) =>
      `_Static_assert(offsetof(WasmEdge_Limit, ${field}) == ${offset}, "${field}");`,
  );
  return [
    '#include <stddef.h>',
    '#include <wasmedge/wasmedge.h>',
    `_Static_assert(WasmEdge_Plugin_CurrentAPIVersion == ${api}, "API version");`,
    '#define SAME(a, b) \\',
    '  _Static_assert(__builtin_types_compatible_p(__typeof__(a), __typeof__(b)), #b)',
    ...forms,
    ...values,
    ...(old
      ? [`_Static_assert(sizeof(WasmEdge_Limit) == ${limit?.size}, "size");`, ...layout]
      : []),
    '',
  ].join('\n');
}
