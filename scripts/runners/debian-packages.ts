// Debian packages unpacked into folders of the cache, without touching the system: an apt
// configuration of its own (sources, lists, state), the mirror and the keyring of the machine. apt
// checks the signature of the lists and the hash of every package. Used by setup-runners.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '../../loader/errors.js';
import { run } from '../run.js';

/** Packages that go into one folder. */
export interface PackageSet {
  /** Name of the folder. */
  readonly name: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly packages: readonly string[];
  /** Changes the unpacked files before they are put into place. */
  readonly finish?: (directory: string) => Promise<void>;
}

// The first Debian release with wine 10, which Node 20 and later need, for both architectures; one
// release for everything, so that no host's own release matters.
const SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const RECORD = 'packages.json';

/** Where the packages of a set are, or will be. */
export function packageDirectory(cacheDirectory: string, name: string): string {
  return join(cacheDirectory, 'runners', 'debian', name);
}

/** Whether exactly the packages of this set are in place. */
export function isUnpacked(cacheDirectory: string, { name, packages }: PackageSet): boolean {
  const record = join(packageDirectory(cacheDirectory, name), RECORD);
  if (!existsSync(record)) return false;
  return JSON.parse(readFileSync(record, 'utf8')).requested.join() === packages.join();
}

/** The machine's own mirror: where its apt would take the lists of its release from. */
async function findMirror(): Promise<string> {
  const system = existsSync('/etc/os-release') ? await readFile('/etc/os-release', 'utf8') : '';
  const field = (name: string) => system.match(new RegExp(`^${name}="?([^"\n]*)`, 'm'))?.[1];
  const { stdout } =
    field('ID') === 'debian' ? await run(['apt-get', 'update', '--print-uris']) : { stdout: '' };
  const releases = [field('VERSION_CODENAME'), 'stable', 'testing', 'sid', 'unstable'];
  for (const [, mirror, release] of stdout.matchAll(/^'(\S+)\/dists\/([^/']+)\/InRelease'/gm)) {
    if (releases.includes(release)) return mirror as string;
  }
  throw new PluginError(
    'TOOL_MISSING',
    `Cannot fetch Debian packages: the package sources of ${field('PRETTY_NAME') ?? 'this system'} name no Debian mirror`,
    { hint: 'Run this on Debian 12 or later, in a container for instance' },
  );
}

/** Arguments that make apt work in `directory`, for both architectures. */
async function isolateApt(directory: string): Promise<string[]> {
  const mirror = await findMirror();
  await mkdir(join(directory, 'lists', 'partial'), { recursive: true });
  await mkdir(join(directory, 'cache', 'archives', 'partial'), { recursive: true });
  await mkdir(join(directory, 'empty'), { recursive: true });
  await writeFile(join(directory, 'status'), '');
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  await writeFile(join(directory, 'sources.list'), `deb ${signedBy}${mirror} ${SUITE} main\n`);
  return Object.entries({
    'Dir::Etc::SourceList': join(directory, 'sources.list'),
    'Dir::Etc::SourceParts': join(directory, 'empty'),
    'Dir::Etc::Preferences': join(directory, 'none'),
    'Dir::Etc::PreferencesParts': join(directory, 'empty'),
    'Dir::State': directory,
    'Dir::State::Lists': join(directory, 'lists'),
    'Dir::State::Status': join(directory, 'status'),
    'Dir::Cache': join(directory, 'cache'),
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64,arm64',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/**
 * Puts each set of packages into its folder, unless it is there: complete or not at all.
 * @param tell gets a word about what is being done.
 * @throws NETWORK when the lists or a package cannot be had, TOOL_MISSING where there is no Debian.
 */
export async function unpackPackages(
  cacheDirectory: string,
  sets: readonly PackageSet[],
  tell: (text: string) => void,
): Promise<void> {
  const missing = sets.filter((set) => !isUnpacked(cacheDirectory, set));
  if (missing.length === 0) return;
  const work = join(cacheDirectory, 'runners', 'apt');
  const apt = await isolateApt(work);
  const aptGet = async (args: readonly string[], cwd: string) => {
    try {
      return await run(['apt-get', ...apt, ...args], { cwd });
    } catch (cause) {
      throw new PluginError('NETWORK', `Cannot fetch Debian packages: apt-get ${args[0]} failed`, {
        cause,
        hint: 'Check the network and that the package debian-archive-keyring is up to date',
      });
    }
  };
  tell('package lists');
  await aptGet(['update'], work);
  for (const set of missing) {
    tell(set.name);
    const staging = await mkdtemp(join(work, `${set.name}-`));
    try {
      const names = set.packages.map((name) => `${name}:${set.architecture}`);
      const { stdout } = await aptGet(['download', '--print-uris', ...names], staging);
      await aptGet(['download', ...names], staging);
      const files = await readdir(staging);
      const unpacked = join(staging, 'unpacked');
      for (const file of files) await run(['dpkg-deb', '-x', join(staging, file), unpacked]);
      await set.finish?.(unpacked);
      const fetched = [...stdout.matchAll(/^'\S+' (\S+) \d+ (\S+)/gm)];
      const record = {
        requested: set.packages,
        fetched: fetched.map(([, file, hash]) => ({ file, hash })),
      };
      await writeFile(join(unpacked, RECORD), `${JSON.stringify(record, null, 2)}\n`);
      const directory = packageDirectory(cacheDirectory, set.name);
      await rm(directory, { recursive: true, force: true });
      await mkdir(join(directory, '..'), { recursive: true });
      await rename(unpacked, directory);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
}
