// Reads plugin.json files: the build takes sources and name from them, the matrix the test cases.
import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { closest } from '#loader/internal';
import { CommandError } from '../errors.js';

/** A number under the name of its type; i64 as a decimal string. */
export type Value =
  | { i32: number }
  | { i64: string }
  | { f32: number | string }
  | { f64: number | string };

/** One call and its outcome: exactly one of `returns`, `fails`, `traps` and `terminates` is there. */
export interface TestCase {
  name: string;
  /** A .wat file, relative to the plug-in's folder; without it `module` is called from JavaScript. */
  guest?: string;
  module?: string;
  call: string;
  args?: Value[];
  options?: Record<string, string | number | boolean>;
  returns?: Value[];
  fails?: { category: 'wasm' | 'user'; code: number };
  traps?: true;
  terminates?: true;
  memory?: { offset: number; text: string };
}

/** Names of parameters and results, each `name`, `name: type`, `name: bytes` or `name: buffer`, by module and function. */
export type Interface = Readonly<
  Record<string, Readonly<Record<string, { params?: string[]; results?: string[] }>>>
>;

export interface Manifest {
  name: string;
  version: string;
  description: string;
  language: 'c' | 'c++' | 'rust';
  /** Relative to the plug-in's folder. One of `sources`, `cmake` and `cargo` is there. */
  sources?: string[];
  cmake?: string;
  cargo?: string;
  cxxLibrary?: boolean;
  include?: string[];
  defines?: Record<string, string | number | true>;
  standard?: `c${11 | 17 | 23}` | `c++${17 | 20 | 23}`;
  /** By process.platform. */
  libraries?: Partial<Record<'linux' | 'darwin' | 'win32', string[]>>;
  flags?: Partial<Record<'c' | 'c++' | 'link', string[]>>;
  modules: string[];
  interface?: Interface;
  tests: TestCase[];
}

/** A plug-in's folder and what its plugin.json says. */
export interface PluginSource {
  directory: string;
  manifest: Manifest;
}

const schemaFile = new URL('../../../docs/plugin.schema.json', import.meta.url);
const validate = new Ajv({
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
}).compile<Manifest>(JSON.parse(readFileSync(schemaFile, 'utf8')));

/** What the schema wants at the place of an error, in words. */
function expectation({ keyword, params, parentSchema, schema }: ErrorObject): string {
  if (keyword === 'required') return `a property '${params.missingProperty}'`;
  if (keyword === 'additionalProperties') {
    const unknown = params.additionalProperty as string;
    const meant = closest(unknown, Object.keys(parentSchema?.properties ?? {}));
    return `no property '${unknown}'${meant === undefined ? '' : `, did you mean '${meant}'?`}`;
  }
  if (keyword === 'type') return [schema].flat().join(' or ');
  if (keyword === 'enum') return (schema as unknown[]).map((value) => `'${value}'`).join(' or ');
  if (keyword === 'const') return JSON.stringify(schema);
  if (keyword === 'minimum') return `at least ${schema}`;
  if (keyword === 'maximum') return `at most ${schema}`;
  if (keyword === 'maxLength') return `at most ${schema} characters`;
  if (keyword === 'minItems' || keyword === 'minLength') return 'at least one';
  if (keyword === 'uniqueItems') return 'no element twice';
  return parentSchema?.description ?? 'what docs/plugin.schema.json says';
}

/** One line for one error: JSON pointer, actual, expected. */
function describe(error: ErrorObject): string {
  const actual = JSON.stringify(error.data);
  const short = actual.length > 60 ? `${actual.slice(0, 57)}...` : actual;
  return `${error.instancePath || '/'} is ${short}, expected ${expectation(error)}`;
}

