// Cross-builds plug-ins: dist/<plugin>/<target>/<file>, dist/<plugin>/api-4/<target>/<file>.
import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { PLATFORMS, platformSettings, pluginFileName } from '../platforms/index.js';
import { run } from '../process/run.js';
import { type ApiVersion, apiDirectory, CURRENT_API_VERSION } from '../project/api-version.js';
import type { Manifest, PluginSource } from '../project/manifest.js';
import { loaderPath, projectPath } from '../project/paths.js';
import { findToolchain } from '../toolchain/find.js';
import { buildOptions, type Toolchain, versionsOf } from '../toolchain/tools.js';
import { type BuildJob, type BuildResult, type Built, runBuilds } from './build.js';
import { hostLinkLibrary } from './host-link.js';
import { buildRust, findRust, pathDependencies, RUST_BUILD, type Rust } from './rust.js';
import {
  checkCacheDirectory,
  inOwnPath,
  isSafe,
  type Links,
  link,
  withPath,
} from './safe-paths.js';
import { hashInputs } from './stamp.js';
import { cmakePath, TOOLCHAIN_FILE_SOURCE, writeToolchainFile } from './toolchain-file.js';

export interface BuildPluginsOptions {
  plugins: readonly PluginSource[];
  targets: readonly Target[];
  /** Directory for the results. */
  out: string;
  /** The version of the plug-in API to build for; default: the current one. */
  api?: ApiVersion;
  debug?: boolean;
  environment: Environment;
  jobs?: number;
}

/** What CMake needs to know of each language. */
const LANGUAGES: Readonly<Record<Manifest['language'], string>> = {
  c: 'C',
  'c++': 'C;CXX',
  rust: '', // cargo builds it
};

/** CMake's project for a plug-in, and what it is given. */
function cmakeProject(
  manifest: Manifest,
  { plugkit, source: folder }: Links & { source: string },
  file: string,
  { platform }: Target,
): [string, string[]] {
  if (manifest.cmake !== undefined) return [join(folder, manifest.cmake), []];
  const inFolder = (paths: readonly string[] = []) =>
    paths.map((path) => cmakePath(join(folder, path))).join(';');
  const { language, standard, defines = {}, flags = {}, libraries = {} } = manifest;
  const variables = {
    PLUGKIT_LANGUAGES: LANGUAGES[language],
    PLUGKIT_SOURCES: inFolder(manifest.sources),
    PLUGKIT_INCLUDES: inFolder(manifest.include),
    PLUGKIT_DEFINES: Object.entries(defines)
      .map(([name, value]) => (value === true ? name : `${name}=${value}`))
      .join(';'),
    PLUGKIT_C_STANDARD: language === 'c' && standard ? standard.slice('c'.length) : '11',
    PLUGKIT_CXX_STANDARD: language === 'c++' && standard ? standard.slice('c++'.length) : '17',
    PLUGKIT_LIBRARIES: (libraries[platform] ?? []).map((name) => `-l${name}`).join(';'),
    PLUGKIT_C_FLAGS: (flags.c ?? []).join(';'),
    PLUGKIT_CXX_FLAGS: (flags['c++'] ?? []).join(';'),
    PLUGKIT_LINKER_FLAGS: (flags.link ?? []).join(';'),
    PLUGKIT_CXX_LIBRARY: manifest.cxxLibrary ? 'ON' : 'OFF',
    PLUGKIT_OUTPUT_NAME: basename(file, extname(file)),
  };
  return [
    join(plugkit, 'scripts', 'compile', 'cmake', 'plugin'),
    Object.entries(variables).map(([name, value]) => `-D${name}=${value}`),
  ];
}

/** What a plug-in exports: all that a runtime looks for in it. */
const EXPORTS = ['WasmEdge_Plugin_GetDescriptor'];

/** The one shared library in CMake's output directory. */
async function findLibrary(directory: string, file: string): Promise<string> {
  const names = await readdir(directory);
  if (names.includes(file)) return join(directory, file);
  const libraries = names.filter((name) => /\.(so|dylib|dll)$/.test(name));
  // A library with a version has several names.
  const paths = await Promise.all(libraries.map((name) => realpath(join(directory, name))));
  const [path, ...others] = new Set(paths);
  if (path !== undefined && others.length === 0) return path;
  throw new CommandError(
    'BUILD_FAILED',
    `Cannot find ${file}: the project made ${libraries.join(', ') || 'no library'}, expected one library`,
    { hint: 'Give the library target of CMakeLists.txt that name with OUTPUT_NAME' },
  );
}

/** What a C++ compiler or linker says where the library is missed. */
const MISSES_LIBRARY =
  /exceptions disabled|requires -frtti|undefined symbol: (_?__cxa|std::|operator|vtable|typeinfo)/;

function withHint(error: unknown, { language, sources, cxxLibrary }: Manifest): unknown {
  if (!(error instanceof CommandError) || !(error.cause instanceof Error)) return error;
  if (language !== 'c++' || !sources || cxxLibrary) return error;
  if (!MISSES_LIBRARY.test(error.cause.message)) return error;
  return new CommandError(error.code, error.message, {
    cause: error.cause,
    hint: 'Exceptions, RTTI and the C++ library need "cxxLibrary": true in plugin.json',
  });
}

