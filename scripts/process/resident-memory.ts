// How much memory a process holds, with what it started. Asked while the process runs:
// a limit of the system (RLIMIT_AS) would not do, because V8 reserves far more addresses than it uses.
import { readdirSync, readFileSync } from 'node:fs';
import { run } from './run.js';

/** Milliseconds between two questions; only on Linux does one cost little. */
export const MEMORY_INTERVAL = process.platform === 'linux' ? 200 : 1_000;

/** Bytes held by the processes of a group and by `others`, from /proc. */
function ofGroup(group: number, others: readonly number[]): number {
  let sum = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // After the name in brackets: state, parent, group.
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const its = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
      if (its !== group && !others.includes(Number(name))) continue;
      const status = readFileSync(`/proc/${name}/status`, 'latin1');
      sum += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    } catch {
      // It ended between the two reads, or belongs to somebody else.
    }
  }
  return sum;
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
 * Bytes of memory held by process `pid`, which leads a group of its own, its group, and on Linux `others`; on
 * Windows, by the process alone.
 */
export async function residentMemory(pid: number, others: readonly number[] = []): Promise<number> {
  switch (process.platform) {
    case 'linux':
      return ofGroup(pid, others);
    case 'win32': {
      const { stdout } = await run(['tasklist', '/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh']);
      return readTasklist(stdout);
    }
    default:
      return sumGroup((await run(['ps', '-A', '-o', 'pgid=,rss='])).stdout, pid);
  }
}
