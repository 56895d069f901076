// `plugkit run`: runs a WebAssembly program with plug-ins, as `wasmedge` does.
import { readFile } from 'node:fs/promises';
import type { Engine, InstantiateResult, PluginHost, RunMode } from '#loader';
import { loadPlugins } from '#loader';
import { exportedFunctions, importedModules } from '#loader/internal';
import type { CommandOptions } from '../command.js';
import { CommandError, isDeliberate } from '../errors.js';
import { requirePath } from '../flags/given-paths.js';
import { officialPlugin } from '../project/known-plugins.js';
import { callFunction } from '../run/function.js';
import { setOptions } from '../run/options.js';

export const operands = '<program> [args...]';
export const passesArguments = true;

const adds = (text: string, former: readonly string[] = []): readonly string[] => [...former, text];

/** What a program in the text format may use. */
const FEATURES = {
  bulk_memory: true,
  exceptions: true,
  extended_const: true,
  multi_memory: true,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  tail_call: true,
  threads: true,
};

/** One of a few words. */
const oneOf =
  (flag: string, words: readonly string[]) =>
  (text: string): string => {
    if (words.includes(text)) return text;
    throw new CommandError('USAGE', `Cannot use ${flag} ${text}: expected ${words.join(' or ')}`);
  };

export const flags = [
  {
    flags: '--plugin <path>',
    description: 'a plug-in, or a directory of some, beside those in the default paths',
    parse: adds,
    again: 'adds' as const,
  },
  { flags: '--no-default-plugins', description: 'do not search the default paths' },
  {
    flags: '--option <plugin.option=value>',
    description: 'an option of a plug-in; --<plugin>.<option>=<value> says the same',
    parse: adds,
    again: 'adds' as const,
  },
  {
    flags: '--engine <engine>',
    description: 'what executes WebAssembly (v8, wasmedge)',
    parse: oneOf('--engine', ['v8', 'wasmedge']),
    default: 'v8',
  },
  {
    flags: '--library <path>',
    description: 'with --engine wasmedge: libwasmedge or its installation',
  },
  {
    flags: '--run-mode <mode>',
    description: 'with --engine wasmedge: interpreter, jit or aot',
    parse: oneOf('--run-mode', ['interpreter', 'jit', 'aot']),
  },
  {
    flags: '--dir <guest:host>',
    description: 'a directory that the program may use, by its own name and by the real one',
    parse: adds,
    again: 'adds' as const,
  },
  {
    flags: '--env <name=value>',
    description: 'an environment variable of the program',
    parse: adds,
    again: 'adds' as const,
  },
  {
    flags: '--reactor <function>',
    description: 'call this function with the arguments and print its results',
  },
];

interface Flags {
  plugin?: readonly string[];
  defaultPlugins: boolean;
  option?: readonly string[];
  engine: Engine;
  library?: string;
  runMode?: RunMode;
  dir?: readonly string[];
  env?: readonly string[];
  reactor?: string;
}

export interface RanProgram {
  /** The program's own; 0 for a reactor. */
  readonly exitCode: number;
  /** Of the function that --reactor names, as texts. */
  readonly results: readonly string[];
}

/** `--get-string.upper` before the program is the option of a plug-in. */
export function prepare(words: readonly string[]): string[] {
  const takesValue = (word: string) =>
    flags.some((flag) => flag.flags.startsWith(`${word} <`)) && !word.includes('=');
  const prepared = [...words];
  for (let at = 1; at < prepared.length; at += 1) {
    const word = prepared[at] as string;
    if (!word.startsWith('-') || word === '--') break;
    if (/^--[^=.]+\./.test(word)) prepared.splice(at, 1, '--option', word.slice(2));
    if (takesValue(prepared[at] as string)) at += 1;
  }
  return prepared;
}

/** What has a form of its own: `before<separator>after`. @throws {CommandError} USAGE */
function split(flag: string, text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  // A directory alone has one name for both.
  if (flag === '--dir' && text !== '') return [text, text];
  throw new CommandError('USAGE', `Cannot use ${flag} ${text}: expected <name>${separator}<value>`);
}

async function readProgram(path: string): Promise<Uint8Array> {
  requirePath(path, 'run');
  const bytes = await readFile(path);
  if (!/\.wat$/i.test(path)) return bytes;
  const { assemble } = await import('../project/text-format.js');
  return assemble(path, bytes, FEATURES);
}

