// Compiles a C or C++ program or plug-in that a test needs, with the project's own cross compiler.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { currentTarget, TARGETS, type Target, type TargetId } from '../../loader/target.js';
import { hostLinkLibrary } from '../../scripts/compile/host-link.js';
import { buildPlugins } from '../../scripts/compile/plugins.js';
import { buildPrebuilds } from '../../scripts/compile/prebuilds.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { PLATFORMS } from '../../scripts/platforms/index.js';
import { run } from '../../scripts/process/run.js';
import { type ApiVersion, CURRENT_API_VERSION } from '../../scripts/project/api-version.js';
import type { PluginSource } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { findToolchain } from '../../scripts/toolchain/find.js';
import { type Toolchain, zigCaches } from '../../scripts/toolchain/tools.js';

export interface CompileOptions {
  sources: readonly string[];
  /** The file to write; its directory is made. */
  output: string;
  language: 'c' | 'c++';
  /** Default: this machine's. */
  target?: TargetId;
  includeDirs?: readonly string[];
  /** Library files to link against, by path. */
  libraries?: readonly string[];
  /** More for the compiler, e.g. `-shared`. */
  flags?: readonly string[];
  /** Another compiler than the project's, e.g. the system's `cc`; `target` then says nothing. */
  compiler?: readonly [string, ...string[]];
}

/** Where there is no target of this machine, nothing that is compiled can be run. */
const HERE = currentTarget()?.id ?? 'linux-x64';

const environment = readEnvironment(process.env, { quiet: true });
let found: Promise<Toolchain> | undefined;

function toolchain(): Promise<Toolchain> {
  found ??= findToolchain(environment);
  return found;
}

function findTarget(id: TargetId): Target {
  return TARGETS.find((target) => target.id === id) as Target;
}

async function crossCompiler(
  language: 'c' | 'c++',
  id: TargetId,
): Promise<readonly [string, ...string[]]> {
  const target = findTarget(id);
  const triple = PLATFORMS[target.platform].triple(target);
  return [(await toolchain()).zig.path, language === 'c' ? 'cc' : 'c++', '-target', triple];
}

/** This project's build of one of its plug-ins, made first where it is not up to date. */
export async function builtPlugin(
  source: PluginSource,
  target: TargetId = HERE,
  api: ApiVersion = CURRENT_API_VERSION,
): Promise<string> {
  const targets = [findTarget(target)];
  const out = projectPath('dist');
  const [result] = await buildPlugins({ plugins: [source], targets, out, api, environment });
  if (!result || result.state === 'failed') throw new Error(result?.log);
  return result.file;
}

/** This project's host library for this machine, built first where it is not up to date. */
export async function builtHostLibrary(): Promise<string> {
  const [result] = await buildPrebuilds({ targets: [findTarget(HERE)], environment });
  if (!result || result.state === 'failed') throw new Error(result?.log);
  return result.files[1] as string;
}

/** The public headers of this project. */
export const includeDirectory = projectPath('include');

/** What plug-ins and programs for a target link against instead of a WasmEdge library. */
export async function linkLibraries(
  target: TargetId = HERE,
  api: ApiVersion = CURRENT_API_VERSION,
): Promise<string[]> {
  return [await hostLinkLibrary(findTarget(target), await toolchain(), environment, api)];
}

/**
 * Compiles and links. The compiler caches by content, so an unchanged program costs some milliseconds.
 * @returns `output`, for use in expressions.
 */
export async function compile({
  sources,
  output,
  language,
  target = HERE,
  includeDirs = [],
  libraries = [],
  flags = [],
  compiler,
}: CompileOptions): Promise<string> {
  await mkdir(dirname(output), { recursive: true });
  const command: readonly [string, ...string[]] = [
    ...(compiler ?? (await crossCompiler(language, target))),
    language === 'c' ? '-std=c11' : '-std=c++17',
    '-O2', // without it zig compiles traps for undefined behaviour in
    ...(target.startsWith('win32') ? [] : ['-fPIC']),
    ...includeDirs.map((directory) => `-I${directory}`),
    ...flags,
    ...sources,
    ...libraries,
    '-o',
    output,
  ];
  await run(command, { env: zigCaches(environment.cacheDirectory) });
  return output;
}
