// Types for programs of Node: what createModule() returns for each module of the plug-in.
import type { ExportedType } from '#loader';
import type { BoundFunction, BoundModule, BoundPlugin } from './interface.js';
import { comment, identifiers } from './names.js';
import { fitsTypes, flatten, headLine, moduleLine, signature } from './text.js';

/** JavaScript has no values of v128. */
const TYPES: Readonly<Partial<Record<ExportedType, string>>> = {
  i32: 'number',
  i64: 'bigint',
  f32: 'number',
  f64: 'number',
  funcref: '((...args: never[]) => unknown) | null',
  externref: 'unknown',
};

const expressible = (item: BoundFunction): boolean =>
  fitsTypes(item, (type) => type in TYPES, Number.POSITIVE_INFINITY);

/** The name as a property's; `new` would declare a constructor. */
const property = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'new' ? name : JSON.stringify(name);

function returned({ results }: BoundFunction): string {
  const types = results.map(({ type }) => TYPES[type] as string);
  if (types.length === 0) return 'void';
  return types.length === 1 ? (types[0] as string) : `[${types.join(', ')}]`;
}

function member(item: BoundFunction): string[] {
  const text = `  /** \`${signature(item)}\` */`;
  const flat = flatten(item);
  const names = identifiers(flat.map(({ name }) => name));
  const list = flat.map(({ type }, index) => `${names[index]}: ${TYPES[type]}`).join(', ');
  if (!expressible(item))
    return [`  // ${comment(item.name)}: ${signature(item)}, which JavaScript cannot call`];
  return [text, `  ${property(item.name)}(${list}): ${returned(item)};`];
}

/** Without a name of its own, which could be one of the loader's. */
const moduleType = (module: BoundModule): string[] => [
  `    /** ${moduleLine(module)} */`,
  `    ${property(module.name)}: {`,
  ...module.functions.flatMap(member).map((line) => `    ${line}`),
  '    };',
];

/** A declaration file: programs that include it have createModule() typed by the names of modules. */
export const renderTypeScript = (plugin: BoundPlugin): string =>
  [
    `// ${headLine(plugin, 'ts')}`,
    "import 'wasmedge-plugin-kit';",
    '',
    "declare module 'wasmedge-plugin-kit' {",
    '  interface PluginModules {',
    ...plugin.modules.flatMap(moduleType),
    '  }',
    '}',
    '',
  ].join('\n');