async function buildPlugin(
  plugin: PluginSource,
  target: Target,
  { api, debug }: Variant,
  toolchain: Toolchain,
  rust: Rust | undefined,
  environment: Environment,
): Promise<Built> {
  const { name } = plugin.manifest;
  const file = pluginFileName(name, target);
  const place = await hashInputs({ paths: [], settings: plugin.directory });
  const works = join(environment.cacheDirectory, 'work', `${name}-${place.slice(0, 8)}`);
  const work = join(works, variantDirectory({ api, debug }), target.id);
  if (rust) {
    // Cargo knows itself what is to be done again.
    await mkdir(work, { recursive: true });
    return buildRust({ plugin, target, api, debug, work, toolchain, rust, environment });
  }
  const output = join(work, 'out');
  await rm(work, { recursive: true, force: true });
  await mkdir(output, { recursive: true });

  const links = await link(work, { source: plugin.directory });
  const [project, definitions] = cmakeProject(plugin.manifest, links, file, target);
  const exportList = join(work, 'exports');
  await writeFile(exportList, PLATFORMS[target.platform].exportList(EXPORTS));
  const toolchainFile = await writeToolchainFile(work, {
    target,
    toolchain,
    file,
    api,
    plugin: {
      hostLibrary: await hostLinkLibrary(target, toolchain, environment, api),
      exportList,
    },
    debug,
    links,
    prefixMap: {
      [work]: 'build',
      // A debugger finds the sources where they are.
      [links.source]: debug && isSafe(plugin.directory) ? plugin.directory : name,
      [links.plugkit]: 'plugkit',
      [links.include]: 'plugkit/include',
    },
  });
  const options = buildOptions(environment);
  const build = join(work, 'cmake');
  const commands: [string, ...string[]][] = [
    [
      ...([toolchain.cmake.path, '-G', 'Ninja', '-S', project, '-B', build] as const),
      `-DCMAKE_MAKE_PROGRAM=${toolchain.ninja.path}`,
      `-DCMAKE_TOOLCHAIN_FILE=${toolchainFile}`,
      '-DCMAKE_BUILD_TYPE=Release',
      ...['LIBRARY', 'RUNTIME'].map((kind) => `-DCMAKE_${kind}_OUTPUT_DIRECTORY=${output}`),
      ...definitions,
    ],
    [toolchain.cmake.path, '--build', build],
  ];
  const said: string[] = [];
  for (const command of commands) {
    const result = await run(command, options).catch((error: unknown) => {
      throw withPath(withHint(error, plugin.manifest), links.source, plugin.directory);
    });
    said.push(result.output);
  }
  const warnings = warningsIn(said.join('\n'));
  return {
    files: [await findLibrary(output, file)],
    warnings: inOwnPath(warnings, links.source, plugin.directory),
  };
}

/** What compilers and CMake said, without the progress of a build, if there is a warning in it. */
function warningsIn(output: string): string {
  const lines = output.split('\n').filter((line) => !/^(\[\d+\/\d+\]|-- |ninja: )/.test(line));
  return lines.some((line) => /\bwarning\b/i.test(line)) ? lines.join('\n').trim() : '';
}

/** Which builds of a plug-in there are for a target, each in a directory of its own. */
export interface Variant {
  /** The version of the plug-in API to build for. */
  api: ApiVersion;
  /** With what debuggers and memory checkers need, and not optimized away. */
  debug: boolean;
}

const variantDirectory = ({ api, debug }: Variant): string =>
  join(apiDirectory(api), debug ? 'debug' : '');

/** Where the build of a plug-in for a target goes. */
export function builtFile(out: string, name: string, target: Target, variant: Variant): string {
  return join(out, name, variantDirectory(variant), target.id, pluginFileName(name, target));
}

/** Without Rust, the plug-ins in other languages are built all the same. */
async function rustOrError(environment: Environment): Promise<Rust | CommandError> {
  return findRust(environment).catch((error: unknown) => {
    if (error instanceof CommandError && error.code === 'RUST_MISSING') return error;
    throw error;
  });
}

/**
 * Builds every plug-in for every target.
 * @returns one result per plug-in and target, in that order; failures are results, not errors.
 * @throws TOOL_MISSING, TOOL_VERSION, TOOL_FAILED when there is no toolchain.
 */
export async function buildPlugins({
  plugins,
  targets,
  out,
  api = CURRENT_API_VERSION,
  debug = false,
  environment,
  jobs,
}: BuildPluginsOptions): Promise<BuildResult[]> {
  checkCacheDirectory(environment);
  const toolchain = await findToolchain(environment);
  const isRust = ({ manifest }: PluginSource) => manifest.language === 'rust';
  const rust = plugins.some(isRust) ? await rustOrError(environment) : undefined;
  const sourceDateEpoch = environment.sourceDateEpoch ?? null;
  const builds = plugins.flatMap((plugin) =>
    targets.map((target): BuildJob => {
      const { name } = plugin.manifest;
      return {
        name,
        target,
        outputs: [builtFile(out, name, target, { api, debug })],
        inputs: {
          plugin: plugin.directory,
          paths: [
            ...(isRust(plugin) ? [RUST_BUILD, ...pathDependencies(plugin)] : []),
            loaderPath('include'),
            projectPath('scripts', 'compile', 'cmake'),
            projectPath('facts', 'c-api.json'),
            TOOLCHAIN_FILE_SOURCE,
          ],
          settings: [
            target.id,
            api,
            debug,
            platformSettings(target),
            versionsOf(toolchain),
            sourceDateEpoch,
            ...(isRust(plugin) && rust && 'version' in rust ? [rust.version] : []),
          ],
        },
        zig: toolchain.zig.version,
        build: async () => {
          const own = isRust(plugin) ? rust : undefined;
          if (own instanceof CommandError) throw own;
          return buildPlugin(plugin, target, { api, debug }, toolchain, own, environment);
        },
      };
    }),
  );
  return runBuilds(builds, environment, jobs);
}
