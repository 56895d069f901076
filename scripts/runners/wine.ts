// Cells of the Windows targets on Linux: a real Windows Node in wine 10, in a root of its own; wine for
// arm64 runs under qemu on x64. One wine prefix a target is made at set-up and shared by all cells:
// they write nothing to it. Its server ends by itself seconds after the last cell.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { PluginError } from '../../loader/errors.js';
import type { Target } from '../../loader/target.js';
import { supervise } from '../matrix/supervise.js';
import { projectPath } from '../project.js';
import { run } from '../run.js';
import {
  canEnterRoot,
  debianArchitecture,
  enterRoot,
  needsQemu,
  QEMU,
  rootObstacle,
} from './private-root.js';
import { type Runner, setUpCommand } from './runner.js';

const SET_ENVIRONMENT = `file:///Z:${projectPath('lib/scripts/runners/wine-environment.js')}`;
const OUTPUT_LIMIT = 16_384;
const WINE = '/usr/lib/wine/wine64';
const SERVER = '/usr/lib/wine/wineserver64';

// What wine loads without a display. libwine depends on 150 more, for sound, pictures and video.
const PACKAGES = [
  ...['wine64', 'libwine', 'libc6', 'libgcc-s1', 'libunwind8', 'liblzma5'],
  ...['libfreetype6', 'libpng16-16t64', 'libbrotli1', 'libbz2-1.0', 'zlib1g'],
];

// A Windows exit status has 32 bits, of which the wine process passes 8 on.
const EXCEPTIONS: Readonly<Record<number, string>> = {
  3: '3, abort',
  5: '0xC0000005, access violation',
  29: '0xC000001D, illegal instruction',
  37: '0xC0000025, exception that cannot be continued',
  53: '0xC0000135, DLL not found',
  57: '0xC0000139, entry point not found',
  148: '0xC0000094, division by zero',
  253: '0xC00000FD, stack overflow',
};

function prefixDirectory(target: Target, cacheDirectory: string): string {
  return join(cacheDirectory, 'runners', 'wine-prefix', target.id);
}

function wineEnvironment(target: Target, prefix: string): Record<string, string> {
  return {
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    // Neither .NET nor a browser nor menu entries.
    WINEDLLOVERRIDES: 'mscoree,mshtml,winemenubuilder.exe=',
    DISPLAY: '',
    HOME: prefix,
    // With qemu's richest processor, wine loops on illegal instructions.
    ...(needsQemu(target) ? { QEMU_CPU: 'cortex-a72' } : {}),
  };
}

/** Makes the unpacked packages as their maintainer scripts would. */
async function finishWine(directory: string, target: Target): Promise<void> {
  // The script in this place chooses between servers and needs a shell.
  const server = join(directory, 'usr/lib/wine/wineserver');
  await unlink(server);
  await symlink('wineserver64', server);
  if (target.arch !== 'x64') return;
  // zlib comes from another package, without the mark that wine's own libraries carry at byte 64.
  const dll = await readFile(join(directory, 'usr/x86_64-w64-mingw32/lib/zlib1.dll'));
  dll.write('Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 64, 'latin1');
  const place = 'usr/lib/x86_64-linux-gnu/wine/x86_64-windows/zlib1.dll';
  await writeFile(join(directory, place), dll);
}

const toGuest = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

export const wine: Runner = {
  name: 'wine',

  serves: (target, host) => target.platform === 'win32' && canEnterRoot(target, host),

  packages: (target) => [
    ...(needsQemu(target) ? [QEMU] : []),
    {
      name: target.id,
      architecture: debianArchitecture(target),
      packages: [...PACKAGES, ...(target.arch === 'x64' ? ['libz-mingw-w64'] : [])],
      finish: (directory) => finishWine(directory, target),
    },
  ],

  async prepare(target, cacheDirectory) {
    const prefix = prefixDirectory(target, cacheDirectory);
    if (existsSync(prefix)) return;
    const parent = join(prefix, '..');
    await mkdir(parent, { recursive: true });
    const staging = await mkdtemp(join(parent, '.staging-'));
    const options = { env: wineEnvironment(target, staging), timeout: 300_000 };
    const enter = enterRoot({ target }, cacheDirectory);
    try {
      await run([...enter, WINE, 'wineboot', '--init'], options);
      await run([...enter, SERVER, '--kill', '--wait'], options);
      await rename(staging, prefix);
    } catch (cause) {
      throw new PluginError('TOOL_FAILED', `Cannot make a wine prefix for ${target.id}`, { cause });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  },

  async obstacle(target, _node, cacheDirectory) {
    if (!existsSync(prefixDirectory(target, cacheDirectory))) {
      return { reason: 'there is no wine prefix', fix: setUpCommand(target) };
    }
    return rootObstacle(target, SERVER, cacheDirectory);
  },

  async run(cell, cacheDirectory) {
    const { target, node, args, cwd, env, timeout } = cell;
    // Windows programs cannot write to a pipe here, only to a file.
    const log = join(cwd, 'wine.log');
    const words = [
      ...enterRoot(cell, cacheDirectory),
      ...[WINE, node.binary, '--import', SET_ENVIRONMENT, ...args.map(toGuest)],
    ];
    const guestEnv = Object.entries(env).map(([name, value]) => [
      // wine has a USERPROFILE of its own; SET_ENVIRONMENT puts this one in its place.
      name === 'USERPROFILE' ? 'PLUGKIT_USERPROFILE' : name,
      name !== 'PATH' && isAbsolute(value) ? toGuest(value) : value,
    ]);
    const prefix = prefixDirectory(target, cacheDirectory);
    const end = await supervise(['sh', '-c', 'exec "$@" >"$0" 2>&1', log, ...words], {
      cwd,
      timeout,
      env: { ...Object.fromEntries(guestEnv), ...wineEnvironment(target, prefix) },
    });
    const output = [end.output, (await readFile(log, 'utf8')).slice(-OUTPUT_LIMIT)];
    const exception = end.exitCode === null ? undefined : EXCEPTIONS[end.exitCode];
    if (exception) output.push(`Windows exit status ${exception}`);
    return { ...end, output: output.join('\n').trim() };
  },

  toGuest,
};
