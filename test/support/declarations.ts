// A C program that compiles when headers declare what the facts say for a version of the plug-in API:
// each function with its types, the values of result codes, the layout of limits. Used on our headers
// (test/host/headers.test.ts) and on stock ones (test/stock/headers.test.ts).
import { readFile } from 'node:fs/promises';
import { type ApiVersion, factsForApi } from '../../scripts/api-version.js';
import { type ExportFacts, exportedFunctions } from '../../scripts/generate-exports.js';
import { projectPath } from '../../scripts/project.js';

interface Form {
  returns: string;
  params: string[];
}

interface Facts extends ExportFacts {
  functions: (ExportFacts['functions'][number] & Form & { upToApi4?: Form })[];
  enums: { WasmEdge_ErrCode: Record<string, number> };
  layouts: Record<string, { size: number; fields: Record<string, [number, number]> }>;
  upToApi4: { functions: string[]; enumerators: string[] };
  'notIn0.17.1': { functions: string[]; enumerators: string[] };
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
  const absent = old ? facts.upToApi4.enumerators : facts['notIn0.17.1'].enumerators;
  const codes = Object.entries(facts.enums.WasmEdge_ErrCode)
    .map(([name, value]) => [`WasmEdge_ErrCode_${name}`, value] as const)
    .filter(([name]) => !absent.includes(name))
    .map(([name, value]) => `_Static_assert(${name} == ${value}, "${name}");`);
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
    ...codes,
    ...(old
      ? [`_Static_assert(sizeof(WasmEdge_Limit) == ${limit?.size}, "size");`, ...layout]
      : []),
    '',
  ].join('\n');
}
