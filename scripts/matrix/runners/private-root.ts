// Runs a program in a /usr of its own (Linux): a user and mount namespace in which a folder of Debian
// packages takes the place of /usr, so that programs, libraries and dynamic loader are found where they
// belong, also by child processes, and the machine is not touched. For another processor the namespace
// gets a binfmt_misc of its own that hands such programs to qemu. For runners of programs that start
// others; one that starts a single process needs none of it.
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../../loader/target.js';
import { ROOT } from '../../project.js';
import { supervise } from '../supervise.js';
import { type PackageSet, packageDirectory } from './debian-packages.js';
import { needsQemu, qemuProgram } from './emulator.js';
import type { Obstacle, PreparedCell } from './runner.js';

// How binfmt_misc knows an arm64 program: the first 20 bytes of its file, and which of their bits
// count. The file has the octets, not escapes, in neither; binfmt_misc reads the escapes itself.
const ARM64_PROGRAM = [
  `\\x7fELF\\x02\\x01\\x01${'\\x00'.repeat(9)}\\x02\\x00\\xb7\\x00`,
  `${'\\xff'.repeat(7)}\\x00${'\\xff'.repeat(8)}\\xfe\\xff\\xff\\xff`,
].join(':');

// $1 is the new /usr; $2 what to register with binfmt_misc, $3 a directory to lay over $4, both may be
// empty; then the command. Linux before 6.7 has one binfmt_misc for all, which root sets up. Once /usr
// is replaced there is no mount any more, so that comes last.
const SCRIPT = `
usr=$1 format=$2 layer=$3 over=$4
shift 4
if [ -n "$format" ]; then
  if mount -t binfmt_misc none /proc/sys/fs/binfmt_misc 2>/dev/null; then
    printf %s "$format" >/proc/sys/fs/binfmt_misc/register || exit
  elif ! [ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ]; then
    echo "binfmt_misc knows no arm64 programs" >&2
    exit 1
  fi
fi
for kept in KEPT; do
  mkdir -p "$usr/\${kept#/usr/}" && mount --rbind "$kept" "$usr/\${kept#/usr/}" || exit
done
if [ -n "$layer" ]; then
  under=$usr/\${over#/usr/}
  mkdir -p "$under" && mount -t overlay plugkit -o "lowerdir=$layer:$under" "$under" || exit
fi
mount --rbind "$usr" /usr && exec "$@"
`;

/** A folder of packages as the /usr of a target's programs. */
export interface PrivateRoot {
  readonly target: Target;
  readonly packages: PackageSet;
  readonly cacheDirectory: string;
}

/** The words to put before a command that is to run in a private root. */
export function enterRoot(
  { target, packages, cacheDirectory }: PrivateRoot,
  overlay?: PreparedCell['overlay'],
): [string, ...string[]] {
  // What a cell reads must stay in sight, should it be below /usr.
  const kept = [ROOT, cacheDirectory].filter((path) => path.startsWith('/usr/'));
  return [
    ...(['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'] as const),
    SCRIPT.replace('KEPT', kept.map((path) => `'${path}'`).join(' ')),
    'sh',
    join(packageDirectory(cacheDirectory, packages), 'usr'),
    needsQemu(target) ? `:plugkit:M::${ARM64_PROGRAM}:${qemuProgram(cacheDirectory)}:FPC` : '',
    overlay?.layer ?? '',
    overlay?.over ?? '',
  ];
}

/** Why a private root cannot be entered here, tried with a program of it and its `--version`. */
export async function rootObstacle(
  root: PrivateRoot,
  program: string,
): Promise<Obstacle | undefined> {
  if (!lstatSync('/lib').isSymbolicLink()) {
    return {
      reason: '/lib is a directory, expected a link to /usr/lib',
      fix: 'use Debian 12 or another system with a merged /usr',
    };
  }
  const end = await supervise([...enterRoot(root), program, '--version'], {
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    timeout: 60_000,
  });
  if (end.exitCode === 0) return undefined;
  const said = end.output.split('\n').at(-1) || `exit status ${end.exitCode}`;
  const fix = /binfmt_misc|Exec format/.test(said)
    ? 'apt-get install qemu-user-static binfmt-support, or use Linux 6.7 or later'
    : 'allow private user namespaces (sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0) and install util-linux';
  return { reason: `a private root does not work: ${said}`, fix };
}
