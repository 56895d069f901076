// Debian packages unpacked into folders of the cache, without touching the system (isolated-apt.ts).
// apt checks the signature of the lists and the hash of every package.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { run } from '../process/run.js';
import { findArchives, isDebian, isolateApt, writeSource } from './isolated-apt.js';

/** Packages that go into one folder. */
export interface PackageSet {
  /** Name of the folder. */
  readonly name: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly packages: readonly string[];
  /** Changes the unpacked files before they are put into place. */
  readonly finish?: (directory: string) => Promise<void>;
  /** Where the same is when the user installed it; asked where this is not Debian. */
  readonly installed?: Installed;
}

/** Packages of the system that do for a PackageSet. */
export interface Installed {
  /** A file that shows that they are there. */
  readonly file: string;
  /** The root directory in place of the set's folder. */
  readonly root: string;
  /** Their names in Ubuntu. */
  readonly packages: readonly string[];
}

/** apt-get with a configuration of its own, for as long as packages are fetched. */
export interface Apt {
  /** Where it works; to be removed afterwards. */
  readonly directory: string;
  run(args: readonly string[], cwd: string): Promise<string>;
}

// The first release with wine 10, which Node 20 and later need, for both architectures; one release
// for everything, so that no host's own release matters.
const SUITE = 'trixie';
/** What was asked for and what was fetched; it is beside the unpacked files. */
const RECORD = 'packages.json';

function folder(cacheDirectory: string): string {
  return join(cacheDirectory, 'runners', 'debian');
}

function unpackedDirectory(cacheDirectory: string, { name }: PackageSet): string {
  return join(folder(cacheDirectory), name);
}

/** Whether exactly the packages of this set are in its folder. */
function isUnpacked(cacheDirectory: string, set: PackageSet): boolean {
  const record = join(unpackedDirectory(cacheDirectory, set), RECORD);
  if (!existsSync(record)) return false;
  return JSON.parse(readFileSync(record, 'utf8')).requested.join() === set.packages.join();
}

/** Where the packages of a set are: a root directory with `usr`, `lib` and so on. */
export function packageDirectory(
  cacheDirectory: string,
  set: PackageSet,
  debian = isDebian(),
): string {
  const { installed } = set;
  return installed && !debian && existsSync(installed.file)
    ? installed.root
    : unpackedDirectory(cacheDirectory, set);
}

/** Whether the packages of a set are there, in its folder or installed. */
export function hasPackages(cacheDirectory: string, set: PackageSet, debian = isDebian()): boolean {
  return (
    packageDirectory(cacheDirectory, set, debian) === set.installed?.root ||
    isUnpacked(cacheDirectory, set)
  );
}

/** How a person gets sets of packages where this cannot fetch them. */
export function packageHint(sets: readonly PackageSet[]): string {
  const container = 'run plugkit in a container of Debian 12 or later, docker run -it debian:12';
  const names = sets.flatMap(({ installed }) => installed?.packages ?? []);
  return sets.every(({ installed }) => installed)
    ? `sudo apt-get install ${names.join(' ')} (Ubuntu 24.04 or later), or ${container}`
    : container;
}

/**
 * Makes an apt of its own, with the lists of the first of this machine's archives that has the release.
 * @throws TOOL_MISSING where this is not Debian, TOOL_FAILED when the lists cannot be had
 */
export async function openApt({ cacheDirectory, verbose }: Environment): Promise<Apt> {
  const archives = await findArchives();
  await mkdir(folder(cacheDirectory), { recursive: true });
  const directory = await mkdtemp(join(folder(cacheDirectory), '.apt-'));
  const settings = await isolateApt(directory, ['amd64', 'arm64']);
  const apt: Apt = {
    directory,
    async run(args, cwd) {
      try {
        return (await run(['apt-get', ...settings, ...args], { cwd, verbose })).stdout;
      } catch (cause) {
        const said = cause instanceof CommandError && (cause.cause as Error | undefined)?.message;
        const reason = /^E: (.*)$/m.exec(said || '')?.[1] ?? `apt-get ${args[0]} failed`;
        throw new CommandError('TOOL_FAILED', `Cannot fetch Debian packages: ${reason}`, {
          cause,
          hint: 'check the network, and that the package debian-archive-keyring is up to date',
        });
      }
    },
  };
  let failure: unknown;
  for (const archive of archives) {
    await writeSource(directory, archive, SUITE);
    try {
      await apt.run(['update'], directory);
      return apt;
    } catch (error) {
      failure ??= error;
    }
  }
  await rm(directory, { recursive: true });
  throw failure;
}

/** Debian's base system has these links, whose package nobody asks for here. */
async function mergeUsr(root: string): Promise<void> {
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) {
    if (!existsSync(join(root, name))) await symlink(`usr/${name}`, join(root, name));
  }
}

/**
 * Puts a set of packages into its folder: complete or not at all. Another process doing the same is no
 * harm.
 * @throws TOOL_FAILED when a package cannot be had
 */
export async function unpackPackages(
  { cacheDirectory, verbose }: Environment,
  set: PackageSet,
  apt: Apt,
): Promise<void> {
  const staging = await mkdtemp(join(apt.directory, `${set.name}-`));
  const names = set.packages.map((name) => `${name}:${set.architecture}`);
  const uris = await apt.run(['download', '--print-uris', ...names], staging);
  await apt.run(['download', ...names], staging);
  const unpacked = join(staging, 'unpacked');
  for (const file of await readdir(staging)) {
    await run(['dpkg-deb', '-x', join(staging, file), unpacked], { verbose });
  }
  await mergeUsr(unpacked);
  await set.finish?.(unpacked);
  const fetched = [...uris.matchAll(/^'\S+' (\S+) \d+ (\S+)/gm)];
  const record = {
    requested: set.packages,
    fetched: fetched.map(([, file, hash]) => ({ file, hash })),
  };
  await writeFile(join(unpacked, RECORD), `${JSON.stringify(record, null, 2)}\n`);
  const directory = unpackedDirectory(cacheDirectory, set);
  await mkdir(dirname(directory), { recursive: true });
  if (!isUnpacked(cacheDirectory, set)) await rm(directory, { recursive: true, force: true });
  await rename(unpacked, directory).catch((error: unknown) => {
    if (!isUnpacked(cacheDirectory, set)) throw error;
  });
}
