// Builds the loader (addon and host library) for every target: prebuilds/<platform>-<arch>/. CMake
// builds, prebuildify names and lays out the files.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { platformSettings } from '../platforms/index.js';
import { run } from '../process/run.js';
import {
  isInstalledPackage,
  LOADER_PACKAGE,
  loaderPath,
  projectPath,
  ROOT,
} from '../project/paths.js';
import { findToolchain } from '../toolchain/find.js';
import { buildOptions, type Toolchain, versionsOf } from '../toolchain/tools.js';
import { type BuildJob, type BuildResult, type Built, runBuilds } from './build.js';
import { linkNative, nativeCommands, nativePrefixes, nodeApiHeaders } from './native.js';
import { checkCacheDirectory } from './safe-paths.js';
import { hashInputs } from './stamp.js';
import { TOOLCHAIN_FILE_SOURCE, writeToolchainFile } from './toolchain-file.js';

export interface BuildPrebuildsOptions {
  targets: readonly Target[];
  environment: Environment;
  jobs?: number;
}

const require = createRequire(import.meta.url);

/** Everything that host library and addon are made from. */
export const LOADER_SOURCES: readonly string[] = [
  projectPath('CMakeLists.txt'),
  projectPath('loader', 'native'),
  loaderPath('include'),
  projectPath('facts', 'c-api.json'),
  projectPath('scripts', 'compile', 'cmake'),
];

/** The addon and the host library of a target, relative to `prebuilds/`. */
export function prebuildFiles({ platform, arch, libc, hostLibrary }: Target): [string, string] {
  const directory = `${platform}-${arch}`;
  const tag = libc === null ? '' : `.${libc}`;
  return [
    join(directory, `${LOADER_PACKAGE}${tag}.node`),
    join(directory, ...(libc === 'musl' ? ['musl'] : []), hostLibrary),
  ];
}

/** A directory of its own for each checkout, target and compiler; CMake builds on what is there. */
async function workDirectory(
  target: Target,
  toolchain: Toolchain,
  { cacheDirectory }: Environment,
): Promise<string> {
  const key = await hashInputs({ paths: [], settings: [ROOT, toolchain, 'by links'] });
  return join(cacheDirectory, 'work', `loader-${key.slice(0, 8)}`, target.id);
}

async function buildPrebuild(
  target: Target,
  toolchain: Toolchain,
  environment: Environment,
): Promise<Built> {
  const work = await workDirectory(target, toolchain, environment);
  const [staged, artifacts] = [join(work, 'staged'), join(work, 'artifacts')];
  const files = prebuildFiles(target);
  await rm(staged, { recursive: true, force: true });
  await mkdir(artifacts, { recursive: true });

  const { platform, arch, libc } = target;
  const links = await linkNative(work);
  const toolchainFile = await writeToolchainFile(work, {
    target,
    toolchain,
    file: basename(files[0]),
    links,
    prefixMap: nativePrefixes(work, links),
  });
  const commands = nativeCommands({
    directory: work,
    links,
    tools: toolchain,
    toolchainFile,
    // prebuildify copies libraries beside the addon; in a folder of its own it takes an artifact.
    variables: libc === 'musl' ? { PLUGKIT_HOST_OUTPUT_DIRECTORY: join(artifacts, 'musl') } : {},
  });
  await writeFile(join(work, 'commands.json'), JSON.stringify(commands));
  await run(
    [
      ...([process.execPath, require.resolve('prebuildify/bin.js'), '--napi'] as const),
      '--target',
      'node@20.19.0',
      '--platform',
      platform,
      '--arch',
      arch,
      ...(libc === null ? [] : ['--libc', libc, '--tag-libc']),
      '--name',
      LOADER_PACKAGE,
      '--cwd',
      work,
      '--out',
      staged,
      '--cache',
      join(work, 'cache'),
      '--artifacts',
      artifacts,
      '--node-gyp',
      projectPath('scripts', 'compile', 'prebuild-gyp.mjs'),
    ],
    buildOptions(environment),
  );
  return { files: files.map((file) => join(staged, 'prebuilds', file)) };
}

/**
 * Builds the prebuilds of the targets.
 * @returns one result per target, in that order; failures are results, not errors.
 * @throws USAGE in an installed package; TOOL_MISSING, TOOL_VERSION, TOOL_FAILED when there is no toolchain.
 */
export async function buildPrebuilds({
  targets,
  environment,
  jobs,
}: BuildPrebuildsOptions): Promise<BuildResult[]> {
  if (isInstalledPackage()) {
    throw new CommandError(
      'USAGE',
      "Cannot build the loader's prebuilds: this is an installed plugkit, expected a checkout",
      { hint: 'plugkit build-loader builds the loader for this machine' },
    );
  }
  checkCacheDirectory(environment);
  const toolchain = await findToolchain(environment);
  const sourceDateEpoch = environment.sourceDateEpoch ?? null;
  const builds = targets.map((target): BuildJob => {
    const [addon, host] = prebuildFiles(target);
    return {
      name: 'loader',
      target,
      outputs: [loaderPath('prebuilds', addon), loaderPath('prebuilds', host)],
      inputs: {
        paths: [...LOADER_SOURCES, nodeApiHeaders(), TOOLCHAIN_FILE_SOURCE],
        settings: [target.id, platformSettings(target), versionsOf(toolchain), sourceDateEpoch],
      },
      zig: toolchain.zig.version,
      build: () => buildPrebuild(target, toolchain, environment),
    };
  });
  return runBuilds(builds, environment, jobs);
}
