// The package managers that the packages are installed with, as data: each at a fixed version from the
// npm registry, in the cache directory.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../scripts/flags/environment.js';

const { cacheDirectory } = readEnvironment();
const CACHE = join(cacheDirectory, 'package-managers');
const BUN = `@oven/bun-${process.platform}-${process.arch}`
  .replace('win32', 'windows')
  .replace('arm64', 'aarch64');

type Command = readonly [string, ...string[]];

export interface Manager {
  readonly title: string;
  /** What holds its program, as npm installs it; none for npm itself. */
  readonly packages: readonly string[];
  /** The program, given the folder of those packages. */
  program(modules: string): Command;
  /** Arguments that install what the manifest says, without scripts. */
  readonly install: readonly string[];
  /** Arguments before a program of JavaScript; none: Node itself runs it. */
  readonly node?: readonly string[];
  /** Arguments before a command of an installed package. */
  readonly execute: readonly string[];
  /** Keys of the manifest that make `loader` the one to use for everybody. */
  overrides(loader: string): object;
  /** Further files of the application. */
  files?(loader: string): Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const NAME = 'wasmedge-plugin-kit';

function yarn(nodeLinker: 'node-modules' | 'pnp'): Manager {
  const settings = {
    nodeLinker,
    enableScripts: false,
    enableTelemetry: false,
    enableGlobalCache: false,
    cacheFolder: join(CACHE, 'yarn-cache'),
    globalFolder: join(CACHE, 'yarn'),
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return {
    title: nodeLinker === 'pnp' ? "Yarn's Plug'n'Play" : 'Yarn with node_modules',
    packages: ['@yarnpkg/cli-dist@4.18.1'],
    program: (modules) => [process.execPath, join(modules, '@yarnpkg/cli-dist/bin/yarn.js')],
    install: ['install', '--no-immutable'],
    node: ['node'],
    execute: ['run'],
    overrides: (loader) => ({ resolutions: { [NAME]: loader } }),
    files: () => ({ '.yarnrc.yml': `${lines.join('\n')}\n`, 'yarn.lock': '' }),
  };
}

export const MANAGERS: readonly Manager[] = [
  {
    title: 'npm',
    packages: [],
    program: () => ['npm'],
    install: ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
    execute: ['exec', '--no', '--'],
    overrides: (loader) => ({ overrides: { [NAME]: loader } }),
  },
  {
    title: 'pnpm',
    packages: ['pnpm@12.21.0'],
    program: (modules) => [join(modules, '.bin', 'pnpm')],
    install: ['install', '--ignore-scripts', '--no-frozen-lockfile'],
    execute: ['exec'],
    overrides: () => ({}),
    files: (loader) => ({
      'pnpm-workspace.yaml': `overrides:\n  ${NAME}: ${loader}\nstoreDir: ${join(CACHE, 'pnpm-store')}\n`,
    }),
  },
  yarn('node-modules'),
  yarn('pnp'),
  {
    title: 'Bun',
    packages: [`${BUN}@1.4.5`],
    program: (modules) => [join(modules, BUN, 'bin', 'bun')],
    install: ['install', '--ignore-scripts'],
    execute: ['x', '--no-install'],
    overrides: (loader) => ({ overrides: { [NAME]: loader } }),
    env: { BUN_INSTALL_CACHE_DIR: join(CACHE, 'bun') },
  },
];

/** Runs a program to its end, through a shell on Windows, where npm is a command file. */
export async function runIn(
  cwd: string,
  [file, ...args]: Command,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const ended = promisify(execFile)(file, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 500_000,
    // CI makes lockfiles immutable; a test's application has none yet.
    env: { ...process.env, CI: '', ...env },
  });
  // Yarn prints its errors on standard output.
  const { stdout } = await ended.catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`, { cause: error });
  });
  return stdout.trim();
}

/** Whether the npm registry answers. */
export async function reachesRegistry(): Promise<boolean> {
  return runIn(CACHE, ['npm', 'ping']).then(
    () => true,
    () => false,
  );
}

/** The manager's program, installed into the cache directory when it is not there. */
export async function installManager({ packages, program }: Manager): Promise<Command> {
  const directory = join(CACHE, packages.join('+').replaceAll('/', '-') || 'npm');
  const done = join(directory, 'complete');
  if (!existsSync(done)) {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'package.json'), '{ "private": true }');
    if (packages.length > 0) {
      await runIn(directory, ['npm', 'install', '--ignore-scripts', '--no-audit', ...packages]);
    }
    await writeFile(done, '');
  }
  return program(join(directory, 'node_modules'));
}
