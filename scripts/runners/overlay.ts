// Lays a directory over a system directory for one process only (Linux): the process gets a mount
// namespace of its own, so the machine's directory is never written to.
import { type ProcessEnd, supervise } from '../process/supervise.js';
import type { Obstacle, PreparedCell } from './runner.js';

/** Becomes root in a user namespace (any user may, where allowed), else uses the rights there are. */
const WAYS = [
  ['unshare', '-U', '-r', '-m'],
  ['unshare', '-m'],
] as const;

const SCRIPT = 'mount -t overlay plugkit -o "lowerdir=$1:$2" "$2" && shift 2 && exec "$@"';

type Command = [string, ...string[]];

/**
 * The words to put before a command so that it sees the entries of `layer` in `over`, beside those
 * that are there.
 * @returns the reason, when this machine does not allow it in any way
 */
export async function findOverlayCommand(
  { layer, over }: { layer: string; over: string },
  cwd: string,
): Promise<Command | Obstacle> {
  let reason = '';
  for (const way of WAYS) {
    const command: Command = [...way, 'sh', '-c', SCRIPT, 'sh', layer, over];
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
    try {
      const end = await supervise([...command, 'true'], { cwd, env, timeout: 5_000 });
      if (end.exitCode === 0) return command;
      reason = end.output.split('\n').at(-1) || `exit status ${end.exitCode}`;
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  return {
    reason: `no mount namespace to lay a directory over ${over} in (${reason})`,
    fix: 'run as root, or allow unprivileged user namespaces and install util-linux',
  };
}

/** Runs a command to its end in the circumstances of a cell, seeing the cell's overlay if it has one. */
export async function superviseWithOverlay(
  command: readonly [string, ...string[]],
  cell: PreparedCell,
): Promise<ProcessEnd | Obstacle> {
  if (!cell.overlay) return supervise(command, cell);
  const prefix = await findOverlayCommand(cell.overlay, cell.cwd);
  return Array.isArray(prefix) ? supervise([...prefix, ...command], cell) : prefix;
}
