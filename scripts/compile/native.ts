// The CMake commands that build host library and addon: for every target by Zig, or for this machine by
// its own compiler.
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { LOADER_PACKAGE } from '../project/paths.js';
import type { Toolchain } from '../toolchain/tools.js';
import { type Links, link } from './safe-paths.js';
import { cmakePath } from './toolchain-file.js';

export interface NativeBuildOptions {
  /** Work directory; the files come to be in `<directory>/build/Release`. */
  directory: string;
  /** To the sources. */
  links: NativeLinks;
  tools: Pick<Toolchain, 'cmake' | 'ninja'>;
  /** Of Zig; absent: the compiler of this machine. */
  toolchainFile?: string;
  /** CMake variables. */
  variables?: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);

/** The directory of node_api.h; beside it is the list of its functions for Windows' linkers. */
export function nodeApiHeaders(): string {
  return (require('node-api-headers') as { include_dir: string }).include_dir;
}

export type NativeLinks = Links & { nodeApi: string };

/** The links of a build of the loader. */
export function linkNative(directory: string): Promise<NativeLinks> {
  // The folder above: beside the headers is the list of functions.
  return link(directory, { nodeApi: dirname(nodeApiHeaders()) });
}

/** What the loader's files may show of the paths they were built by. */
export function nativePrefixes(directory: string, links: NativeLinks): Record<string, string> {
  return {
    [directory]: 'build',
    [links.plugkit]: LOADER_PACKAGE,
    [links.include]: `${LOADER_PACKAGE}/include`,
  };
}

/** Configuring and building, in this order. */
export function nativeCommands({
  directory,
  links,
  tools,
  toolchainFile,
  variables = {},
}: NativeBuildOptions): [string, ...string[]][] {
  const build = join(directory, 'build');
  const release = cmakePath(join(build, 'Release'));
  const definitions = {
    CMAKE_BUILD_TYPE: 'Release',
    CMAKE_MAKE_PROGRAM: tools.ninja.path,
    CMAKE_LIBRARY_OUTPUT_DIRECTORY: release,
    CMAKE_RUNTIME_OUTPUT_DIRECTORY: release,
    PLUGKIT_INCLUDE: cmakePath(links.include),
    PLUGKIT_NODE_API: cmakePath(join(links.nodeApi, basename(nodeApiHeaders()))),
    ...(toolchainFile === undefined ? {} : { CMAKE_TOOLCHAIN_FILE: toolchainFile }),
    ...variables,
  };
  return [
    [
      ...([tools.cmake.path, '-G', 'Ninja', '-S', links.plugkit, '-B', build] as const),
      ...Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`),
    ],
    [tools.cmake.path, '--build', build],
  ];
}
