// Bindings for guests in Rust: extern blocks, and functions over them that are safe where plugin.json says what their
// parameters are, or where none can be an address.
import type { ExportedType } from '#loader';
import type { BoundFunction, BoundModule, BoundPlugin } from './interface.js';
import { comment, identifiers, quotedRust } from './names.js';
import { fitsTypes, flatten, headLine, moduleLine, signature } from './text.js';

const TYPES: readonly ExportedType[] = ['i32', 'i64', 'f32', 'f64'];

const expressible = (item: BoundFunction): boolean =>
  fitsTypes(item, (type) => TYPES.includes(type));

const returned = ({ results: [result] }: BoundFunction): string =>
  result ? ` -> ${result.type}` : '';

/** A number may be an address that the host function writes to, unless it is said what it is. */
const isSafe = ({ described, types }: BoundFunction): boolean =>
  described || !types.params.some((type) => type === 'i32' || type === 'i64');

function declaration(item: BoundFunction, name: string): string[] {
  const flat = flatten(item);
  const names = identifiers(flat.map((each) => each.name));
  const list = flat.map(({ type }, index) => `${names[index]}: ${type}`).join(', ');
  return [
    `        #[link_name = ${quotedRust(item.name)}]`,
    `        pub fn ${name}(${list})${returned(item)};`,
  ];
}

function wrapper(item: BoundFunction, name: string): string[] {
  const names = identifiers(item.params.map((each) => each.name));
  const list = item.params.map(({ type }, index) => {
    if (type === 'bytes') return `${names[index]}: &[u8]`;
    return `${names[index]}: ${type === 'buffer' ? '&mut [u8]' : type}`;
  });
  const given = item.params.flatMap(({ type }, index) => {
    const each = names[index];
    if (type === 'bytes') return [`${each}.as_ptr() as i32`, `${each}.len() as i32`];
    return type === 'buffer'
      ? [`${each}.as_mut_ptr() as i32`, `${each}.len() as i32`]
      : [`${each}`];
  });
  const call = `imports::${name}(${given.join(', ')})`;
  const head = `pub ${isSafe(item) ? '' : 'unsafe '}fn ${name}(${list.join(', ')})${returned(item)}`;
  const text = [
    `    /// \`${comment(item.name)}\`: \`${signature(item)}\``,
    ...(isSafe(item)
      ? []
      : [
          '    ///',
          '    /// # Safety',
          '    ///',
          '    /// A number may be an address in memory that the host function reads or writes.',
        ]),
  ];
  return [...text, '    #[inline]', `    ${head} {`, `        unsafe { ${call} }`, '    }', ''];
}

function moduleLines(module: BoundModule, name: string): string[] {
  const names = identifiers(module.functions.map((item) => item.name));
  const functions = module.functions.flatMap((item, index) =>
    expressible(item) ? [{ item, name: names[index] as string }] : [],
  );
  const left = [
    ...module.functions
      .filter((item) => !expressible(item))
      .map((item) => `${item.name}: ${signature(item)}`),
    ...module.others,
  ].map((text) => `    //   ${comment(text)}`);
  return [
    `/// ${moduleLine(module)}`,
    `pub mod ${name} {`,
    '    mod imports {',
    `        #[link(wasm_import_module = ${quotedRust(module.name)})]`,
    '        unsafe extern "C" {',
    ...functions.flatMap((each) => declaration(each.item, each.name).map((line) => `    ${line}`)),
    '        }',
    '    }',
    '',
    ...functions.flatMap((each) => wrapper(each.item, each.name)).slice(0, -1),
    ...(left.length > 0 ? ['', '    // Rust has no declaration for', ...left] : []),
    '}',
    '',
  ];
}

/** A module of Rust 2021 or 2024, from Rust 1.82 on. */
export function renderRust(plugin: BoundPlugin): string {
  const names = identifiers(plugin.modules.map(({ name }) => name));
  return [
    `// ${headLine(plugin, 'rust')}`,
    '',
    ...plugin.modules.flatMap((module, index) => moduleLines(module, names[index] as string)),
  ].join('\n');
}
