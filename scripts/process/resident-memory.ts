// How much memory a process holds, with what it started. Asked while the process runs:
// a limit of the system (RLIMIT_AS) would not do, because V8 reserves far more addresses than it uses.
import { livingProcesses, readProcess } from './process-tree.js';
import { run } from './run.js';

/** Milliseconds between two questions; only on Linux does one cost little. */
export const MEMORY_INTERVAL = process.platform === 'linux' ? 200 : 1_000;

/** Bytes held by the processes of a group and by those with its mark, from /proc. */
function ofGroup(group: number, mark: string | undefined): number {
  const sizes = livingProcesses(group, mark).map((pid) =>
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readProcess(pid, 'status'))?.[1] ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size * 1024, 0);
}

/** Sums the kilobytes of a group in lines `group kilobytes`, as of `ps -A -o pgid=,rss=`. */
export function sumGroup(lines: string, group: number): number {
  const sizes = lines.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return sizes.reduce((sum, [of, size = 0]) => (of === group ? sum + size * 1024 : sum), 0);
}

/** The bytes in a line of `tasklist /fo csv /nh`: its last field, `"12,345 K"` in the user's style. */
export function readTasklist(line: string): number {
  const size = /"([^"]*)"\s*$/.exec(line)?.[1]?.replace(/\D/g, '');
  return size ? Number(size) * 1024 : 0;
}

/**
 * Bytes of memory held by process `pid`, which leads a group of its own, its group, and on Linux processes with
 * `mark` in their environment that have left the group; on Windows, by the process alone.
 */
export async function residentMemory(pid: number, mark?: string): Promise<number> {
  switch (process.platform) {
    case 'linux':
      return ofGroup(pid, mark);
    case 'win32': {
      const { stdout } = await run(['tasklist', '/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh']);
      return readTasklist(stdout);
    }
    default:
      return sumGroup((await run(['ps', '-A', '-o', 'pgid=,rss='])).stdout, pid);
  }
}
