// Builds the loader for this machine into build/Release, where the loader looks first. Called by
// `plugkit build-loader`.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '../../loader/errors.js';
import { currentTarget, type Target } from '../../loader/target.js';
import type { Environment } from '../options.js';
import { projectPath, ROOT } from '../project.js';
import { run } from '../run.js';
import { findToolchain, findTools } from '../toolchain/find.js';
import { zigCaches } from '../toolchain/tools.js';
import { type BuildResult, runBuilds } from './build.js';
import { cmakeJsCommands } from './cmake-js.js';
import { LOADER_SOURCES } from './prebuilds.js';
import { hashInputs } from './stamp.js';
import { writeToolchainFile } from './toolchain-file.js';

export interface BuildLoaderOptions {
  /** Compile with Zig instead of the compiler of this machine. */
  zig: boolean;
  environment: Environment;
}

async function zigFor(target: Target, work: string, environment: Environment) {
  const toolchain = await findToolchain(environment);
  const prefixMap = { [ROOT]: 'wasmedge-plugin-kit', [work]: 'build' };
  const toolchainFile = await writeToolchainFile(work, {
    ...{ target, toolchain, file: 'loader.node', prefixMap },
  });
  return { path: toolchain.zig.path, toolchainFile };
}

/**
 * Builds addon and host library for this process's platform.
 * @throws TARGET_UNKNOWN where there is no target, TOOL_* without CMake.
 */
export async function buildLoader({ zig, environment }: BuildLoaderOptions): Promise<BuildResult> {
  const target = currentTarget();
  if (target === undefined) {
    throw new PluginError(
      'TARGET_UNKNOWN',
      `Cannot build the loader for ${process.platform}-${process.arch}: no such target`,
    );
  }
  const tools = await findTools(['cmake', 'ninja'], environment);
  const compiler = zig ? 'zig' : 'host';
  const key = await hashInputs({ paths: [], settings: [ROOT, tools, compiler] });
  const work = join(environment.cacheDirectory, 'work', `build-loader-${key.slice(0, 8)}`);
  const host = join(...(target.libc === 'musl' ? ['musl'] : []), target.hostLibrary);
  const release = projectPath('build', 'Release');
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
          const commands = cmakeJsCommands({
            ...{ directory: work, tools, arch: target.arch },
            variables: { PLUGKIT_TARGET: target.id },
            ...(zig ? { zig: await zigFor(target, work, environment) } : {}),
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
