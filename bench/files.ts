// Compiles what the benchmarks load, once for all Node versions: the plug-in, the reference addon, the
// guests, the driver of a stock WasmEdge. Called by run.ts; the children get the paths.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import wabt from 'wabt';
import { findRust } from '../scripts/compile/rust.js';
import type { CommandError } from '../scripts/errors.js';
import { readEnvironment } from '../scripts/flags/environment.js';
import { run } from '../scripts/process/run.js';
import { projectPath } from '../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../test/support/compile.js';
import { type Stock, stockWasmEdge } from '../test/support/stock.js';
import { GUEST_NAMES, type GuestName, guestText } from './guests.js';

export interface StockFiles {
  readonly version: string;
  /** What programs that use the library are started with, and their environment. */
  readonly start: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly driver: string;
  /** Compiled ahead of time. */
  readonly ahead: Readonly<Record<GuestName, string>>;
}

export interface Files {
  readonly plugin: string;
  /** The same as stock headers make it. */
  readonly calling: string;
  /** Functions of it in Rust; undefined where there is no cargo. */
  readonly rust: string | undefined;
  readonly reference: string;
  readonly guests: Readonly<Record<GuestName, string>>;
  /** The reason where there is none. */
  readonly stock: StockFiles | { readonly skip: string };
}

const DIRECTORY = projectPath('build/bench');
const source = (name: string) => projectPath('bench/native', name);
const WARNINGS = ['-Wall', '-Wextra', '-Werror'];

async function assembleGuests(): Promise<Record<GuestName, string>> {
  const { parseWat } = await wabt();
  const entries = GUEST_NAMES.map(async (name) => {
    const module = parseWat(`${name}.wat`, guestText(name), { simd: true, reference_types: true });
    const file = join(DIRECTORY, `${name}.wasm`);
    await writeFile(file, module.toBinary({}).buffer);
    module.destroy();
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<GuestName, string>;
}

async function stockFiles(
  stock: Stock,
  libraries: readonly string[],
  guests: Record<GuestName, string>,
): Promise<StockFiles> {
  const driver = await compile({
    sources: [source('stock.c')],
    output: join(DIRECTORY, 'stock'),
    language: 'c',
    includeDirs: [includeDirectory],
    libraries,
    flags: WARNINGS,
  });
  const ahead: Record<string, string> = {};
  for (const [name, guest] of Object.entries(guests)) {
    const output = guest.replace(/\.wasm$/, `.${stock.version}.aot.wasm`);
    const { status, stdout, stderr } = await stock.run(stock.wasmedge, ['compile', guest, output]);
    if (status !== 0) throw new Error(`Cannot compile ${guest} ahead of time: ${stdout}${stderr}`);
    ahead[name] = output;
  }
  const { version, start, env } = stock;
  return { version, start, env, driver, ahead: ahead as Record<GuestName, string> };
}

/** By cargo for this machine, as authors do; undefined where there is none. */
async function buildRust(): Promise<string | undefined> {
  try {
    await findRust(readEnvironment(process.env, { quiet: true }));
  } catch (error) {
    if ((error as CommandError).code === 'RUST_MISSING') return undefined;
    throw error;
  }
  const target = join(DIRECTORY, 'rust');
  const args = ['build', '--release', '--locked', '--manifest-path', source('rust/Cargo.toml')];
  await run(['cargo', ...args, '--target-dir', target]);
  const extension = process.platform === 'darwin' ? 'dylib' : 'so';
  return join(target, 'release', `libbench_rust.${extension}`);
}

export async function buildFiles(): Promise<Files> {
  await mkdir(DIRECTORY, { recursive: true });
  const libraries = await linkLibraries();
  const mac = process.platform === 'darwin' ? ['-Wl,-undefined,dynamic_lookup'] : [];
  const flags = ['-shared', '-fvisibility=hidden', ...WARNINGS, ...mac];
  const compilePlugin = (name: string, more: readonly string[] = []) =>
    compile({
      sources: [source('plugin.c')],
      output: join(DIRECTORY, name),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries,
      flags: [...flags, ...more],
    });
  const plugin = await compilePlugin('plugin.so');
  const calling = join(DIRECTORY, 'calling.so');
  await copyPlugin(
    await compilePlugin('no-inline-values.so', ['-DWASMEDGE_NO_INLINE_VALUES']),
    ...([[calling], CALLING_NUMBER] as const),
  );
  const reference = await compile({
    sources: [source('reference.c')],
    output: join(DIRECTORY, 'reference.node'),
    language: 'c',
    flags,
    includeDirs: [projectPath('node_modules/node-api-headers/include')],
  });
  const guests = await assembleGuests();
  const stock = await stockWasmEdge('0.17.1');
  const missing = 'skip' in stock;
  return {
    plugin,
    calling,
    rust: await buildRust(),
    reference,
    guests,
    stock: missing ? stock : await stockFiles(stock, libraries, guests),
  };
}

const PLACEHOLDER = Buffer.from('bench-000000');
/** No other copy has it. */
const CALLING_NUMBER = 999_999;

/** Copies of the plug-in under names of their own, none of which any process has loaded. */
export async function copyPlugin(
  plugin: string,
  files: readonly string[],
  first: number,
): Promise<void> {
  const bytes = await readFile(plugin);
  const at = bytes.indexOf(PLACEHOLDER);
  for (const [index, file] of files.entries()) {
    bytes.write(`bench-${String(first + index).padStart(6, '0')}`, at);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}