/** The errors a person wants to see: not those of the branches of a choice, which the choice sums up. */
function relevant(errors: ErrorObject[]): ErrorObject[] {
  const outside = errors.filter(({ schemaPath }) => !/\/(oneOf|anyOf)\/\d+\//.test(schemaPath));
  // The top-level choice is between two properties: its description is the file's, so name them.
  return outside.map((error) =>
    error.keyword === 'oneOf' && error.instancePath === ''
      ? {
          ...error,
          parentSchema: { description: "either 'sources' or 'cmake', or in Rust 'cargo'" },
        }
      : error,
  );
}

/** Names that Windows keeps for devices, whatever their case and extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** What is for the project that plugkit makes of `sources`. */
const OF_SOURCES = ['include', 'defines', 'standard', 'libraries', 'flags'] as const;

/** The file of a project that builds itself. */
const buildFile = ({ cmake, cargo }: Pick<Manifest, 'cmake' | 'cargo'>): string =>
  cargo === undefined ? `${cmake}/CMakeLists.txt` : `${cargo}/Cargo.toml`;

/** What the schema cannot say: names that systems allow, files that must exist. */
function inconsistencies(directory: string, { name, ...manifest }: Manifest): string[] {
  const missing = (pointer: string, path: string) =>
    statSync(join(directory, path), { throwIfNoEntry: false })?.isFile()
      ? []
      : [`${pointer} is '${path}', expected a file in ${directory}`];
  return [
    ...(RESERVED.test(name)
      ? [`/name is '${name}', expected a name that Windows does not keep for a device`]
      : []),
    ...OF_SOURCES.flatMap((key) =>
      manifest.sources === undefined && manifest[key] !== undefined
        ? [`/${key} is there, expected it to be said in ${buildFile(manifest)}`]
        : [],
    ),
    ...((manifest.language === 'rust') !== (manifest.cargo !== undefined)
      ? [
          `/language is '${manifest.language}', expected ${manifest.cargo === undefined ? "'cargo' to name the folder of a Cargo.toml" : "'rust', as 'cargo' is there"}`,
        ]
      : []),
    ...(manifest.standard && manifest.standard.startsWith('c++') !== (manifest.language === 'c++')
      ? [`/standard is '${manifest.standard}', expected one of the language ${manifest.language}`]
      : []),
    ...(manifest.include ?? []).flatMap((path, i) =>
      statSync(join(directory, path), { throwIfNoEntry: false })?.isDirectory()
        ? []
        : [`/include/${i} is '${path}', expected a directory in ${directory}`],
    ),
    ...(manifest.sources ?? []).flatMap((path, i) => missing(`/sources/${i}`, path)),
    ...(manifest.cmake ? missing('/cmake', buildFile(manifest)) : []),
    ...(manifest.cargo ? missing('/cargo', buildFile(manifest)) : []),
    ...Object.keys(manifest.interface ?? {}).flatMap((name) =>
      manifest.modules.includes(name)
        ? []
        : [`/interface has '${name}', expected one of ${manifest.modules.join(', ')}`],
    ),
    ...manifest.tests.flatMap(({ guest, module }, i) =>
      guest !== undefined
        ? missing(`/tests/${i}/guest`, guest)
        : manifest.modules.includes(module as string)
          ? []
          : [`/tests/${i}/module is '${module}', expected one of ${manifest.modules.join(', ')}`],
    ),
  ];
}

/** Bytes; a plugin.json is text that people write. */
const SIZE_LIMIT = 2 ** 20;

/** The text of a plugin.json; throws an error that says what is there instead. */
async function readText(file: string): Promise<string> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error('it is no file, expected a JSON text');
  if (found.size > SIZE_LIMIT) {
    throw new Error(`it has ${found.size} bytes, expected at most ${SIZE_LIMIT}`);
  }
  const bytes = await readFile(file);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error('it is UTF-16, expected UTF-8');
  }
  try {
    // Takes a byte order mark away, too.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error('it is not UTF-8', { cause });
  }
}

/**
 * Reads the plugin.json of a plug-in's folder.
 * @throws {CommandError} FILE_UNREADABLE, or MANIFEST_INVALID with every mistake by its JSON pointer
 */
export async function readManifest(directory: string): Promise<PluginSource> {
  const file = join(directory, 'plugin.json');
  const fail = (mistakes: string[], cause?: unknown) =>
    new CommandError('MANIFEST_INVALID', `Cannot read ${file}: ${mistakes.join('; ')}`, {
      cause,
      hint: 'See docs/plugin.schema.json, which editors use when "$schema" names it',
    });

  const text = await readText(file).catch((cause: unknown) => {
    throw new CommandError('FILE_UNREADABLE', `Cannot read ${file}: ${(cause as Error).message}`, {
      cause,
      hint: 'A plug-in is a folder with a plugin.json',
    });
  });
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw fail([(cause as Error).message], cause);
  }
  if (!validate(manifest)) throw fail(relevant(validate.errors ?? []).map(describe));
  const mistakes = inconsistencies(directory, manifest);
  if (mistakes.length > 0) throw fail(mistakes);
  return { directory, manifest };
}
