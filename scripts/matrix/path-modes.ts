// The five ways a plug-in is found, each as a private arrangement of files for one cell: where the
// plug-in is, what the environment says, what the loader is asked for.
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Target } from '#loader/internal';
import { LOADER_ROOT, type LoaderEntries, loaderEntries } from '../project/paths.js';
import type { Obstacle, PreparedCell } from '../runners/runner.js';
import type { PathMode } from './report.js';

export interface Layout extends LoaderEntries {
  /** Where the cell's process sees the plug-in. */
  expectedPath: string;
  load: { paths: string[]; defaultPaths: boolean };
  env: Record<string, string>;
  overlay?: NonNullable<PreparedCell['overlay']>;
}

interface Place {
  target: Target;
  /** The plug-in as it was built. */
  file: string;
  /** The cell's own directory; it exists and is empty. */
  directory: string;
  /** Of the package. Default: this one. */
  root?: string;
}

/** The library directory of a system prefix that every Linux has. */
const SYSTEM_PREFIX = '/usr/local';

/** Copies the plug-in to where a user would put it. */
async function copyInto(file: string, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const copy = join(directory, basename(file));
  await cp(file, copy);
  return copy;
}

/** The loader with this target's prebuild and nothing else, as it is published. */
async function copyLoader({ target, directory, root = LOADER_ROOT }: Place): Promise<string> {
  const copy = join(directory, 'package');
  const beside = join('prebuilds', `${target.platform}-${target.arch}`);
  for (const part of ['package.json', 'facts', 'lib/loader', beside]) {
    await cp(join(root, part), join(copy, part), { recursive: true });
  }
  return copy;
}

/** A cell loads what is published, and the loader prefers what was built from source for this machine. */
async function publishedLoader(place: Place): Promise<LoaderEntries> {
  const { root = LOADER_ROOT } = place;
  const built = existsSync(join(root, 'build', 'Release', 'loader.node'));
  return loaderEntries(built ? await copyLoader(place) : root);
}

async function env(place: Place): Promise<Layout> {
  const { file, directory } = place;
  const plugins = join(directory, 'plugins');
  return {
    ...(await publishedLoader(place)),
    expectedPath: await copyInto(file, plugins),
    load: { paths: [], defaultPaths: true },
    env: { WASMEDGE_PLUGIN_PATH: plugins },
  };
}

async function installation(place: Place): Promise<Layout> {
  const { file, directory } = place;
  const prefix = join(directory, 'wasmedge');
  return {
    ...(await publishedLoader(place)),
    expectedPath: await copyInto(file, join(prefix, 'plugin')),
    load: { paths: [], defaultPaths: true },
    env: { WASMEDGE_DIR: prefix },
  };
}

async function system(place: Place): Promise<Layout | Obstacle> {
  const { target, file, directory } = place;
  const load = { paths: [], defaultPaths: true };
  if (target.platform === 'win32') {
    // There the system directory is the one that holds wasmedge.dll: a copy of the package gets one.
    const copy = await copyLoader(place);
    const beside = join(copy, 'prebuilds', `${target.platform}-${target.arch}`);
    const expectedPath = await copyInto(file, beside);
    return { ...loaderEntries(copy), expectedPath, load, env: {} };
  }
  if (target.platform === 'darwin') {
    return {
      reason: `${SYSTEM_PREFIX}/lib/wasmedge would have to be written to, as macOS has no private mounts`,
      fix: `the same mode on Linux, 'plugkit test --target linux-x64 --path system'`,
    };
  }
  const layer = join(directory, 'layer');
  await copyInto(file, join(layer, 'wasmedge'));
  const over = `${SYSTEM_PREFIX}/lib`;
  return {
    ...(await publishedLoader(place)),
    expectedPath: join(over, 'wasmedge', basename(file)),
    load,
    env: { WASMEDGE_DIR: SYSTEM_PREFIX },
    overlay: { layer, over },
  };
}

async function explicitFile(place: Place): Promise<Layout> {
  const { file, directory } = place;
  const path = await copyInto(file, join(directory, 'somewhere'));
  return {
    ...(await publishedLoader(place)),
    expectedPath: path,
    load: { paths: [path], defaultPaths: false },
    env: {},
  };
}

async function explicitDirectory(place: Place): Promise<Layout> {
  const { file, directory } = place;
  const somewhere = join(directory, 'somewhere');
  return {
    ...(await publishedLoader(place)),
    // Directories are searched below, too, whatever they are called.
    expectedPath: await copyInto(file, join(somewhere, 'deeper, ü')),
    load: { paths: [somewhere], defaultPaths: false },
    env: {},
  };
}

const MODES: Record<PathMode, (place: Place) => Promise<Layout | Obstacle>> = {
  env,
  installation,
  system,
  file: explicitFile,
  directory: explicitDirectory,
};

/** Arranges the files of one cell, or says why this kind of machine has no such place. */
export function arrange(mode: PathMode, place: Place): Promise<Layout | Obstacle> {
  return MODES[mode](place);
}
