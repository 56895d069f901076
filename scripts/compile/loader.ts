// Builds the native half of a loader's package for this machine into its build/Release, where the
// loader looks first.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { currentTarget, type Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { run } from '../process/run.js';
import { compilerVariables } from '../process/surroundings.js';
import { applicationLoader, packageVersion, ROOT } from '../project/paths.js';
import { findToolchain, findTools } from '../toolchain/find.js';
import { buildOptions } from '../toolchain/tools.js';
import { type BuildResult, runBuilds } from './build.js';
import {
  linkNative,
  type NativeLinks,
  nativeCommands,
  nativePrefixes,
  nodeApiHeaders,
} from './native.js';
import { LOADER_SOURCES } from './prebuilds.js';
import { checkCacheDirectory } from './safe-paths.js';
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
async function zigFor(
  target: Target,
  work: string,
  links: NativeLinks,
  environment: Environment,
): Promise<string> {
  const toolchain = await findToolchain(environment);
  const prefixMap = nativePrefixes(work, links);
  return writeToolchainFile(work, { target, toolchain, file: 'loader.node', links, prefixMap });
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
  checkCacheDirectory(environment);
  const tools = await findTools(['cmake', 'ninja'], environment);
  // Which compiler of this machine is meant; Zig is one that comes along.
  const host = zig ? {} : compilerVariables(environment.variables);
  const compiler = zig ? 'zig' : 'host';
  const key = await hashInputs({ paths: [], settings: [ROOT, tools, compiler, host] });
  const work = join(environment.cacheDirectory, 'work', `build-loader-${key.slice(0, 8)}`);
  const hostLibrary = join(...(target.libc === 'musl' ? ['musl'] : []), target.hostLibrary);
  const [result] = await runBuilds(
    [
      {
        name: 'loader',
        target,
        outputs: [join(release, 'loader.node'), join(release, hostLibrary)],
        inputs: {
          paths: [...LOADER_SOURCES, nodeApiHeaders()],
          settings: [compiler, tools, host, environment.sourceDateEpoch ?? null],
        },
        build: async () => {
          await rm(work, { recursive: true, force: true });
          await mkdir(work, { recursive: true });
          const links = await linkNative(work);
          const commands = nativeCommands({
            directory: work,
            links,
            tools,
            variables: { PLUGKIT_TARGET: target.id },
            ...(zig ? { toolchainFile: await zigFor(target, work, links, environment) } : {}),
          });
          const options = buildOptions(environment);
          const env = { ...options.env, ...host };
          for (const command of commands) await run(command, { ...options, env });
          const files = ['loader.node', hostLibrary];
          return { files: files.map((file) => join(work, 'build', 'Release', file)) };
        },
      },
    ],
    environment,
  );
  return result as BuildResult;
}
