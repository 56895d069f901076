// Runs a WebAssembly program in this process: its standard streams are this process's.
import { readFile } from 'node:fs/promises';
import type { Engine, InstantiateResult, PluginHost, RunMode } from '#loader';
import { loadPlugins } from '#loader';
import { exportedFunctions, limitMemories } from '#loader/internal';
import { CommandError } from '../errors.js';
import { requirePath } from '../flags/given-paths.js';
import { leaveInterruptsToSystem } from '../process/interrupt.js';
import { callFunction } from './function.js';
import { explainMissing } from './missing.js';
import { setOptions } from './options.js';

/** What is to run, as plain data: another process may do it. */
export interface RunRequest {
  /** The file of the program, binary or .wat. */
  readonly program: string;
  readonly args: readonly string[];
  /** Files and directories of plug-ins, beside those in the default paths. */
  readonly plugins: readonly string[];
  readonly defaultPlugins: boolean;
  /** Options of plug-ins: a file of them, texts `name=value`, and the environment's variables. */
  readonly optionsFile?: string | undefined;
  readonly options: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly engine: Engine;
  readonly library?: string | undefined;
  readonly runMode?: RunMode | undefined;
  /** Texts `guest:host`. */
  readonly dir: readonly string[];
  /** Texts `name=value`. */
  readonly env: readonly string[];
  /** The function to call instead of _start. */
  readonly reactor?: string | undefined;
  /** Pages that each of the program's memories may have. */
  readonly memoryPageLimit?: number | undefined;
}

export interface RanProgram {
  /** The program's own; 0 for a reactor. */
  readonly exitCode: number;
  /** Of the function that --reactor names, as texts. */
  readonly results: readonly string[];
}

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
  const bytes = await readFile(path).catch((error: Error) => {
    throw new CommandError('FILE_UNREADABLE', `Cannot run ${path}: ${error.message}`, {
      cause: error,
      hint: 'Check that it is a file you may read',
    });
  });
  if (!/\.wat$/i.test(path)) return bytes;
  const { assemble } = await import('../project/text-format.js');
  return assemble(path, bytes, FEATURES);
}

/** @throws {CommandError} why nothing was loaded from a path that --plugin names */
function load({ plugins, defaultPlugins, engine, library, runMode }: RunRequest): PluginHost {
  const host = loadPlugins({
    paths: [],
    engine,
    ...(library === undefined ? {} : { library }),
    ...(runMode === undefined ? {} : { runMode }),
  });
  for (const path of plugins) {
    const outcomes = host.loadFromPath(path);
    const [refused] = outcomes.filter(({ state }) => state === 'refused');
    if (!refused?.code || outcomes.length > 1) continue;
    const message = `Cannot load the plug-in ${refused.path}: ${refused.reason}`;
    throw new CommandError(refused.code, message, { hint: refused.hint });
  }
  if (defaultPlugins) host.loadFromDefaultPaths();
  return host;
}

/** A trap, with the functions of WebAssembly that it happened in; a file that is no WebAssembly, or does not fit. */
function explainFailure(error: unknown, path: string): unknown {
  if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
    const why = error.message.replace(/^WebAssembly\.\w+\(\): /, '');
    return new CommandError('PROGRAM_INVALID', `Cannot run ${path}: ${why}`, {
      cause: error,
      hint: 'Give it a WebAssembly module, as a binary or a file .wat of the text format',
    });
  }
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

/** A memory that may not grow beyond so many pages. */
async function limited(bytes: Uint8Array, path: string, pages?: number): Promise<Uint8Array> {
  if (pages === undefined) return bytes;
  const { bytes: changed, needs } = await limitMemories(bytes, pages);
  if (needs <= pages) return changed;
  throw new CommandError(
    'PROGRAM_LIMITED',
    `Cannot run ${path}: it starts with a memory of ${needs} pages, expected at most ${pages}`,
    { hint: `Allow what it needs: --memory-page-limit ${needs}` },
  );
}

/** @throws {CommandError} USAGE, FILE_NOT_FOUND, PROGRAM_TRAPPED, PROGRAM_LIMITED; and what the loader throws */
export async function runProgram(request: RunRequest): Promise<RanProgram> {
  const { program: path, args, dir, env, reactor, memoryPageLimit } = request;
  const bytes = await limited(await readProgram(path), path, memoryPageLimit);
  const host = load(request);
  setOptions(host, request);
  silenceWasiWarning();
  leaveInterruptsToSystem(); // what runs WebAssembly hears no signals
  const wasi = {
    args: [path, ...(reactor === undefined ? args : [])],
    env: Object.fromEntries(env.map((text) => split('--env', text, '='))),
    preopens: Object.fromEntries(dir.map((text) => split('--dir', text, ':'))),
  };
  let result: InstantiateResult;
  try {
    result = await host.instantiate(bytes, { wasi });
  } catch (error) {
    throw explainFailure(await explainMissing(error, bytes, host), path);
  }
  try {
    return { exitCode: 0, results: [], ...(await execute(result, bytes, path, reactor, args)) };
  } catch (error) {
    throw explainFailure(error, path);
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
