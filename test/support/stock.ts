// A stock WasmEdge to compare with: where it is and how to run a program with it. Used by the tests
// under test/stock and by whatever else needs the real runtime as its oracle.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentTarget } from '../../loader/target.js';
import { CommandError } from '../../scripts/errors.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import {
  DEBIAN,
  installStock,
  type StockVersion,
  stockDirectory,
} from '../../scripts/runners/stock-install.js';
import { skip } from './skip.js';

export type { StockVersion } from '../../scripts/runners/stock-install.js';

export interface RunOptions {
  /** Added to the environment of this process. */
  env?: Record<string, string>;
  /** What the program reads from its standard input. */
  input?: string;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** Exit code, or the name of the signal that ended the program. */
  status: number | NodeJS.Signals;
}

export interface Stock {
  readonly version: StockVersion;
  /** The directory that holds `wasmedge/wasmedge.h`. */
  readonly include: string;
  /** The shared library, to link against. */
  readonly library: string;
  /** The command-line program. */
  readonly wasmedge: string;
  /** What a native program is started with so that it finds this library, and its environment. */
  readonly start: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Runs a native program with this version's library, whatever libc the machine has. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
}

/** Runs a program to its end; never rejects because of what the program does. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env = {}, input = '' }: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: 500_000, killSignal: 'SIGKILL' } as const; // one that never ends
    const child = spawn(program, args, { env: { ...process.env, ...env }, ...limits });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => {}); // a program that ends early does not read its input
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ stdout, stderr, status: signal ?? code ?? -1 }));
  });
}

/** The version of an installation by its header, e.g. `0.17.1`. */
function headerVersion(include: string): string | undefined {
  const header = join(include, 'wasmedge/version.h');
  const file = existsSync(header) ? header : join(include, 'wasmedge/wasmedge.h');
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8').match(/#define WASMEDGE_VERSION "([\d.]+)/)?.[1];
}

/** The installation that $WASMEDGE_STOCK_DIR names, else $WASMEDGE_DIR, if it has the version asked for. */
function namedInstallation(version: StockVersion): Stock | undefined {
  const root = process.env.WASMEDGE_STOCK_DIR || process.env.WASMEDGE_DIR;
  if (!root || headerVersion(join(root, 'include')) !== version) return undefined;
  const directory = ['lib', 'lib64']
    .map((name) => join(root, name))
    .find((path) => existsSync(path));
  if (!directory) return undefined;
  const env = { LD_LIBRARY_PATH: directory };
  return {
    version,
    include: join(root, 'include'),
    library: join(directory, 'libwasmedge.so'),
    wasmedge: join(root, 'bin/wasmedge'),
    start: [],
    env,
    run: (program, args, options) =>
      runProgram(program, args, { ...options, env: { ...env, ...options?.env } }),
  };
}

async function debianInstallation(version: StockVersion): Promise<Stock | { skip: string }> {
  const target = currentTarget();
  if (target?.libc !== 'glibc') {
    const here = target?.id ?? `${process.platform}-${process.arch}`;
    return { skip: `stock WasmEdge is had from Debian, for Linux with glibc, not for ${here}` };
  }
  const debian = DEBIAN[target.arch];
  const environment = readEnvironment();
  const root = stockDirectory(environment.cacheDirectory, version, target);
  try {
    await installStock(environment, version, target);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { skip: error.message };
  }
  const libraries = join(root, 'usr/lib', debian.triplet);
  // Debian's build needs a newer libc than this machine may have, and brings it: its programs, and ours
  // that use its library, start through its own program loader.
  const start = [join(libraries, debian.loader), '--library-path', libraries] as const;
  return {
    version,
    include: join(root, 'usr/include'),
    library: join(libraries, 'libwasmedge.so'),
    wasmedge: join(root, 'usr/bin/wasmedge'),
    start,
    env: {},
    run: (program, args, options) =>
      runProgram(start[0], [...start.slice(1), program, ...args], options),
  };
}

const installations = new Map<StockVersion, Promise<Stock | { skip: string }>>();

/**
 * A stock WasmEdge of exactly this version: the one $WASMEDGE_STOCK_DIR names, else Debian's, which is
 * downloaded once into the cache directory.
 * @returns where it is, or `{ skip }` with the reason why there is none.
 */
export function stockWasmEdge(version: StockVersion): Promise<Stock | { skip: string }> {
  let installation = installations.get(version);
  if (!installation) {
    const named = namedInstallation(version);
    installation = named ? Promise.resolve(named) : debianInstallation(version);
    installations.set(version, installation);
  }
  return installation;
}

/**
 * The same for use in a `before` hook: where there is no stock WasmEdge the suite is skipped,
 * with the reason.
 */
export async function requireStock(test: Mocha.Context, version: StockVersion): Promise<Stock> {
  const stock = await stockWasmEdge(version);
  return 'skip' in stock ? skip(test, stock.skip) : stock;
}