/** @throws {CommandError} why nothing was loaded from a path that --plugin names */
function load(options: CommandOptions<Flags>): PluginHost {
  const { plugin: paths = [], defaultPlugins, engine, library, runMode } = options;
  const host = loadPlugins({
    paths: [],
    engine,
    ...(library === undefined ? {} : { library }),
    ...(runMode === undefined ? {} : { runMode }),
  });
  for (const path of paths) {
    const outcomes = host.loadFromPath(path);
    const [refused] = outcomes.filter(({ state }) => state === 'refused');
    if (!refused?.code || outcomes.length > 1) continue;
    const message = `Cannot load the plug-in ${refused.path}: ${refused.reason}`;
    throw new CommandError(refused.code, message, { hint: refused.hint });
  }
  if (defaultPlugins) host.loadFromDefaultPaths();
  return host;
}

/** Says what would have the missing modules: an official plug-in, or one that is to be named. */
async function explainMissing(
  error: unknown,
  bytes: Uint8Array,
  host: PluginHost,
): Promise<unknown> {
  if (!isDeliberate(error) || error.code !== 'MODULE_NOT_FOUND') return error;
  const offered = host.plugins.flatMap(({ modules }) => modules.map(({ name }) => name));
  const official = (await importedModules(bytes))
    .filter((module) => !offered.includes(module))
    .flatMap((module) => officialPlugin(module) ?? []);
  const names = [...new Set(official)].map((name) => `'${name}'`).join(', ');
  const hint =
    official.length > 0
      ? `Install the official plug-in ${names}; it is a C++ one, which needs --engine wasmedge`
      : 'Name the plug-in by --plugin <path>, or put it into a default path: plugkit explain lists them';
  return new CommandError(error.code, error.message, { cause: error, hint });
}

/** A trap, with the functions of WebAssembly that it happened in. */
function explainTrap(error: unknown, path: string): unknown {
  if (!(error instanceof WebAssembly.RuntimeError)) return error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /wasm/.test(line));
  const stack = frames.length > 0 ? `\n${frames.join('\n')}` : '';
  const { hint } = error as { hint?: string };
  return new CommandError(
    'PROGRAM_TRAPPED',
    `Cannot run ${path} to its end: ${error.message}${stack}`,
    { cause: error, hint },
  );
}

/** Node says that its WASI is experimental; whoever runs a program did not ask. */
function silenceWasiWarning(): void {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('WASI ')) emitWarning.call(process, warning, ...rest);
  }) as typeof emitWarning;
}

/** Runs the program in this process: its standard streams are this process's. */
export async function run(options: CommandOptions<Flags>): Promise<RanProgram> {
  const [path = '', ...args] = options.operands;
  const bytes = await readProgram(path);
  const host = load(options);
  setOptions(host, options.option ?? [], options.environment.variables);
  silenceWasiWarning();
  const { dir = [], env = [], reactor } = options;
  const wasi = {
    args: [path, ...(reactor === undefined ? args : [])],
    env: Object.fromEntries(env.map((text) => split('--env', text, '='))),
    preopens: Object.fromEntries(dir.map((text) => split('--dir', text, ':'))),
  };
  let result: InstantiateResult;
  try {
    result = await host.instantiate(bytes, { wasi });
  } catch (error) {
    throw explainTrap(await explainMissing(error, bytes, host), path);
  }
  try {
    return { exitCode: 0, results: [], ...(await execute(result, bytes, path, reactor, args)) };
  } catch (error) {
    throw explainTrap(error, path);
  }
}

async function execute(
  { instance, wasi }: InstantiateResult,
  bytes: Uint8Array,
  path: string,
  reactor: string | undefined,
  args: readonly string[],
): Promise<Partial<RanProgram>> {
  const { exports } = instance;
  if (reactor !== undefined) {
    if (typeof exports._initialize === 'function') wasi?.initialize();
    return { results: callFunction(exports, await exportedFunctions(bytes), reactor, args) };
  }
  if (typeof exports._start !== 'function') {
    const names = (await exportedFunctions(bytes)).map(({ name }) => name);
    throw new CommandError(
      'USAGE',
      `Cannot run ${path}: it exports no function _start, expected a program`,
      { hint: `Call one of its functions: --reactor ${names[0] ?? '<function>'}` },
    );
  }
  if (wasi) return { exitCode: wasi.start() };
  (exports._start as () => void)();
  return {};
}

export function render({ results }: RanProgram): string {
  return results.join('\n');
}

export function status({ exitCode }: RanProgram): number {
  return exitCode;
}
