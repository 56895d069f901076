// The host library as tests of C programs use it: the prebuild that is shipped, and a build by the
// system's compiler that watches every memory access and every undefined operation.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readdir, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { currentTarget, type Target } from '../../loader/target.js';
import { buildPrebuilds, prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { hashInputs } from '../../scripts/compile/stamp.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { programsOnPath } from '../../scripts/process/run.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory } from '../support/compile.js';

export interface HostLibrary {
  readonly file: string;
  /** What the programs that use it are compiled with. */
  readonly compiler?: readonly [string, ...string[]];
  readonly flags: readonly string[];
  /** What starts the programs; absent: nothing. */
  readonly runner?: readonly [string, ...string[]];
}

const environment = readEnvironment(process.env, { quiet: true });
const native = projectPath('loader/native');

/** The one in prebuilds/, built first where it is not up to date. */
export async function shippedLibrary(): Promise<HostLibrary> {
  const target = currentTarget() as Target;
  const [result] = await buildPrebuilds({ targets: [target], environment });
  if (result?.state === 'failed') throw new Error(result.log);
  return { file: projectPath('prebuilds', prebuildFiles(target)[1]), flags: [] };
}

const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-g'];

/** How host library and addon are compiled for sanitizers, but for these themselves. */
export const SANITIZED_FLAGS = [
  '-fvisibility=hidden',
  '-fno-exceptions',
  '-fno-rtti',
  '-Wall',
  '-Wextra',
  '-Werror',
] as const;

/** The system's compiler with AddressSanitizer and UndefinedBehaviorSanitizer. */
export interface Sanitizer {
  readonly compiler: readonly [string, ...string[]];
  readonly flags: readonly string[];
}

/** That compiler, or the reason why this machine has none. */
export function sanitizer(): Sanitizer | { skip: string } {
  const probe = spawnSync('g++', [...SANITIZERS, '-x', 'c++', '-', '-o', '/dev/null'], {
    input: 'int main() {}',
    encoding: 'utf8',
  });
  if (probe.status === 0) return { compiler: ['g++'], flags: SANITIZERS };
  return { skip: `no g++ with sanitizers: ${probe.error?.message ?? probe.stderr}` };
}

const VALGRIND_FAILED = 99;

/** Valgrind, for which every error and every definite leak is a failure; or why it cannot be used. */
export function valgrind(): { command: readonly [string, ...string[]] } | { skip: string } {
  const [program] = programsOnPath('valgrind', environment.path);
  const hint = 'Debian and Ubuntu: apt-get install valgrind libc6-dbg';
  if (program === undefined) return { skip: `no valgrind on PATH (${hint})` };
  const command = [
    ...([program, '--quiet', `--error-exitcode=${VALGRIND_FAILED}`, '--leak-check=full'] as const),
    '--errors-for-leak-kinds=definite',
    '--show-leak-kinds=definite',
  ] as const;
  const [file, ...args] = command;
  const { status, stderr } = spawnSync(file, [...args, '/bin/true'], { encoding: 'utf8' });
  return status === 0 ? { command } : { skip: `valgrind cannot run here (${hint}): ${stderr}` };
}

/** Built with sanitizers; the reason when this machine has none. */
export async function sanitizedLibrary(): Promise<HostLibrary | { skip: string }> {
  const found = sanitizer();
  if ('skip' in found) return found;
  const host = join(native, 'host');
  const flags = [
    ...SANITIZED_FLAGS,
    '-shared',
    '-Wl,-soname,libwasmedge.so.0',
    '-pthread',
    '-ldl',
    ...found.flags,
    `-Wl,--version-script=${join(native, 'exports/wasmedge.map')}`,
    '-DWASMEDGE_COMPILE_LIBRARY',
  ];
  const key = await hashInputs({ paths: [native, includeDirectory], settings: flags });
  const directory = join(environment.cacheDirectory, 'test-host', key.slice(0, 16));
  const file = join(directory, 'libwasmedge.so.0');
  if (!existsSync(file)) {
    const sources = (await readdir(host, { recursive: true })).filter(
      (name) => name.endsWith('.cc') && !/_win\.cc$|versions_plain/.test(name),
    );
    const output = `${file}.${process.pid}.tmp`;
    await compile({
      output,
      language: 'c++',
      flags,
      compiler: found.compiler,
      sources: sources.map((name) => join(host, name)),
      includeDirs: [includeDirectory, native],
    });
    await rename(output, file);
  }
  return { file, compiler: ['gcc'], flags: found.flags };
}

/**
 * Compiles a C program that finds a copy of the library beside itself.
 *
 * @param source its path, or its name in test/native/plugin
 */
export async function compileProgram(
  { file, compiler, flags }: HostLibrary,
  source: string,
  directory: string,
  headers: readonly string[] = [],
): Promise<string> {
  const copy = join(directory, basename(file));
  if (!existsSync(copy)) await copyFile(file, copy);
  return compile({
    sources: [resolve(projectPath('test/native/plugin'), source)],
    output: join(directory, basename(source, '.c')),
    language: 'c',
    target: (currentTarget() as Target).id,
    includeDirs: [includeDirectory, ...headers],
    libraries: [copy],
    flags: ['-Wall', '-Wextra', '-Werror', '-pthread', '-Wl,-rpath,$ORIGIN', ...flags],
    ...(compiler ? { compiler } : {}),
  });
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly uid?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  /** What starts the program. */
  readonly start?: readonly [string, ...string[]];
  /** Gets what the program printed to standard error. */
  readonly onStderr?: (text: string) => void;
}

/** Runs a program, which must end well, and returns the lines it printed. */
export function runLines(
  program: string,
  args: readonly string[],
  { env = {}, timeout = 60_000, start, onStderr, ...rest }: RunOptions = {},
): string[] {
  const [command, ...before] = [...(start ?? []), program] as [string, ...string[]];
  const { stdout, stderr, status, signal, error } = spawnSync(command, [...before, ...args], {
    ...rest,
    // Only what a test sets may decide where plug-ins are looked for.
    env: { PATH: '/usr/bin:/bin', ...env },
    encoding: 'utf8',
    timeout, // one that waits for something, such as a pipe's other end
    maxBuffer: 2 ** 24,
  });
  if (error || status !== 0) {
    throw new Error(
      `${basename(program)} ended with ${error?.message ?? signal ?? status}: ${stderr}`,
    );
  }
  onStderr?.(stderr);
  return stdout.split('\n').slice(0, -1);
}
