// The five ways a plug-in is found, each as a private arrangement of files for one cell: where the
// plug-in lies, what the environment says, what the loader is asked for. Used by run-cell.ts.
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Target } from '#loader/internal';
import { type LoaderEntries, loaderEntries, loaderPath } from '../project.js';
import type { PathMode } from './report.js';
import type { Obstacle, PreparedCell } from './runners/runner.js';

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
}

/** The library directory of a system prefix that every Linux has. */
const SYSTEM_PREFIX = '/usr/local';

/** Copies the plug-in to where a user would put it. */
async function place(file: string, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const copy = join(directory, basename(file));
  await cp(file, copy);
  return copy;
}

async function env({ file, directory }: Place): Promise<Layout> {
  const plugins = join(directory, 'plugins');
  return {
    ...loaderEntries(),
    expectedPath: await place(file, plugins),
    load: { paths: [], defaultPaths: true },
    env: { WASMEDGE_PLUGIN_PATH: plugins },
  };
}

async function installation({ file, directory }: Place): Promise<Layout> {
  const prefix = join(directory, 'wasmedge');
  return {
    ...loaderEntries(),
    expectedPath: await place(file, join(prefix, 'plugin')),
    load: { paths: [], defaultPaths: true },
    env: { WASMEDGE_DIR: prefix },
  };
}

async function system({ target, file, directory }: Place): Promise<Layout | Obstacle> {
  const load = { paths: [], defaultPaths: true };
  if (target.platform === 'win32') {
    // There the system directory is the one that holds wasmedge.dll: a copy of the package gets one.
    const copy = join(directory, 'package');
    const beside = join('prebuilds', `${target.platform}-${target.arch}`);
    const nodeGypBuild = dirname(createRequire(loaderEntries().loader).resolve('node-gyp-build'));
    for (const part of ['package.json', 'lib/loader', beside]) {
      await cp(loaderPath(part), join(copy, part), { recursive: true });
    }
    await cp(nodeGypBuild, join(copy, 'node_modules/node-gyp-build'), { recursive: true });
    const expectedPath = await place(file, join(copy, beside));
    return { ...loaderEntries(copy), expectedPath, load, env: {} };
  }
  if (target.platform === 'darwin') {
    return {
      reason: `${SYSTEM_PREFIX}/lib/wasmedge would have to be written to, as macOS has no private mounts`,
      fix: `the same mode on Linux, 'plugkit test --target linux-x64 --path system'`,
    };
  }
  const layer = join(directory, 'layer');
  await place(file, join(layer, 'wasmedge'));
  const over = `${SYSTEM_PREFIX}/lib`;
  return {
    ...loaderEntries(),
    expectedPath: join(over, 'wasmedge', basename(file)),
    load,
    env: { WASMEDGE_DIR: SYSTEM_PREFIX },
    overlay: { layer, over },
  };
}

async function explicitFile({ file, directory }: Place): Promise<Layout> {
  const path = await place(file, join(directory, 'somewhere'));
  return {
    ...loaderEntries(),
    expectedPath: path,
    load: { paths: [path], defaultPaths: false },
    env: {},
  };
}

async function explicitDirectory({ file, directory }: Place): Promise<Layout> {
  const somewhere = join(directory, 'somewhere');
  return {
    ...loaderEntries(),
    // Directories are searched below, too, whatever they are called.
    expectedPath: await place(file, join(somewhere, 'deeper, ü')),
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
