// The functions of the WasmEdge C API as symbols: what a plug-in may import, and what the host library
// must export. Taken from the facts; used by the checks.
import { type ApiVersion, factsForApi } from '../project/api-version.js';
import { exportedFunctions, readExportFacts } from '../project/facts.js';

const facts = readExportFacts();

/** What plug-ins of C and of C++ export. */
export const DESCRIPTOR = 'WasmEdge_Plugin_GetDescriptor';
export const CPP_DESCRIPTOR = 'GetDescriptor';

/** The version of WasmEdge that the facts describe. */
export const RUNTIME = facts.runtime;
/** Names under which plug-ins need the host library. */
export const HOST_LIBRARIES = facts.soname;

/** Functions of later versions than the stock runtime. */
export const LATER_FUNCTIONS: ReadonlySet<string> = new Set(facts['notIn0.17.1'].functions);

const stock = exportedFunctions(facts);

/** Each function of the stock runtime -> the nodes at which it has it, the default first. */
export const STOCK_FUNCTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  stock.map(({ name, symbolVersion, compatSymbolVersion }) => [
    name,
    [symbolVersion, compatSymbolVersion].filter((node) => node !== undefined),
  ]),
);

/** Of an older version, without those whose numbers mean different things in its runtimes: the host refuses them. */
function oldFunctions(api: 3 | 4): ReadonlySet<string> {
  const names = factsForApi(facts, api).functions.map(({ name }) => name);
  return new Set(names.filter((name) => !facts.upToApi4.functions.includes(name)));
}

/** The functions that a plug-in for each version of the API can use. */
export const FUNCTIONS_OF_API: Readonly<Record<ApiVersion, ReadonlySet<string>>> = {
  3: oldFunctions(3),
  4: oldFunctions(4),
  5: new Set(stock.map(({ name }) => name)),
};

/** Functions that changed their meaning from one node to the next. */
export const CHANGED_FUNCTIONS: ReadonlySet<string> = new Set(
  stock.filter((fact) => fact.compatSymbolVersion !== undefined).map(({ name }) => name),
);

/** The host library's exports with their versions, as `name@@node` (the default) and `name@node`. */
export const HOST_EXPORTS: ReadonlySet<string> = new Set(
  stock.flatMap(({ name, symbolVersion, compatSymbolVersion, laterSymbolVersions = {} }) => [
    `${name}@@${symbolVersion}`,
    ...(compatSymbolVersion ? [`${name}@${compatSymbolVersion}`] : []),
    ...Object.keys(laterSymbolVersions).map((node) => `${name}@${node}`),
  ]),
);
