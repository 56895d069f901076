// Builds the native half of a loader's package for this machine into its build/Release, where the
// loader looks first.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { currentTarget, type Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { run } from '../process/run.js';
import {
  applicationLoader,
  LOADER_PACKAGE,
  LOADER_ROOT,
  packageVersion,
  ROOT,
} from '../project/paths.js';
import { findToolchain, findTools } from '../toolchain/find.js';
import { zigCaches } from '../toolchain/tools.js';
import { type BuildResult, runBuilds } from './build.js';
import { nativeCommands } from './native.js';
import { LOADER_SOURCES } from './prebuilds.js';
import { hashInputs } from './stamp.js';
import { writeToolchainFile } from './toolchain-file.js';

export interface BuildLoaderOptions {
  /** Compile with Zig instead of the compiler of this machine. */
  zig: boolean;
  /** Where the programs are that import the loader. */
  directory: string;
  environment: Environment;
}

/** The toolchain file of Zig. */
async function zigFor(target: Target, work: string, environment: Environment): Promise<string> {
  const toolchain = await findToolchain(environment);
  const prefixMap = { [ROOT]: LOADER_PACKAGE, [LOADER_ROOT]: LOADER_PACKAGE, [work]: 'build' };
  return writeToolchainFile(work, {
    ...{ target, toolchain, file: 'loader.node', prefixMap },
  });
}

/** @throws CommandError TOOL_VERSION when these sources are not those of that loader */
function findLoader(directory: string): string {
  const { root, version } = applicationLoader(directory);
  if (version === packageVersion()) return root;
  throw new CommandError(
    'TOOL_VERSION',
    `Cannot build the loader in ${root}: its version is ${version}, expected ${packageVersion()}`,
    { hint: `Run npx plugkit@${version} build-loader` },
  );
}

/**
 * Builds addon and host library for this process's platform.
 * @throws TARGET_UNKNOWN where there is no target, TOOL_VERSION for a loader of another version, TOOL_*
 *   without CMake.
 */
export async function buildLoader({
  zig,
  directory,
  environment,
}: BuildLoaderOptions): Promise<BuildResult> {
  const target = currentTarget();
  if (target === undefined) {
    throw new CommandError(
      'TARGET_UNKNOWN',
      `Cannot build the loader for ${process.platform}-${process.arch}: no such target`,
    );
  }
  const release = join(findLoader(directory), 'build', 'Release');
  const tools = await findTools(['cmake', 'ninja'], environment);
  const compiler = zig ? 'zig' : 'host';
  const key = await hashInputs({ paths: [], settings: [ROOT, tools, compiler] });
  const work = join(environment.cacheDirectory, 'work', `build-loader-${key.slice(0, 8)}`);
  const host = join(...(target.libc === 'musl' ? ['musl'] : []), target.hostLibrary);
  const [result] = await runBuilds(
    [
      {
        name: 'loader',
        target,
        outputs: [join(release, 'loader.node'), join(release, host)],
        inputs: { paths: LOADER_SOURCES, settings: [compiler, tools] },
        build: async () => {
          await rm(work, { recursive: true, force: true });
          await mkdir(work, { recursive: true });
          const commands = nativeCommands({
            ...{ directory: work, tools },
            variables: { PLUGKIT_TARGET: target.id },
            ...(zig ? { toolchainFile: await zigFor(target, work, environment) } : {}),
          });
          const { verbose, cacheDirectory } = environment;
          for (const command of commands)
            await run(command, { verbose, env: zigCaches(cacheDirectory) });
          return ['loader.node', host].map((file) => join(work, 'build', 'Release', file));
        },
      },
    ],
    environment,
  );
  return result as BuildResult;
}
