// Bindings for guests in C and C++, as clang compiles them to WebAssembly: declarations with import attributes.
import type { ExportedType } from '#loader';
import type { BoundFunction, BoundModule, BoundPlugin } from './interface.js';
import { comment, identifier, identifiers, quotedC } from './names.js';
import { fitsTypes, headLine, moduleLine, signature } from './text.js';

const TYPES: Readonly<Partial<Record<ExportedType, string>>> = {
  i32: 'int32_t',
  i64: 'int64_t',
  f32: 'float',
  f64: 'double',
  v128: 'v128_t',
  externref: '__externref_t',
};

/** What is there only when the compiler is told so. */
const FEATURES: readonly { type: ExportedType; macro: string; flag: string }[] = [
  { type: 'v128', macro: '__wasm_simd128__', flag: '-msimd128' },
  { type: 'externref', macro: '__wasm_reference_types__', flag: '-mreference-types' },
];

const uses = ({ types }: BoundFunction, wanted: ExportedType): boolean =>
  [...types.params, ...types.results].includes(wanted);

const expressible = (item: BoundFunction): boolean => fitsTypes(item, (type) => type in TYPES);

/** The parameters as C declares them; names are each once. */
function parameters({ params }: BoundFunction): string {
  const names = identifiers(
    params.flatMap(({ name, type }) =>
      type === 'bytes' || type === 'buffer' ? [name, `${name}_length`] : [name],
    ),
  );
  let at = 0;
  const texts = params.flatMap(({ type }) => {
    const name = names[at++];
    if (type !== 'bytes' && type !== 'buffer') return `${TYPES[type]} ${name}`;
    return [`${type === 'bytes' ? 'const ' : ''}void *${name}`, `int32_t ${names[at++]}`];
  });
  return texts.join(', ');
}

const returned = ({ results: [result] }: BoundFunction): string =>
  result ? (TYPES[result.type] as string) : 'void';

function attributes(module: BoundModule, item: BoundFunction): string {
  const [from, name] = [quotedC(module.name), quotedC(item.name)];
  return `__attribute__((import_module(${from}), import_name(${name})))`;
}

/** The declaration, between what asks for the features that it needs. */
function guarded(item: BoundFunction, lines: readonly string[]): string[] {
  const needed = FEATURES.filter(({ type }) => uses(item, type));
  if (needed.length === 0) return [...lines, ''];
  const condition = needed.map(({ macro }) => `defined(${macro})`).join(' && ');
  const flags = needed.map(({ flag }) => flag).join(' ');
  return [`#if ${condition} // ${flags}`, ...lines, '#endif', ''];
}

function left(module: BoundModule): string[] {
  const functions = module.functions.filter((item) => !expressible(item));
  const lines = functions.map((item) => `//   ${comment(item.name)}: ${signature(item)}`);
  const others = module.others.map((text) => `//   ${comment(text)}`);
  const all = [...lines, ...others];
  return all.length === 0 ? [] : ['// C has no declaration for', ...all, ''];
}

const usesSimd = ({ modules }: BoundPlugin): boolean =>
  modules.some(({ functions }) =>
    functions.some((item) => expressible(item) && uses(item, 'v128')),
  );

const INCLUDE_SIMD = ['#ifdef __wasm_simd128__', '#include <wasm_simd128.h>', '#endif'];

function open(
  plugin: BoundPlugin,
  language: string,
  extension: string,
  includes: readonly string[],
): string[] {
  const guard = `${identifier(plugin.name).toUpperCase()}_BINDINGS_${extension}`;
  return [
    `// ${headLine(plugin, language)}`,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    ...includes,
    ...(usesSimd(plugin) ? INCLUDE_SIMD : []),
    '',
  ];
}

/** A header for C, of functions `<module>_<function>`; C++ may include it, too. */
export function renderC(plugin: BoundPlugin): string {
  const all = plugin.modules.flatMap(({ name, functions }) =>
    functions.map((item) => `${name}_${item.name}`),
  );
  const names = identifiers(all);
  let at = 0;
  const modules = plugin.modules.flatMap((module) => [
    `// ${moduleLine(module)}`,
    '',
    ...module.functions.flatMap((item) => {
      const name = names[at++];
      if (!expressible(item)) return [];
      const list = parameters(item) || 'void';
      return guarded(item, [attributes(module, item), `${returned(item)} ${name}(${list});`]);
    }),
    ...left(module),
  ]);
  return [
    ...open(plugin, 'c', 'H', ['#include <stdint.h>']),
    '#ifdef __cplusplus',
    'extern "C" {',
    '#endif',
    '',
    ...modules,
    '#ifdef __cplusplus',
    '}',
    '#endif',
    '',
    '#endif',
    '',
  ].join('\n');
}

/** The same function for texts, when it reads bytes: each is one argument then. */
function overload(item: BoundFunction, namespace: string, name: string): string[] {
  if (!item.params.some(({ type }) => type === 'bytes')) return [];
  const names = identifiers(item.params.map((each) => each.name));
  const list = item.params.flatMap(({ type }, index) => {
    if (type === 'bytes') return [`std::string_view ${names[index]}`];
    if (type === 'buffer') return [`void *${names[index]}`, `int32_t ${names[index]}_length`];
    return [`${TYPES[type]} ${names[index]}`];
  });
  const given = item.params.flatMap(({ type }, index) => {
    const each = names[index];
    if (type === 'bytes') return [`${each}.data()`, `static_cast<int32_t>(${each}.size())`];
    return type === 'buffer' ? [`${each}`, `${each}_length`] : [`${each}`];
  });
  // By its whole name, as a parameter may be called like the function.
  const call = `::${namespace}::${name}(${given.join(', ')})`;
  return [
    `inline ${returned(item)} ${name}(${list.join(', ')}) {`,
    `  ${item.results.length > 0 ? 'return ' : ''}${call};`,
    '}',
  ];
}

/** A header for C++17, a namespace for each module. */
export function renderCpp(plugin: BoundPlugin): string {
  const namespaces = identifiers(plugin.modules.map(({ name }) => name));
  const modules = plugin.modules.flatMap((module, index) => {
    const names = identifiers(module.functions.map(({ name }) => name));
    return [
      `// ${moduleLine(module)}`,
      `namespace ${namespaces[index]} {`,
      '',
      ...module.functions.flatMap((item, number) => {
        if (!expressible(item)) return [];
        const name = names[number] as string;
        return guarded(item, [
          attributes(module, item),
          `${returned(item)} ${name}(${parameters(item)});`,
          ...overload(item, namespaces[index] as string, name),
        ]);
      }),
      ...left(module),
      `} // namespace ${namespaces[index]}`,
      '',
    ];
  });
  const includes = ['#include <cstdint>', '#include <string_view>'];
  return [...open(plugin, 'cpp', 'HPP', includes), ...modules, '#endif', ''].join('\n');
}
