// The names that C headers give a source, read from what the preprocessor makes of them, and a program that
// uses them all: compiled with other headers, it finds what these lack.
import { readFile, writeFile } from 'node:fs/promises';
import { projectPath } from '../../scripts/project/paths.js';
import { compile } from './compile.js';

/** One header of a directory, and what else the compiler is told. */
export interface Header {
  name: string;
  include: string;
  flags: readonly string[];
}

export interface HeaderNames {
  functions: string[];
  types: string[];
  enumerations: string[];
  enumerators: string[];
  /** `type.field`. */
  fields: string[];
  macros: string[];
}

const OURS = /^(WasmEdge_\w+|u?int128_t)$/;

function unique(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}

/** What the preprocessor makes of `#include <wasmedge/header>`. */
async function preprocess({ name, include, flags }: Header, ...mode: string[]): Promise<string> {
  const source = projectPath('build', 'test', 'headers', `${name}.c`);
  const output = `${source}${mode.join('')}.i`;
  await writeFile(source, `#include <wasmedge/${name}>\n`);
  const all = [...flags, '-E', ...mode];
  await compile({ sources: [source], output, language: 'c', includeDirs: [include], flags: all });
  return readFile(output, 'utf8');
}

/** What a header brings in, of WasmEdge's own names. */
export async function namesOf(header: Header): Promise<HeaderNames> {
  const text = (await preprocess(header, '-P')).replace(/\s+/g, ' ');
  const enumerators: string[] = [];
  const enumerations: string[] = [];
  for (const [, name = '', body = ''] of text.matchAll(/\benum (\w+) \{([^}]*)\}/g)) {
    enumerations.push(name);
    enumerators.push(...body.split(',').map((item) => item.split('=', 1)[0]?.trim() ?? ''));
  }
  const fields: string[] = [];
  for (const [, name, body = ''] of text.matchAll(/\bstruct (WasmEdge_\w+) \{([^}]*)\}/g)) {
    for (const field of body.split(';')) {
      const [, pointer, plain] = /\(\*(\w+)\)|(\w+)(?:\[\d+\])? *$/.exec(field.trim()) ?? [];
      if (pointer ?? plain) fields.push(`${name}.${pointer ?? plain}`);
    }
  }
  const typedefs = [...text.matchAll(/\btypedef [^;{]*(?:\{[^}]*\})?[^;]*;/g)].map(
    ([found]) => found,
  );
  const types = typedefs.map(
    (found) => (/\(\*(\w+)\)/.exec(found) ?? /(\w+)(?:\[\d+\])?;$/.exec(found))?.[1] ?? '',
  );
  const declared = text.replace(/\{[^}]*\}/g, ';').split(';');
  const functions = declared
    .filter((statement) => !/\btypedef\b/.test(statement))
    .flatMap((statement) => /\b(WasmEdge_\w+) *\(/.exec(statement)?.[1] ?? []);
  const macros = (await preprocess(header, '-dM')).matchAll(/^#define (\w+)/gm);
  return {
    functions: unique(functions),
    types: unique(types.filter((name) => OURS.test(name))),
    enumerations: unique(enumerations.filter((name) => OURS.test(name))),
    enumerators: unique(enumerators.filter((name) => OURS.test(name))),
    fields: unique(fields),
    // Guards against a second inclusion are of no use to a source.
    macros: unique(
      Array.from(macros, ([, name = '']) => name).filter(
        (name) => /^(WasmEdge_|WASMEDGE_)/.test(name) && !name.endsWith('_H'),
      ),
    ),
  };
}

/** A program that prints the values of enumerators and macros and the layouts of types, a line each. */
export function namesProgram(header: string, names: HeaderNames): string {
  const isComplete = (type: string) =>
    type.includes('128') || names.fields.some((field) => field.startsWith(`${type}.`));
  return [
    '#include <stddef.h>',
    '#include <stdint.h>',
    '#include <stdio.h>',
    `#include <wasmedge/${header}>`,
    '#define TEXT_OF(x) #x',
    ...names.functions.map((name) => `__typeof__(${name})* use_${name};`),
    ...names.types.map((name) => `${name}* type_${name};`),
    ...names.macros.map((name) => `#ifndef ${name}\n#error "no ${name}"\n#endif`),
    'int main(void) {',
    ...names.enumerations.map((name) => `  printf("${name} %zu\\n", sizeof(enum ${name}));`),
    ...names.enumerators.map((name) => `  printf("${name} %d\\n", (int)${name});`),
    ...names.types.filter(isComplete).map((name) => `  printf("${name} %zu\\n", sizeof(${name}));`),
    ...names.fields.map((field) => {
      const [type, name] = field.split('.') as [string, string];
      return `  printf("${field} %zu\\n", offsetof(struct ${type}, ${name}));`;
    }),
    ...names.macros
      .filter((name) => /VERSION/.test(name))
      .map((name) => `  puts("${name} " TEXT_OF(${name}));`),
    '  return 0;',
    '}',
    '',
  ].join('\n');
}
