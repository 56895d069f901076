// Programs from the npm registry that tests of this package use together with it, and that are no
// dependencies: installed into the cache directory, without scripts, once for their versions.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { skip } from './skip.js';

/** npm, through a shell on Windows, where it is a command file. */
async function npm(args: readonly string[], cwd: string): Promise<void> {
  const shell = process.platform === 'win32';
  await promisify(execFile)('npm', args, { cwd, shell, timeout: 500_000 });
}

/**
 * The folder node_modules with these packages.
 * @param packages each with its version, `esbuild@0.28.2`
 * @returns or `{ skip }`: why they cannot be had here
 */
async function fromRegistry(packages: readonly string[]): Promise<string | { skip: string }> {
  const { cacheDirectory } = readEnvironment();
  const name = packages.map((each) => each.replace('/', '-')).join('+');
  const directory = join(cacheDirectory, 'test-packages', name);
  const modules = join(directory, 'node_modules');
  if (existsSync(directory)) return modules;
  await mkdir(dirname(directory), { recursive: true });
  const work = await mkdtemp(`${directory}-`);
  try {
    await writeFile(join(work, 'package.json'), '{ "private": true }');
    try {
      await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], work);
    } catch (error) {
      const { stderr = '', message } = error as Error & { stderr?: string };
      const reached = await npm(['ping'], work).then(
        () => true,
        () => false,
      );
      if (reached) throw error;
      return { skip: `needs ${packages.join(', ')} from the npm registry: ${stderr || message}` };
    }
    await rename(work, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error; // another process was first
    });
    return modules;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The same for use in tests and hooks: skipped with the reason where they cannot be had. */
export async function requirePackages(
  context: Mocha.Context,
  ...packages: string[]
): Promise<string> {
  const found = await fromRegistry(packages);
  return typeof found === 'string' ? found : skip(context, found.skip);
}
