// The two places in which everything is built for `plugkit build --verify`: copies of plugkit, of the
// loader and of the plug-ins in different directories, with different circumstances.
import { existsSync } from 'node:fs';
import { copyFile, cp, lutimes, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Environment } from '../flags/environment.js';
import type { PluginSource } from '../project/manifest.js';
import { LOADER_PACKAGE, LOADER_ROOT, projectPath, ROOT } from '../project/paths.js';
import { listPluginFiles } from '../project/plugin-files.js';
import { zigCaches } from '../toolchain/tools.js';
import type { Circumstances } from './causes.js';

/** What the copies hold of plugkit and of the loader; only what there is. */
const PROJECT_PARTS = [
  'CMakeLists.txt',
  'docs',
  'facts',
  'include',
  'package.json',
  'lib/loader',
  'lib/scripts',
  'loader/native',
  'scripts',
];

/** How the two builds differ. `date` is what compilers and CMake take for the time. */
export interface Place {
  readonly root: string;
  readonly user: string;
  readonly umask: string;
  readonly date: number;
  /** Files of plug-ins are made in the reverse order, which some file systems list them in. */
  readonly reversed: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/** Variables that compilers and CMake would heed, each of which would show in the results. */
function meddling(directory: string): Record<string, string> {
  const flags = '-O0 -g -march=native -DPLUGKIT_MEDDLING';
  const link = `-Wl,-rpath,${directory} -Wl,--build-id`;
  return {
    CFLAGS: flags,
    CXXFLAGS: flags,
    CPPFLAGS: flags,
    LDFLAGS: link,
    CPATH: directory,
    C_INCLUDE_PATH: directory,
    CPLUS_INCLUDE_PATH: directory,
    LIBRARY_PATH: directory,
    CC: 'no-such-compiler',
    CXX: 'no-such-compiler',
    CMAKE_BUILD_PARALLEL_LEVEL: '4',
    CMAKE_GENERATOR: 'Unix Makefiles',
    VERBOSE: '1',
    CMAKE_PREFIX_PATH: directory,
    CMAKE_BUILD_TYPE: 'Debug',
    MACOSX_DEPLOYMENT_TARGET: '99.0',
  };
}

export function placesIn(directory: string): [Place, Place] {
  return [
    {
      root: join(directory, '1'),
      user: 'plugkitone',
      umask: '022',
      date: 1_000_000_000,
      reversed: false,
      variables: { TZ: 'UTC0', LC_ALL: 'C', CMAKE_BUILD_PARALLEL_LEVEL: '1' },
    },
    {
      root: join(directory, 'second copy (in a longer directory)'),
      user: 'plugkitother',
      umask: '077',
      date: 1_700_000_001,
      reversed: true,
      variables: { TZ: 'XYZ-13:30', LC_ALL: 'tr_TR.UTF-8', ...meddling(directory) },
    },
  ];
}

/** Gives everything below `path` one time of change. */
async function touch(path: string, date: number): Promise<void> {
  const entries = await readdir(path, { recursive: true });
  for (const entry of ['', ...entries]) await lutimes(join(path, entry), date, date);
}

async function copyParts(from: string, to: string): Promise<void> {
  for (const part of PROJECT_PARTS.filter((each) => existsSync(join(from, each)))) {
    await cp(join(from, part), join(to, part), { recursive: true });
  }
}

/** Dependencies are in plugkit's own folder or, once it is installed, beside it, the loader among them. */
async function provideDependencies(root: string, project: string): Promise<void> {
  const own = projectPath('node_modules');
  if (existsSync(own)) await symlink(own, join(project, 'node_modules'), 'junction');
  const [from, to] = [dirname(ROOT), join(root, 'node_modules')];
  if (basename(from) !== 'node_modules') return;
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name !== LOADER_PACKAGE) await symlink(join(from, name), join(to, name), 'junction');
  }
  // Its headers go into the builds.
  await copyParts(LOADER_ROOT, join(to, LOADER_PACKAGE));
}

/** Copies plugkit and the plug-ins; the runtime libraries of the targets are shared. */
export async function prepare(
  { root, user, date, reversed }: Place,
  plugins: readonly PluginSource[],
  { cacheDirectory }: Environment,
): Promise<void> {
  const project = join(root, 'project');
  await copyParts(ROOT, project);
  for (const { directory, manifest } of plugins) {
    const files = await listPluginFiles(directory);
    for (const { path } of reversed ? files.reverse() : files) {
      const copy = join(root, 'plugins', manifest.name, path);
      await mkdir(dirname(copy), { recursive: true });
      await copyFile(join(directory, path), copy);
    }
  }
  await touch(root, date);
  for (const path of [`home/${user}`, 'tmp', 'cache', 'plugins']) {
    await mkdir(join(root, path), { recursive: true });
  }
  await provideDependencies(root, project);
  const runtimes = zigCaches(cacheDirectory).ZIG_GLOBAL_CACHE_DIR as string;
  await mkdir(runtimes, { recursive: true });
  const link = zigCaches(join(root, 'cache')).ZIG_GLOBAL_CACHE_DIR as string;
  await symlink(runtimes, link, 'junction');
}

export function circumstancesOf({ root, user, date }: Place, started: number): Circumstances {
  return {
    directories: [root],
    user: [user],
    times: [
      [date, date],
      [started, Math.ceil(Date.now() / 1000)],
    ],
  };
}
