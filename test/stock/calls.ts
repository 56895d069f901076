// A C program that calls every function of the C API with null, with values and objects of other kinds, and
// with boundaries, one call in a process: from the facts and the tables of call-arguments.ts.
import { readFile } from 'node:fs/promises';
import { type ExportFacts, exportedFunctions } from '../../scripts/project/facts.js';
import { projectPath } from '../../scripts/project/paths.js';
import { type Alternatives, BY_NAME, BY_TYPE, ofEnumeration } from './call-arguments.js';

interface Facts extends ExportFacts {
  functions: (ExportFacts['functions'][number] & { returns: string; params: string[] })[];
  enums: Record<string, Record<string, number>>;
}

interface Parameter {
  /** Without `const` and `enum`. */
  type: string;
  /** As declared, for a variable. */
  declare: (name: string) => string;
  alternatives: Alternatives;
}

interface CallFunction {
  /** Without WasmEdge_. */
  name: string;
  returns: string;
  params: Parameter[];
}

function parse(declaration: string): { type: string; name: string; declare(name: string): string } {
  const pointer = /^(.*)\(\*(\w+)\)(\(.*\))$/.exec(declaration); // a pointer to a function
  if (pointer) {
    const [, returns, name, params] = pointer as unknown as [string, string, string, string];
    const type = `${returns.trim()} (*)${params}`;
    return { type, name, declare: (variable) => `${returns}(*${variable})${params}` };
  }
  const [, written, name, array = ''] = /^(.*?)\s*(\w+)(\[\])?$/.exec(declaration) as unknown as [
    ...[string, string, string, string | undefined],
  ];
  const type = `${written}${array}`.replace(/\b(const|enum) /g, '');
  return { type, name, declare: (variable) => `${written} ${array ? '*' : ''}${variable}` };
}

function alternativesOf(facts: Facts, func: string, type: string, name: string): Alternatives {
  const enumeration = facts.enums[type];
  const found =
    BY_NAME[`${func}.${name}`] ??
    (type.startsWith('WasmEdge_') ? undefined : BY_NAME[name]) ??
    BY_TYPE[type] ??
    (enumeration && ofEnumeration(enumeration));
  if (!found)
    throw new Error(
      `No arguments for ${func}: ${type} ${name}, expected a row in call-arguments.ts`,
    );
  return found;
}

/** Each argument with each of any other parameter, the rest as in most calls; and all of them last, e.g. null. */
function combine(params: readonly Parameter[]): string[][] {
  const labels = params.map(({ alternatives }) => Object.keys(alternatives));
  const usual = labels.map(([first]) => first as string);
  const seen = new Map<string, string[]>();
  const add = (chosen: string[]) => seen.set(chosen.join(), chosen);
  add(usual);
  for (const [i, first] of labels.entries()) {
    for (const a of first) add(usual.with(i, a));
    for (const [j, second] of labels.entries()) {
      if (j <= i) continue;
      for (const a of first) for (const b of second) add(usual.with(i, a).with(j, b));
    }
  }
  add(labels.map((each) => (each.includes('null') ? 'null' : (each[0] as string))));
  return [...seen.values()];
}

/** Objects that a function takes or ends are not looked at after it. */
function isGone(func: string, at: number): boolean {
  return func.endsWith('Delete') || (func.includes('InstanceAdd') && at === 2);
}

function callBody(func: CallFunction, chosen: readonly string[], inside: boolean): string {
  const args = func.params.map((param, i) => [
    param.declare(`a${i}`),
    param.alternatives[chosen[i] as string],
  ]);
  const list = args.map((_, i) => `a${i}`).join(', ');
  const call = `WasmEdge_${func.name}(${list})`;
  return [
    ...args.map(([declared, expression]) => `  ${declared} = ${expression};`),
    func.returns === 'void' ? `  ${call};` : `  ${func.returns} r = ${call};\n  SEE(r);`,
    '  fprintf(out, ";");',
    ...args.flatMap((_, i) => (isGone(func.name, i) || inside ? [] : [`  SEE(a${i});`])),
  ].join('\n');
}

/** The functions of the facts that the host library exports, with what they are called with. */
export async function calledFunctions(): Promise<CallFunction[]> {
  const facts: Facts = JSON.parse(await readFile(projectPath('facts/c-api.json'), 'utf8'));
  const exported = new Set(exportedFunctions(facts).map(({ name }) => name));
  return facts.functions
    .filter(({ name }) => exported.has(name))
    .map(({ name: full, returns, params }) => {
      const name = full.replace('WasmEdge_', '');
      return {
        name,
        returns,
        params: params.map((declaration) => {
          const { type, name: param, declare } = parse(declaration);
          return { type, declare, alternatives: alternativesOf(facts, name, type, param) };
        }),
      };
    });
}

/** The source of the program. Its one argument is the path of the plug-in arith. */
export async function callsSource(): Promise<string> {
  const bodies: string[] = [];
  const runs: string[] = [];
  for (const func of await calledFunctions()) {
    const inside = func.name.startsWith('CallingFrame');
    for (const chosen of combine(func.params)) {
      const at = bodies.length;
      bodies.push(
        inside
          ? `static void in_${at}(void) {\n${callBody(func, chosen, true)}\n}\nstatic void call_${at}(void) { in_host_function(in_${at}); }`
          : `static void call_${at}(void) {\n${callBody(func, chosen, false)}\n}`,
      );
      const label = `${func.name}(${chosen.map((each) => each.trim()).join(', ')})`;
      runs.push(`  run(${JSON.stringify(label)}, call_${at});`);
    }
  }
  return [
    '#include "calls.h"',
    ...bodies,
    'int main(int argc, char** argv) {',
    '  if (argc != 2) return 2;',
    '  start();',
    '  WasmEdge_PluginLoadFromPath(argv[1]);',
    ...runs,
    '  return 0;',
    '}',
    '',
  ].join('\n');
}
