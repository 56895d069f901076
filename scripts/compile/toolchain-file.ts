// Writes the CMake toolchain file of one build: the target's facts, then cmake/zig.cmake.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '#loader/internal';
import { PLATFORMS, processorOf } from '../platforms/index.js';
import { type ApiVersion, CURRENT_API_VERSION } from '../project/api-version.js';
import { readExportFacts } from '../project/facts.js';
import type { Toolchain } from '../toolchain/tools.js';
import type { Links } from './safe-paths.js';

export interface ToolchainFileOptions {
  target: Target;
  toolchain: Toolchain;
  /** File name of the library that is built; its install name on macOS. */
  file: string;
  /** The version of the plug-in API that a plug-in is for. */
  api?: ApiVersion;
  /** For a plug-in: what it is linked against, and the list of what it exports. */
  plugin?: { hostLibrary: string; exportList: string };
  /** With what debuggers need. */
  debug?: boolean;
  /** To plugkit and to the headers. */
  links: Links;
  /** Directories whose paths must not show in the output, and what to write instead; later ones win. */
  prefixMap: Readonly<Record<string, string>>;
}

/** This code decides the flags, so it is an input of every build that uses them. */
export const TOOLCHAIN_FILE_SOURCE = fileURLToPath(import.meta.url);

/** A path as CMake reads it on every system. */
export function cmakePath(path: string): string {
  return path.replaceAll('\\', '/');
}

/** The version of WasmEdge that the headers are those of: the oldest that plug-ins for the API are loaded by. */
function wasmEdgeVersion(api: ApiVersion = CURRENT_API_VERSION): string {
  return readExportFacts().oldestRuntimes[api] as string;
}

/** Writes toolchain.cmake into `directory` and returns its path. */
export async function writeToolchainFile(
  directory: string,
  { target, toolchain, file, api, plugin, debug = false, links, prefixMap }: ToolchainFileOptions,
): Promise<string> {
  const platform = PLATFORMS[target.platform];
  const maps = Object.entries(prefixMap).map(
    ([from, to]) => `"-ffile-prefix-map=${cmakePath(from)}=${to}"`,
  );
  const quote = (flags: readonly string[]) => flags.map((flag) => `"${flag}"`).join(' ');
  const definitions = api === undefined ? [] : [`-DWASMEDGE_PLUGIN_API_VERSION=${api}`];
  const variables = {
    PLUGKIT_TARGET: target.id,
    PLUGKIT_ZIG: cmakePath(toolchain.zig.path),
    PLUGKIT_TRIPLE: platform.triple(target),
    PLUGKIT_SYSTEM: platform.system,
    PLUGKIT_PROCESSOR: processorOf(target),
    PLUGKIT_COMPILE_FLAGS: [...platform.compileFlags, ...maps, ...definitions].join(' '),
    PLUGKIT_LINK_FLAGS: platform.linkFlags.join(' '),
    PLUGKIT_DEBUG: debug ? 'ON' : 'OFF',
    PLUGKIT_FILE: file,
    PLUGKIT_WASMEDGE_VERSION: wasmEdgeVersion(api),
    PLUGKIT_INCLUDE: cmakePath(links.include),
    PLUGKIT_HOST_LIBRARY: cmakePath(plugin?.hostLibrary ?? ''),
    PLUGKIT_PLUGIN_LINK_FLAGS: plugin
      ? quote(platform.pluginLinkFlags(cmakePath(plugin.exportList)))
      : '',
    PLUGKIT_SOURCE: cmakePath(join(directory, 'source')),
  };
  const path = join(directory, 'toolchain.cmake');
  await writeFile(
    path,
    [
      ...Object.entries(variables).map(([name, value]) => `set(${name} [==[${value}]==])`),
      `include("${cmakePath(join(links.plugkit, 'scripts', 'compile', 'cmake', 'zig.cmake'))}")`,
      '',
    ].join('\n'),
  );
  return path;
}
