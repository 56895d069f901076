// `npm run pack`: builds what is missing and leaves both npm packages in build/npm/, staged and packed.
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import { TARGETS } from '#loader/internal';
import type { CommandOptions } from '../command.js';
import type { BuildResult } from '../compile/build.js';
import { buildPrebuilds } from '../compile/prebuilds.js';
import { formatBytes, renderResults } from '../compile/summary.js';
import type { Environment } from '../flags/environment.js';
import { runSteps } from '../output/progress.js';
import { drawTable } from '../output/table.js';
import { packageVersion, projectPath } from '../project/paths.js';
import { PACKAGES, type PackageContents } from './packages.js';
import { stage } from './stage.js';

export const flags = [];

export interface Packed {
  readonly name: string;
  readonly version: string;
  /** Path of the tarball. */
  readonly tarball: string;
  /** Paths in the package. */
  readonly files: readonly string[];
  /** Size of the tarball, and of all that is in it. */
  readonly bytes: number;
  readonly unpackedBytes: number;
}

interface Data {
  readonly results: readonly BuildResult[];
  /** Empty when a build failed. */
  readonly packages: readonly Packed[];
}

/** The date of all files in a tarball: that of npm's own. */
const DATE = new Date('1985-10-26T08:15:00Z');

async function packOne(contents: PackageContents, out: string): Promise<Packed> {
  const { name } = contents;
  const version = packageVersion();
  const directory = join(out, name);
  const files = await stage(contents, directory);
  const tarball = join(out, `${name}-${version}.tgz`);
  await rm(tarball, { force: true });
  await create(
    {
      cwd: directory,
      file: tarball,
      prefix: 'package/',
      gzip: { level: 9 },
      portable: true,
      mtime: DATE,
      noDirRecurse: true,
    },
    files,
  );
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(directory, file))).size),
  );
  const unpackedBytes = sizes.reduce((sum, size) => sum + size, 0);
  return { name, version, tarball, files, bytes: (await stat(tarball)).size, unpackedBytes };
}

/**
 * Stages and packs both packages into `out`; everything that goes in must have been built.
 * @throws CommandError FILE_UNREADABLE for a file that is not there
 */
export async function packPackages(out: string, environment: Environment): Promise<Packed[]> {
  await mkdir(out, { recursive: true });
  const packed: Packed[] = [];
  const steps = PACKAGES.map((contents) => ({
    title: `Pack ${contents.name}`,
    run: async () => {
      packed.push(await packOne(contents, out));
    },
  }));
  const errors = await runSteps(steps, environment, 1);
  const error = errors.find((other) => other !== undefined);
  if (error !== undefined) throw error;
  return packed;
}

export async function run({ environment }: CommandOptions): Promise<Data> {
  const results = await buildPrebuilds({ targets: TARGETS, environment });
  if (results.some(({ state }) => state === 'failed')) return { results, packages: [] };
  return { results, packages: await packPackages(projectPath('build', 'npm'), environment) };
}

export function render({ results, packages }: Data): string {
  if (packages.length === 0) return `${renderResults(results)}\nNothing was packed`;
  const rows = packages.map(({ name, bytes, unpackedBytes, files, tarball }) => [
    name,
    formatBytes(bytes),
    formatBytes(unpackedBytes),
    files.length,
    tarball,
  ]);
  const table = drawTable({ head: ['package', 'size', 'unpacked', 'files', ''], rows });
  return `${renderResults(results)}\n\n${table}\n${packages.length} packed`;
}

export function failed({ packages }: Data): boolean {
  return packages.length === 0;
}
