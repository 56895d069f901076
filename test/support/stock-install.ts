// Puts a stock WasmEdge of one version into the cache directory, from the Debian archive that this
// machine's apt already uses. Called by stock.ts only. Test equipment: nothing of it is ever packed.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findArchives, isolateApt, writeSource } from '../../scripts/runners/isolated-apt.js';

const execute = promisify(execFile);

/** A suite moves on: the version that it has today is checked before anything is downloaded. */
const SUITES = { '0.17.1': ['forky', 'sid'], '0.14.1': ['trixie'] } as const;
const PACKAGES = ['wasmedge', 'libwasmedge0', 'libwasmedge-dev', 'libstdc++6', 'libc6'];

export type StockVersion = keyof typeof SUITES;

function progress(message: string): void {
  process.stderr.write(`  stock WasmEdge: ${message}\n`);
}

/** The last line that apt calls an error: what went wrong, without its whole output. */
function reasonOf(error: unknown): string {
  const { stderr = '', code, path, message } = error as NodeJS.ErrnoException & { stderr?: string };
  if (code === 'ENOENT' && path) return `this machine has no ${path}`;
  return stderr.match(/^E: (.*)$/m)?.[1] ?? message.split('\n')[0] ?? 'unknown';
}

/** Downloads and unpacks from one suite; the archive's version must be the one asked for. */
async function unpackSuite(
  version: StockVersion,
  architecture: string,
  archive: string,
  suite: string,
  work: string,
): Promise<void> {
  const settings = await isolateApt(work, [architecture]);
  await writeSource(work, archive, suite);
  const apt = async (program: 'apt-get' | 'apt-cache', ...args: string[]) =>
    (await execute(program, [...settings, ...args], { env: { ...process.env, LC_ALL: 'C' } }))
      .stdout;
  progress(`asking ${suite} for ${version}`);
  await apt('apt-get', 'update');
  const shown = await apt('apt-cache', 'show', '--no-all-versions', 'wasmedge');
  const found = shown.match(/^Version: (?:\d+:)?([\d.]+)/m)?.[1];
  if (found !== version) throw new Error(`it carries ${found ?? 'none'}, expected ${version}`);
  progress(`downloading ${version} from ${suite} (about 45 MB)`);
  await apt('apt-get', 'install', '--yes', '--download-only', ...PACKAGES);
  const downloaded = join(work, 'cache/archives');
  const root = join(work, 'root');
  for (const file of (await readdir(downloaded)).filter((name) => name.endsWith('.deb'))) {
    await execute('dpkg-deb', ['--extract', join(downloaded, file), root]);
  }
  for (const name of ['lib', 'lib64']) {
    if (!existsSync(join(root, name))) await symlink(`usr/${name}`, join(root, name));
  }
}

/**
 * Makes `directory` hold the stock version, unless it does already. Complete or absent: everything is
 * prepared beside it and renamed.
 * @param architecture Debian's name for the processor, e.g. `amd64`.
 * @returns undefined, or the reason why it cannot be had here.
 */
export async function installStock(
  version: StockVersion,
  architecture: string,
  directory: string,
): Promise<string | undefined> {
  if (existsSync(directory)) return undefined;
  const failures: string[] = [];
  try {
    for (const archive of await findArchives()) {
      for (const suite of SUITES[version]) {
        const work = `${directory}.${process.pid}.tmp`;
        try {
          await unpackSuite(version, architecture, archive, suite, work);
          await mkdir(dirname(directory), { recursive: true });
          await rename(join(work, 'root'), directory).catch((error: NodeJS.ErrnoException) => {
            if (!existsSync(directory)) throw error; // another process was first
          });
          progress(`${version} is ready`);
          return undefined;
        } catch (error) {
          failures.push(`${suite}: ${reasonOf(error)}`);
        } finally {
          await rm(work, { recursive: true, force: true });
        }
      }
    }
  } catch (error) {
    failures.push(reasonOf(error));
  }
  return `stock WasmEdge ${version} cannot be had from apt (${failures.join('; ')})`;
}
