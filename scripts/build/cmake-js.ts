// The cmake-js commands that build host library and addon. Used by prebuilds.ts (every target, by Zig)
// and loader.ts (this machine, by its own compiler or Zig).
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Target } from '#loader/internal';
import { loaderPath, ROOT } from '../project.js';
import type { Toolchain } from '../toolchain/tools.js';
import { cmakePath } from './toolchain-file.js';

export interface CmakeJsOptions {
  /** Work directory; the files come to lie in `<directory>/build/Release`. */
  directory: string;
  tools: Pick<Toolchain, 'cmake' | 'ninja'>;
  arch: Target['arch'];
  /** Zig and its toolchain file; absent: the compiler of this machine. */
  zig?: { path: string; toolchainFile: string };
  /** CMake variables. */
  variables?: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);

/** Configuring and building, in this order: cmake-js alone would not notice changed variables. */
export function cmakeJsCommands({
  directory,
  tools,
  arch,
  zig,
  variables = {},
}: CmakeJsOptions): [string, ...string[]][] {
  const out = join(directory, 'build');
  const definitions = {
    CMAKE_MAKE_PROGRAM: tools.ninja.path,
    // cmake-js says where libraries go, but on Windows leaves out the configuration's folder.
    CMAKE_RUNTIME_OUTPUT_DIRECTORY: join(out, 'Release'),
    PLUGKIT_INCLUDE: cmakePath(loaderPath('include')),
    ...(zig ? { CMAKE_TOOLCHAIN_FILE: zig.toolchainFile } : {}),
    ...variables,
  };
  const options = [
    ...['--directory', ROOT, '--out', out, '--config', 'Release', '--arch', arch],
    ...['--cmake-path', tools.cmake.path, '--generator', 'Ninja'],
    // The toolchain file decides; without these cmake-js insists on a compiler of this machine.
    ...(zig ? ['--cc', zig.path, '--cxx', zig.path] : []),
    ...Object.entries(definitions).map(([name, value]) => `--CD${name}=${value}`),
  ];
  const cmakeJs = [process.execPath, require.resolve('cmake-js/bin/cmake-js')] as const;
  return [
    [...cmakeJs, 'configure', ...options],
    [...cmakeJs, 'build', ...options],
  ];
}
