// Binaries for the audit's tests: compiled ones for every target and for some that are none, in a
// directory of this run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGETS, type TargetId } from '../../../loader/target.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { findTools } from '../../../scripts/toolchain/find.js';
import { compile, linkLibraries } from '../../support/compile.js';

const PLUGIN_SOURCE = projectPath('test', 'fixtures', 'audit', 'plugin.c');
const BARE_SOURCE = projectPath('test', 'fixtures', 'audit', 'bare.c');

const directory = mkdtempSync(join(tmpdir(), 'plugkit-audit-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

/** A path in the directory of this run. */
export function scratchPath(...names: string[]): string {
  return join(directory, ...names);
}

const FLAGS = {
  linux: ['-Wl,-rpath,$ORIGIN/lib', '-Wl,-soname,libaudited.so', '-Wl,-z,relro', '-lm'],
  darwin: [
    '-Wl,-undefined,dynamic_lookup',
    '-Wl,-rpath,@loader_path/lib',
    '-Wl,-install_name,@rpath/libaudited.dylib',
  ],
  win32: [],
} as const;

/**
 * The plug-in fixture for a target. Only on Windows is it linked against the host library: elsewhere its
 * imports from the host carry no version and no library.
 */
export async function pluginFixture(
  id: TargetId,
  flags: readonly string[] = ['-s'],
): Promise<string> {
  const target = TARGETS.find((other) => other.id === id);
  if (!target) throw new Error(`no target ${id}`);
  return compile({
    sources: [PLUGIN_SOURCE],
    output: scratchPath(
      `plugin${flags.join('').replace(/\W/g, '')}`,
      id,
      `audited${target.libraryExtension}`,
    ),
    language: 'c',
    target: id,
    libraries: target.platform === 'win32' ? await linkLibraries(id) : [],
    flags: ['-shared', '-fvisibility=hidden', ...FLAGS[target.platform], ...flags],
  });
}

/** A copy of a file with some bytes changed. */
export function patchedCopy(path: string, suffix: string, patch: (bytes: Buffer) => void): string {
  const bytes = readFileSync(path);
  patch(bytes);
  writeFileSync(`${path}.${suffix}`, bytes);
  return `${path}.${suffix}`;
}

/** The bare fixture for any triple that zig knows, without its C library. */
export async function bareFixture(triple: string, ...flags: string[]): Promise<string> {
  const { zig } = await findTools(['zig'], readEnvironment(process.env, { quiet: true }));
  return compile({
    sources: [BARE_SOURCE],
    output: scratchPath(`bare${flags.join('').replace(/\W/g, '')}-${triple}`),
    language: 'c',
    compiler: [zig.path, 'cc', '-target', triple],
    flags,
  });
}
