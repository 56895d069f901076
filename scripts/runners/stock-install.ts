// Puts a stock WasmEdge of one version into the cache directory, from the Debian archive that this
// machine's apt already uses. It is test equipment: nothing of it is ever packed.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { run, tail } from '../process/run.js';
import { findArchives, isolateApt, writeSource } from './isolated-apt.js';

/** A suite moves on: the version that it has today is checked before anything is downloaded. */
const SUITES = { '0.17.1': ['forky', 'sid'], '0.14.1': ['trixie'] } as const;
const PACKAGES = [
  ...(['wasmedge', 'libwasmedge0', 'libwasmedge-dev'] as const),
  ...(['libstdc++6', 'libc6', 'libatomic1'] as const), // Node's own
];

export type StockVersion = keyof typeof SUITES;

/** How Debian calls what a target has. */
export const DEBIAN = {
  x64: { architecture: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { architecture: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
} as const;

/** Where a version is, or would be. */
export function stockDirectory(
  cacheDirectory: string,
  version: StockVersion,
  { arch }: Pick<Target, 'arch'>,
): string {
  return join(cacheDirectory, 'stock', `${version}-${arch}`);
}

/** The last line that apt calls an error: what went wrong, without its whole output. */
function reasonOf(error: unknown): string {
  if (!(error instanceof CommandError)) throw error;
  const said = error.cause instanceof Error ? error.cause.message : error.message;
  return /^E: (.*)$/m.exec(said)?.[1] ?? tail(said, 1);
}

/** Downloads and unpacks from one suite; the archive's version must be the one asked for. */
async function unpackSuite(
  version: StockVersion,
  architecture: string,
  archive: string,
  suite: string,
  work: string,
  { verbose }: Environment,
): Promise<void> {
  const settings = await isolateApt(work, [architecture]);
  await writeSource(work, archive, suite);
  const apt = async (program: 'apt-get' | 'apt-cache', ...args: string[]) =>
    (await run([program, ...settings, ...args], { verbose })).stdout;
  await apt('apt-get', 'update');
  const shown = await apt('apt-cache', 'show', '--no-all-versions', 'wasmedge');
  const found = shown.match(/^Version: (?:\d+:)?([\d.]+)/m)?.[1];
  if (found !== version) {
    const reason = `it carries ${found ?? 'none'}, expected ${version}`;
    throw new CommandError('TOOL_FAILED', reason);
  }
  await apt('apt-get', 'install', '--yes', '--download-only', ...PACKAGES);
  const downloaded = join(work, 'cache/archives');
  const root = join(work, 'root');
  for (const file of (await readdir(downloaded)).filter((name) => name.endsWith('.deb'))) {
    await run(['dpkg-deb', '--extract', join(downloaded, file), root], { verbose });
  }
  for (const name of ['lib', 'lib64']) {
    if (!existsSync(join(root, name))) await symlink(`usr/${name}`, join(root, name));
  }
}

/**
 * Has the stock version in the cache directory, some 45 MB to fetch. Complete or absent: everything is
 * prepared beside it and renamed.
 *
 * @throws {CommandError} TOOL_MISSING where this is not Debian, TOOL_FAILED when it cannot be had
 */
export async function installStock(
  environment: Environment,
  version: StockVersion,
  target: Pick<Target, 'arch'>,
): Promise<void> {
  const directory = stockDirectory(environment.cacheDirectory, version, target);
  if (existsSync(directory)) return;
  const failures: string[] = [];
  for (const archive of await findArchives()) {
    for (const suite of SUITES[version]) {
      const work = `${directory}.${process.pid}.tmp`;
      try {
        const { architecture } = DEBIAN[target.arch];
        await unpackSuite(version, architecture, archive, suite, work, environment);
        await mkdir(dirname(directory), { recursive: true });
        await rename(join(work, 'root'), directory).catch((error: NodeJS.ErrnoException) => {
          if (!existsSync(directory)) throw error; // another process was first
        });
        return;
      } catch (error) {
        failures.push(`${suite}: ${reasonOf(error)}`);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }
  }
  throw new CommandError(
    'TOOL_FAILED',
    `Cannot fetch stock WasmEdge ${version}: ${failures.join('; ')}`,
    { hint: 'check the network, or name an installation by WASMEDGE_DIR' },
  );
}
