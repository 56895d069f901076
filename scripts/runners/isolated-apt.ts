// An apt-get beside the system's: where this machine's Debian archives are, and a configuration that
// takes packages from them without touching what is installed.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../errors.js';
import { run } from '../process/run.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

function readRelease(): string {
  return existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
}

/** Whether this machine's packages are Debian's: then they can be unpacked. */
export function isDebian(release = readRelease()): boolean {
  return /^ID="?debian"?$/m.test(release);
}

/**
 * The archives that this machine's own apt installs from, without those of security updates only.
 * They are known without lists, which a fresh container does not have.
 * @throws TOOL_MISSING where this is not Debian
 */
export async function findArchives(): Promise<string[]> {
  const release = readRelease();
  if (!isDebian(release)) {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? process.platform;
    throw new CommandError(
      'TOOL_MISSING',
      `Cannot fetch Debian packages: this is ${name}, expected Debian`,
    );
  }
  const { stdout } = await run(['apt-get', 'update', '--print-uris']);
  const found = [...stdout.matchAll(/^'(\S+)\/dists\/[^']*\/InRelease'/gm)];
  const archives = found.map(([, uri]) => uri as string).filter((uri) => !/security/.test(uri));
  if (archives.length > 0) return [...new Set(archives)];
  throw new CommandError(
    'TOOL_MISSING',
    "Cannot fetch Debian packages: this machine's apt names no archive, expected one",
    { hint: 'name one in /etc/apt/sources.list' },
  );
}

/**
 * The arguments of an apt that works in `directory` and shares nothing with the system's but its network
 * settings and its keys: lists, cache and the list of installed packages (none) are there. Signatures are
 * checked as ever.
 * @param architectures Debian's names of the processors, the first is apt's own
 */
export async function isolateApt(
  directory: string,
  architectures: readonly [string, ...string[]],
): Promise<string[]> {
  await mkdir(join(directory, 'lists', 'partial'), { recursive: true });
  await mkdir(join(directory, 'cache', 'archives', 'partial'), { recursive: true });
  await mkdir(join(directory, 'none'));
  await writeFile(join(directory, 'status'), '');
  return Object.entries({
    'Dir::Etc::SourceList': join(directory, 'sources.list'),
    'Dir::Etc::SourceParts': join(directory, 'none'),
    'Dir::Etc::Preferences': join(directory, 'no-preferences'),
    'Dir::Etc::PreferencesParts': join(directory, 'none'),
    'Dir::State': directory,
    'Dir::State::Lists': join(directory, 'lists'),
    'Dir::State::Status': join(directory, 'status'),
    'Dir::Cache': join(directory, 'cache'),
    'APT::Architecture': architectures[0],
    'APT::Architectures': architectures.join(','),
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root', // not a user that cannot enter the cache directory
    'APT::Update::Error-Mode': 'any', // lists that could not be fetched are an error, not a warning
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** Has an isolated apt take its packages from one release of an archive. */
export async function writeSource(directory: string, archive: string, release: string) {
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  await writeFile(join(directory, 'sources.list'), `deb ${signedBy}${archive} ${release} main\n`);
}
