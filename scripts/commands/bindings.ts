// `plugkit bindings`: what guests and programs need to call a plug-in, made of its binary: headers for C and C++, a module
// for Rust, types for TypeScript.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderC, renderCpp } from '../bindings/c.js';
import { type BoundPlugin, bindPlugin } from '../bindings/interface.js';
import { renderRust } from '../bindings/rust.js';
import { renderTypeScript } from '../bindings/typescript.js';
import type { CommandOptions } from '../command.js';
import { builtLibrary } from '../compile/built.js';
import { CommandError } from '../errors.js';
import { ENGINE_FLAGS, type EngineFlags, engineOf } from '../explain/engine.js';
import { explainPaths } from '../explain/paths.js';
import type { DescribedPlugin } from '../explain/probe-process.js';
import { TIMEOUT_FLAG } from '../explain/timeout.js';
import { PLUGINS_FLAG, wordFlag } from '../flags/flags.js';
import { writeWhole } from '../output/file.js';
import { type Interface, readManifest } from '../project/manifest.js';

export const operands = '<plug-in>';

const LANGUAGES: Readonly<Record<string, (plugin: BoundPlugin) => string>> = {
  c: renderC,
  cpp: renderCpp,
  rust: renderRust,
  ts: renderTypeScript,
};

export const flags = [
  wordFlag('--lang <language>', 'what they are for: c, cpp, rust, ts', Object.keys(LANGUAGES)),
  { flags: '-o, --out <file>', description: 'write them into this file' },
  { flags: '--check', description: 'with --out: write nothing, fail if the file is another' },
  {
    flags: '--interface <plugin.json>',
    description: 'for a library: the file that names parameters, in its part "interface"',
  },
  PLUGINS_FLAG,
  ...ENGINE_FLAGS,
  TIMEOUT_FLAG,
];

interface Flags extends EngineFlags {
  lang?: string;
  out?: string;
  check?: boolean;
  interface?: string;
  plugins?: string;
  timeout: number;
}

export interface BindingsData {
  plugin: string;
  version: string;
  language: string;
  /** The file, when --out names one. */
  file: string | null;
  /** Of the file: what it is now, or with --check whether it is as it should be; null without --out. */
  state: 'written' | 'unchanged' | 'differs' | null;
  /** The first line that differs, with --check. */
  difference: { line: number; actual: string; expected: string } | null;
  document: string;
}

/** The library of an operand, and what its plugin.json says of parameters. */
async function findLibrary(
  operand: string,
  { plugins, environment, interface: named }: CommandOptions<Flags>,
): Promise<{ file: string; names: Interface | undefined }> {
  const isFile = statSync(operand, { throwIfNoEntry: false })?.isFile() === true;
  if (isFile) {
    const source = named === undefined ? undefined : await readManifest(resolve(named, '..'));
    return { file: resolve(operand), names: source?.manifest.interface };
  }
  if (named !== undefined) {
    throw new CommandError(
      'USAGE',
      `Cannot use --interface ${named} for ${operand}: it is for a library, expected a file`,
      { hint: 'A plug-in of the project has the names in its own plugin.json' },
    );
  }
  const doing = 'make bindings of';
  const { file, source } = await builtLibrary(operand, { plugins, environment, doing });
  return { file, names: source.manifest.interface };
}

async function describe(file: string, options: CommandOptions<Flags>): Promise<DescribedPlugin> {
  const { timeout } = options;
  const { paths, plugins, loaderError } = await explainPaths({
    given: [file],
    timeout,
    describe: 'modules',
    engine: engineOf(options),
  });
  const refused = paths
    .flatMap(({ outcomes }) => outcomes)
    .find(({ state }) => state === 'refused');
  if (refused?.code) {
    const { code, reason, hint } = refused;
    throw new CommandError(code, `Cannot make bindings of ${file}: ${reason}`, { hint });
  }
  const [plugin] = plugins;
  if (plugin && loaderError === null) return plugin;
  throw new CommandError(
    'PLUGIN_CRASHED',
    `Cannot make bindings of ${file}: ${loaderError ?? 'nothing was loaded'}`,
    { hint: `plugkit inspect ${file} shows what can be known of it` },
  );
}

function compare(file: string, text: string): Pick<BindingsData, 'state' | 'difference'> {
  // Checkouts may have other ends of lines.
  const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const expected = text.split('\n');
  const at = [...Array(Math.max(lines.length, expected.length)).keys()].find(
    (index) => lines[index] !== expected[index],
  );
  if (at === undefined) return { state: 'unchanged', difference: null };
  const difference = { line: at + 1, actual: lines[at] ?? '', expected: expected[at] ?? '' };
  return { state: 'differs', difference };
}

/**
 * @throws {CommandError} USAGE, PLUGIN_UNKNOWN, NOTHING_SELECTED; BUILD_FAILED; INTERFACE_MISMATCH; and what the loader
 *   says of the library
 */
export async function run(options: CommandOptions<Flags>): Promise<BindingsData> {
  const { operands, lang: language, out, check = false } = options;
  const [operand = ''] = operands;
  const make = language === undefined ? undefined : LANGUAGES[language];
  if (language === undefined || !make) {
    throw new CommandError(
      'USAGE',
      `Cannot make bindings of ${operand}: --lang is missing, expected ${Object.keys(LANGUAGES).join(', ')}`,
      { hint: `plugkit bindings ${operand} --lang c` },
    );
  }
  if (check && out === undefined) {
    throw new CommandError(
      'USAGE',
      'Cannot use --check without --out: expected the file to compare',
    );
  }
  const { file, names } = await findLibrary(operand, options);
  const plugin = bindPlugin(await describe(file, options), names);
  const text = make(plugin);
  const head = { plugin: plugin.name, version: plugin.version, language, document: text };
  if (out === undefined) return { ...head, file: null, state: null, difference: null };
  const compared = compare(out, text);
  if (check || compared.state === 'unchanged') return { ...head, file: resolve(out), ...compared };
  writeWhole(out, text);
  return { ...head, file: resolve(out), state: 'written', difference: null };
}

export function render({ file, state, difference, document }: BindingsData): string {
  if (file === null) return document.trimEnd();
  if (!difference) return `${file}: ${state}`;
  const { line, actual, expected } = difference;
  return `${file}:${line}: is\n  ${actual}\nexpected\n  ${expected}`;
}

export function failed({ state }: BindingsData): boolean {
  return state === 'differs';
}
