// The plug-in of the loader's tests (test/fixtures/loader/mirror.c) and what else several of them need.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import wabt from 'wabt';
import { loadPlugins, type PluginHost } from '../../loader/index.js';
import { currentTarget, type Target } from '../../loader/target.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';

/** What a guest's or a plug-in's function is to a test that calls it. */
export type Callable = (...args: unknown[]) => unknown;

export type Exports = Record<string, Callable> & { memory: WebAssembly.Memory };

const target = currentTarget() as Target;
let file: Promise<string> | undefined;

/** A directory that is removed when the process ends; not on Windows, which keeps loaded libraries. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plugkit-loader-'));
  if (process.platform !== 'win32') {
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  }
  return directory;
}

/** Compiles a plug-in. Without `libraries` it does not say that it needs the host library. */
export async function compilePlugin(
  name: string,
  sources: readonly string[],
  libraries: readonly string[],
  flags: readonly string[] = [],
): Promise<string> {
  return compile({
    sources: sources.map((source) => projectPath(source)),
    output: join(temporaryDirectory(), `${name}${target.libraryExtension}`),
    language: 'c',
    target: target.id,
    includeDirs: [includeDirectory],
    libraries,
    flags: [
      '-shared',
      '-fvisibility=hidden',
      ...(target.platform === 'darwin' ? ['-Wl,-undefined,dynamic_lookup'] : []),
      ...flags,
    ],
  });
}

/** The plug-in's file; compiled once a process, since a plug-in can be loaded from one file only. */
export function mirrorFile(): Promise<string> {
  file ??= linkLibraries(target.id).then((libraries) =>
    compilePlugin('mirror', ['test/fixtures/loader/mirror.c'], libraries),
  );
  return file;
}

export async function loadMirror(): Promise<PluginHost> {
  return loadPlugins({ paths: [await mirrorFile()] });
}

/** The binary of a module in text form. */
export async function assemble(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const { parseWat } = await wabt();
  // A constant, as the types of wabt lack multi_memory.
  const features = {
    simd: true,
    multi_value: true,
    reference_types: true,
    bulk_memory: true,
    exceptions: true,
    threads: true,
    mutable_globals: true,
    multi_memory: true,
    memory64: true,
  };
  const module = parseWat('guest.wat', text, features);
  try {
    module.resolveNames();
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

/** The exports of a guest whose module's fields are given in text form. */
export async function openGuest(
  host: PluginHost,
  fields: string,
  imports: WebAssembly.Imports = {},
): Promise<Exports> {
  const bytes = await assemble(`(module ${fields})`);
  return (await host.instantiate(bytes, { imports })).instance.exports as unknown as Exports;
}

/** Runs a paired child with this Node and returns what it printed; rejects when it fails. */
export async function runChild(
  name: string,
  args: readonly string[],
  {
    flags = [],
    env = {},
    timeout = 120_000,
  }: { flags?: readonly string[]; env?: Record<string, string>; timeout?: number } = {},
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(
    process.execPath,
    [...flags, projectPath('lib', 'test', 'loader', name), ...args],
    { env: { ...process.env, ...env }, timeout },
  );
}
