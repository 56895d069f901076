// Makes broken plug-ins: from C with one thing wrong, and from bytes. Used by the tests of faults and of
// the matrix's levels.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CellContext } from '../../scripts/matrix/cell-context.js';
import type { Cell, CellResult } from '../../scripts/matrix/report.js';
import { runCell } from '../../scripts/matrix/run-cell.js';
import type { Manifest, PluginSource, TestCase } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { native } from '../../scripts/runners/native.js';
import { here } from '../host/odd-plugins.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';

/** Compiles test/native/plugin/faulty_plugin.c with these macros into `output`. */
export async function faultyPlugin(output: string, macros: Record<string, string>) {
  return compile({
    sources: [projectPath('test/native/plugin/faulty_plugin.c')],
    output,
    language: 'c',
    target: here.id,
    includeDirs: [includeDirectory],
    libraries: await linkLibraries(here.id),
    flags: [
      '-shared',
      '-fvisibility=hidden',
      ...(here.platform === 'darwin' ? ['-Wl,-undefined,dynamic_lookup'] : []),
      // The compiler takes a macro up to the end of its line.
      ...Object.entries(macros).map(([name, value]) => `-D${name}=${value.replace(/\s+/g, ' ')}`),
    ],
  });
}

/** The one test case of a faulty plug-in: `act`, called from JavaScript. */
export const ACT: TestCase = {
  name: 'one act',
  module: 'faulty',
  call: 'act',
  args: [{ i32: 1 }],
  returns: [{ i32: 2 }],
};

/** What a plugin.json of the faulty plug-in would say. */
export function faultySource(tests: TestCase[] = [ACT], name = 'faulty'): PluginSource {
  const manifest: Manifest = {
    name,
    version: '0.1.0',
    description: 'For tests',
    language: 'c',
    sources: [],
    modules: ['faulty'],
    tests,
  };
  return { directory: projectPath('test'), manifest };
}

/** Runs a cell of this machine's target with the plug-in, given by its file. */
export function runFaulty(file: string, changes: Partial<CellContext> = {}): Promise<CellResult> {
  const source = changes.source ?? faultySource();
  const cell: Cell = {
    plugin: source.manifest.name,
    target: here.id,
    path: 'file',
    engine: 'v8',
    node: process.versions.node,
  };
  return runCell(cell, {
    source,
    target: here,
    file,
    guests: {},
    runner: native,
    node: process.execPath,
    path: process.env.PATH ?? '',
    nodeOptions: undefined,
    cacheDirectory: '',
    timeout: 60_000,
    memory: 2 ** 31,
    level: 3,
    ...changes,
  });
}

/** A file with these contents. */
export function bytes(path: string, contents: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
  return path;
}

/** A link to itself. */
export function loop(path: string): string {
  symlinkSync(basename(path), path);
  return path;
}

/** The start of an AppleDouble file, which macOS puts beside files on foreign disks. */
export const APPLE_DOUBLE = Uint8Array.from([
  0x00,
  0x05,
  0x16,
  0x07,
  0x00,
  0x02,
  0x00,
  0x00,
  ...Buffer.from('Mac OS X        '),
  0x00,
  0x02,
]);

/** The directory of `plugkit test --no-build --out`, with `file` to be made at the place returned. */
export function builtPlace(out: string): string {
  const directory = join(out, 'faulty', here.id);
  mkdirSync(directory, { recursive: true });
  return join(directory, `libwasmedgePluginFaulty${here.libraryExtension}`);
}
