// Runs the exports of a guest with a plug-in in a stock WasmEdge, through driver.c. Used by the tests
// of this directory.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type ApiVersion, CURRENT_API_VERSION } from '../../scripts/project/api-version.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';
import type { Stock } from '../support/stock.js';

export const MODES = ['interpreter', 'aot', 'jit'] as const;

export type Mode = (typeof MODES)[number];

/** Files that tests compile; kept between runs. */
export const buildDirectory = projectPath('build/test/stock');

/** A file of this directory's sources. */
export function source(name: string): string {
  return projectPath('test/stock', name);
}

/** Compiles driver.c, with this project's headers and link stub for a version of the plug-in API. */
export async function buildDriver(api: ApiVersion = CURRENT_API_VERSION): Promise<string> {
  return compile({
    sources: [source('driver.c')],
    output: join(buildDirectory, `driver-${api}`),
    language: 'c',
    includeDirs: [includeDirectory],
    libraries: await linkLibraries(undefined, api),
    flags: ['-Wall', '-Wextra', '-Werror', '-ldl', `-DWASMEDGE_PLUGIN_API_VERSION=${api}`],
  });
}

/** Compiles a guest ahead of time. */
export async function compileAhead(stock: Stock, guest: string): Promise<string> {
  const output = guest.replace(/\.wasm$/, `.${stock.version}.aot.wasm`);
  const { status, stdout, stderr } = await stock.run(stock.wasmedge, ['compile', guest, output]);
  assert.equal(status, 0, stdout + stderr);
  return output;
}

export interface DriveOptions {
  stock: Stock;
  driver: string;
  mode: Mode;
  /** The plug-in's file. */
  plugin: string;
  /** Option values of the plug-in, as `NAME=VALUE`. */
  options?: readonly string[];
  /** See driver.c. */
  commands: readonly string[];
}

/**
 * Runs commands in one process.
 * @returns the driver's answer to each; fails when there is none, with what the driver said instead.
 */
export async function drive({
  stock,
  driver,
  mode,
  plugin,
  options = [],
  commands,
}: DriveOptions): Promise<string[]> {
  const input = commands.map((command) => `${command}\n`).join('');
  const ran = await stock.run(driver, [mode, plugin, ...options], { input });
  const lines = ran.stdout.split('\n').slice(0, -1);
  assert.ok(ran.status === 0 && lines.length === commands.length, JSON.stringify(ran, null, 1));
  return lines;
}

/** One spelling for a value of a type, whichever program or file it comes from. */
export function spell(type: string, value: string | number): string {
  if (type !== 'f32' && type !== 'f64') return String(value);
  const text = String(value)
    .replace(/^-?nan$/, 'NaN')
    .replace(/inf$/, 'Infinity');
  const number = type === 'f32' ? Math.fround(Number(text)) : Number(text);
  return Object.is(number, -0) ? '-0' : String(number);
}

/** The driver's answer without what only this host says: `1 2.5`, `user 77`, `trap`, or all of it. */
export function outcome(line: string): string {
  if (line.startsWith('values')) {
    const values = line
      .split(' ')
      .slice(1)
      .map((word) => word.split(':') as [string, string]);
    return values.map(([type, value]) => spell(type, value)).join(' ');
  }
  const [, category, code] = /^error (\d+) (\d+) /.exec(line) ?? [];
  if (category === '0' && code === '1') return 'terminated';
  if (category === '1') return `user ${code}`;
  // The codes of WebAssembly's own traps; see WasmEdge_ErrCode, phase execution.
  return category === '0' && Number(code) >> 8 === 4 ? 'trap' : line;
}
