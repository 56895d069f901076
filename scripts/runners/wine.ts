// Cells of the Windows targets on Linux: a real Windows Node in Debian's wine, in a root of its own;
// wine for arm64 runs in qemu on x64. Every cell gets a wine server and a prefix of its own, so cells
// share nothing, and all processes of a cell end with it.
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Target } from '#loader/internal';
import { type ProcessEnd, supervise } from '../process/supervise.js';
import { type PackageSet, packageDirectory } from './debian-packages.js';
import { debianArchitecture, needsQemu, QEMU, runsProcessor } from './emulator.js';
import { enterRoot, TOOLS_PATH } from './private-root.js';
import type { Obstacle, PreparedCell, Runner } from './runner.js';
import { readEnd, TRACE } from './wine-exit.js';
import { makePrefix, toWindowsPath } from './wine-prefix.js';

const WINE = '/usr/lib/wine/wine64';
/** Bytes that are read of what a cell wrote, with wine's trace between. */
const LOG_LIMIT = 2 ** 22;

/** A cell takes 2, and test cases may start some. */
const MAX_PROCESSES = 60;

// What wine loads without a display. libwine depends on 150 more, for sound, pictures and video.
const PACKAGES = [
  'wine64',
  'libwine',
  'libc6',
  'libgcc-s1',
  'libunwind8',
  'liblzma5',
  'libfreetype6',
  'libpng16-16t64',
  'libbrotli1',
  'libbz2-1.0',
  'zlib1g',
  'libc-bin', // the locale C.UTF-8: without it, names that are not ASCII cannot be
];

/** The programs of wine that a cell may start. */
const KEPT_PROGRAMS = ['cmd.exe', 'conhost.exe'];

/** Where wine's own Windows DLLs and programs are in its root. */
function systemDirectory({ arch }: Target): string {
  const machine = arch === 'x64' ? 'x86_64' : 'aarch64';
  return `/usr/lib/${machine}-linux-gnu/wine/${machine}-windows`;
}

/** Does what the maintainer scripts of the packages would, and makes wine start nothing by itself. */
async function finishWine(directory: string, target: Target): Promise<void> {
  // The script in this place chooses between servers and needs a shell.
  const server = join(directory, 'usr/lib/wine/wineserver');
  await rm(server);
  await symlink('wineserver64', server);
  const system = join(directory, systemDirectory(target));
  // Desktop, services, debugger: each starts others, without end where one fails; Node needs none.
  for (const name of await readdir(system)) {
    if (name.endsWith('.exe') && !KEPT_PROGRAMS.includes(name)) await rm(join(system, name));
  }
  if (target.arch !== 'x64') return;
  // zlib comes from another package, without the mark that wine's own libraries carry at byte 64.
  const dll = await readFile(join(directory, 'usr/x86_64-w64-mingw32/lib/zlib1.dll'));
  dll.write('Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 64, 'latin1');
  await writeFile(join(system, 'zlib1.dll'), dll);
}

function winePackages(target: Target): PackageSet {
  return {
    name: target.id,
    architecture: debianArchitecture(target),
    packages: [...PACKAGES, ...(target.arch === 'x64' ? ['libz-mingw-w64'] : [])],
    finish: (directory) => finishWine(directory, target),
  };
}

/** The environment of wine and of the Windows program in it, where paths are Windows paths. */
export function wineEnvironment(
  { target, env }: Pick<PreparedCell, 'target' | 'env'>,
  directory: string,
): Record<string, string> {
  const prefix = join(directory, 'prefix');
  const windows = Object.entries(env)
    // The search path of this machine leads to no Windows program.
    .filter(([name]) => name !== 'PATH')
    .map(([name, value]) => [name, isAbsolute(value) ? toWindowsPath(value) : value]);
  return {
    ...Object.fromEntries(windows),
    PATH: TOOLS_PATH,
    LC_ALL: 'C.UTF-8', // names of files are UTF-8
    HOME: prefix,
    WINEPREFIX: prefix,
    WINEDEBUG: TRACE,
    // wine keeps these three for itself and takes the program's under another name.
    WINEPATH: 'C:\\windows\\system32',
    WINETEMP: 'C:\\windows\\temp',
    WINETMP: 'C:\\windows\\temp',
    // With qemu's richest processor, wine loops on illegal instructions.
    ...(needsQemu(target) ? { QEMU_CPU: 'cortex-a72' } : {}),
  };
}

/** Why the private root could not be entered. */
function rootObstacle({ output, exitCode }: ProcessEnd): Obstacle {
  const said = output.split('\n').at(-1) || `exit status ${exitCode}`;
  return {
    reason: `no private root to run wine in: ${said}`,
    fix: /binfmt_misc/.test(said)
      ? 'use Linux 6.7 or later'
      : 'allow private user namespaces (sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0) and install util-linux',
  };
}

async function readTail(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const position = Math.max(0, size - LOG_LIMIT);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(LOG_LIMIT), position });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

export const wine: Runner = {
  name: 'wine',
  inheritsDescriptors: false,

  serves: (target, host) => target.platform === 'win32' && runsProcessor(target, host),
  timeFactor: (target) => (needsQemu(target) ? 6 : 2),
  packages: (target) => [...(needsQemu(target) ? [QEMU] : []), winePackages(target)],
  obstacle: async () => undefined,

  async run(cell, cacheDirectory) {
    const { target, cwd } = cell;
    const directory = await mkdtemp(join(cwd, 'wine-'));
    try {
      await makePrefix(join(directory, 'prefix'), systemDirectory(target));
      const packages = packageDirectory(cacheDirectory, winePackages(target));
      const words = [cell.node, ...cell.args];
      const end = await supervise(
        [
          ...enterRoot({
            target,
            packages,
            directory,
            cacheDirectory,
            maxProcesses: MAX_PROCESSES,
          }),
          WINE,
          ...words.map((word) => (isAbsolute(word) ? toWindowsPath(word) : word)),
        ],
        { ...cell, env: wineEnvironment(cell, directory) },
      );
      // Windows programs cannot write to a pipe here, only to a file, which is there if one started.
      const log = join(directory, 'log');
      if (!existsSync(log) && end.signal === null) return rootObstacle(end);
      const written = existsSync(log) ? await readTail(log) : '';
      return readEnd({ ...end, output: `${written}\n${end.output}` });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },

  toGuest: toWindowsPath,
};
