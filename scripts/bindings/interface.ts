// What bindings are made of: the functions of a plug-in's binary with their types, and the names that its plugin.json
// gives to parameters and results, checked against the types.
import type { ExportedType, ModuleExport } from '#loader';
import { CommandError } from '../errors.js';
import type { DescribedPlugin } from '../explain/probe-process.js';
import type { Interface } from '../project/manifest.js';

/** A parameter as guests give it: a value, or bytes of their memory, which are two values of the function. */
export interface Parameter {
  readonly name: string;
  /** `bytes` are read by the host function, a `buffer` is written; each is an address and a length, both i32. */
  readonly type: ExportedType | 'bytes' | 'buffer';
}

export interface BoundFunction {
  /** As guests import it. */
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly results: readonly { readonly name: string; readonly type: ExportedType }[];
  /** The function's own types. */
  readonly types: {
    readonly params: readonly ExportedType[];
    readonly results: readonly ExportedType[];
  };
  /** Whether plugin.json says what its parameters are: then a number is no address. */
  readonly described: boolean;
}

export interface BoundModule {
  readonly name: string;
  readonly description: string;
  readonly functions: readonly BoundFunction[];
  /** Memories, tables and globals, in words. */
  readonly others: readonly string[];
}

export interface BoundPlugin {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly modules: readonly BoundModule[];
}

type FunctionExport = Extract<ModuleExport, { kind: 'function' }>;

/** `name`, or `name: type`. */
function parse(text: string): { name: string; type: string | undefined } {
  const [name = '', type] = text.split(':');
  return { name: name.trim(), type: type?.trim() };
}

/** The parameters as plugin.json names them; undefined when they do not fit the types. */
function named(texts: readonly string[], types: readonly ExportedType[]): Parameter[] | undefined {
  const params: Parameter[] = [];
  let at = 0;
  for (const text of texts) {
    const { name, type } = parse(text);
    if (type === 'bytes' || type === 'buffer') {
      if (types[at] !== 'i32' || types[at + 1] !== 'i32') return undefined;
      params.push({ name, type });
      at += 2;
    } else {
      const actual = types[at];
      if (actual === undefined || (type !== undefined && type !== actual)) return undefined;
      params.push({ name, type: actual });
      at += 1;
    }
  }
  return at === types.length ? params : undefined;
}

const numbered = (types: readonly ExportedType[], name: string) =>
  types.map((type, index) => ({ name: `${name}${index}`, type }));

function mismatch(
  where: string,
  what: string,
  texts: readonly string[],
  types: readonly ExportedType[],
): CommandError {
  return new CommandError(
    'INTERFACE_MISMATCH',
    `Cannot use the interface of ${where}: plugin.json has the ${what} (${texts.join(', ')}), the binary (${types.join(', ')})`,
    {
      hint: 'Name as many as the function has, with its types or without; bytes and buffer are two i32 each',
    },
  );
}

function bindFunction(
  { name, params, results }: FunctionExport,
  where: string,
  given: { params?: readonly string[]; results?: readonly string[] } | undefined,
): BoundFunction {
  const bound = given?.params && named(given.params, params);
  if (given?.params && !bound) throw mismatch(where, 'parameters', given.params, params);
  const returned = given?.results && named(given.results, results);
  const hasBytes = returned?.some(({ type }) => type === 'bytes' || type === 'buffer');
  if (given?.results && (!returned || hasBytes))
    throw mismatch(where, 'results', given.results, results);
  return {
    name,
    params: bound ?? numbered(params, 'p'),
    results: (returned as BoundFunction['results'] | undefined) ?? numbered(results, 'r'),
    types: { params, results },
    described: given?.params !== undefined,
  };
}

function describeOther(item: Exclude<ModuleExport, { kind: 'function' }>): string {
  switch (item.kind) {
    case 'memory':
      return `${item.name}: a memory`;
    case 'table':
      return `${item.name}: a table of ${item.type}`;
    case 'global':
      return `${item.name}: a global ${item.mutable ? 'mut ' : ''}${item.type}`;
  }
}

/** What plugin.json names and the binary does not have. */
function checkNames(interfaces: Interface, modules: readonly BoundModule[]): void {
  for (const [moduleName, functions] of Object.entries(interfaces)) {
    const module = modules.find(({ name }) => name === moduleName);
    const known = module?.functions.map(({ name }) => name) ?? [];
    for (const name of Object.keys(functions)) {
      if (known.includes(name)) continue;
      throw new CommandError(
        'INTERFACE_MISMATCH',
        `Cannot use the interface of '${moduleName}.${name}': the binary has no such function, expected one of ${known.join(', ') || 'none'}`,
        { hint: `The modules are ${modules.map((each) => each.name).join(', ')}` },
      );
    }
  }
}

/**
 * @param interfaces the part `interface` of plugin.json
 * @throws {CommandError} INTERFACE_MISMATCH; MODULE_CREATE_FAILED for a module whose functions are not known
 */
export function bindPlugin(
  { name, version, description, modules }: DescribedPlugin,
  interfaces: Interface = {},
): BoundPlugin {
  const bound = modules.map((module): BoundModule => {
    if (module.exports === null) {
      throw new CommandError(
        'MODULE_CREATE_FAILED',
        `Cannot make bindings of module '${module.name}' of plug-in '${name}': ${module.error ?? 'it was not created'}`,
        { hint: 'See the requirements of the plug-in' },
      );
    }
    const given = Object.hasOwn(interfaces, module.name) ? interfaces[module.name] : undefined;
    const functions: BoundFunction[] = [];
    const others: string[] = [];
    for (const item of module.exports) {
      if (item.kind !== 'function') others.push(describeOther(item));
      else {
        const names = given && Object.hasOwn(given, item.name) ? given[item.name] : undefined;
        functions.push(bindFunction(item, `'${module.name}.${item.name}'`, names));
      }
    }
    return { name: module.name, description: module.description, functions, others };
  });
  checkNames(interfaces, bound);
  return { name, version, description, modules: bound };
}
