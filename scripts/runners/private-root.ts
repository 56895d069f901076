// Runs a program in a root directory of its own (Linux): /usr/lib and /usr/share are those of a folder
// of Debian packages, all else is this machine's, and whatever is started there ends with the program.
// For another processor the root gets a binfmt_misc of its own that hands such programs to qemu, also
// those that a program starts.
import type { Target } from '#loader/internal';
import { LOADER_ROOT, ROOT } from '../project/paths.js';
import { needsQemu, qemuProgram } from './emulator.js';

/** The search path that the command of enterRoot() needs. */
export const TOOLS_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

// How binfmt_misc knows an arm64 program: the first 20 bytes of its file, and which of their bits
// count. The file has the octets, not escapes, in neither; binfmt_misc reads the escapes itself.
const ARM64_PROGRAM = [
  `\\x7fELF\\x02\\x01\\x01${'\\x00'.repeat(9)}\\x02\\x00\\xb7\\x00`,
  `${'\\xff'.repeat(7)}\\x00${'\\xff'.repeat(8)}\\xfe\\xff\\xff\\xff`,
].join(':');

// $1 is the directory of the packages, $2 that of the cell, $3 plugkit, $4 the loader, $5 what to register
// with binfmt_misc or nothing, $6 how many processes there may be; then the command. The shell is the
// first process of its namespace: when it ends, for whatever reason, the kernel ends all others. No file
// grows beyond 1 GiB, which a program that never stops to print would do.
const SCRIPT = `
packages=$1 root=$2/root log=$2/log plugkit=$3 loader=$4 format=$5 limit=$6
shift 6

show() { mkdir -p "$root$2" && mount --rbind "$1" "$root$2"; }
mkdir "$root" && mount -t tmpfs plugkit "$root" || exit
for entry in "$packages"/usr/*; do
  show "$entry" "/usr/\${entry##*/}" || exit
done
mkdir -p "$root/run/user/0" && chmod 700 "$root/run/user/0" && ln -s usr/lib usr/lib64 "$root" || exit
for entry in /* /usr/*; do
  if ! [ -d "$entry" ] || [ -e "$root$entry" ]; then continue; fi
  if [ -L "$entry" ]; then cp -P "$entry" "$root$entry"; else show "$entry" "$entry"; fi || exit
done
for entry in "$plugkit" "$loader"; do
  [ -d "$root$entry" ] || show "$entry" "$entry" || exit
done
mount -t proc plugkit "$root/proc" || exit
if [ -n "$format" ]; then
  misc=$root/proc/sys/fs/binfmt_misc
  mount -t binfmt_misc plugkit "$misc" && printf %s "$format" >"$misc/register" || exit
fi

trap 'echo "more than $limit processes"; exit 125' TERM
while sleep 0.5; do
  set -- "$root"/proc/[0-9]*
  [ $# -le "$limit" ] || kill 1
done &
ulimit -f 2097152
unshare --root="$root" --wd="$PWD" "$@" >"$log" 2>&1 &
wait $!
`;

export interface PrivateRoot {
  readonly target: Target;
  /** The unpacked packages. */
  readonly packages: string;
  /** A directory for this one use: what the program writes goes into a file `log` there. */
  readonly directory: string;
  readonly cacheDirectory: string;
  /** More processes at a time than these end all of them. */
  readonly maxProcesses: number;
}

/**
 * The words to put before a command that is to run in a private root, in the directory that is current.
 * Why the program could not be started is written to the streams.
 */
export function enterRoot({
  target,
  packages,
  directory,
  cacheDirectory,
  maxProcesses,
}: PrivateRoot): [string, ...string[]] {
  const format = `:plugkit:M::${ARM64_PROGRAM}:${qemuProgram(cacheDirectory)}:FPC`;
  return [
    // Should this process be killed, so is the command, and with it all that it started.
    ...(['setpriv', '--pdeathsig', 'KILL'] as const),
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'sh',
    '-c',
    SCRIPT,
    'sh',
    packages,
    directory,
    ROOT,
    LOADER_ROOT,
    needsQemu(target) ? format : '',
    String(maxProcesses),
  ];
}
