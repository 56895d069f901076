// The CMake commands that build host library and addon: for every target by Zig, or for this machine by
// its own compiler.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loaderPath, ROOT } from '../project/paths.js';
import type { Toolchain } from '../toolchain/tools.js';
import { cmakePath } from './toolchain-file.js';

export interface NativeBuildOptions {
  /** Work directory; the files come to be in `<directory>/build/Release`. */
  directory: string;
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

/** Configuring and building, in this order. */
export function nativeCommands({
  directory,
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
    PLUGKIT_INCLUDE: cmakePath(loaderPath('include')),
    PLUGKIT_NODE_API: cmakePath(nodeApiHeaders()),
    ...(toolchainFile === undefined ? {} : { CMAKE_TOOLCHAIN_FILE: toolchainFile }),
    ...variables,
  };
  return [
    [
      ...([tools.cmake.path, '-G', 'Ninja', '-S', ROOT, '-B', build] as const),
      ...Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`),
    ],
    [tools.cmake.path, '--build', build],
  ];
}
