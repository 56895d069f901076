// The processes that a supervised process consists of: its group, and on Linux those that have left it, by a
// mark in their environment.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const isLinux = process.platform === 'linux';

/** A file of /proc/<pid>, or nothing: the process has ended, or belongs to somebody else. */
export function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** State, parent, group and so on of a process: the fields of /proc/<pid>/stat after its name in brackets. */
function fieldsOf(pid: number): string[] {
  const stat = readProcess(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/**
 * The living processes of a group and, with `mark`, those outside it whose environment began with the mark; none
 * where the system has no /proc.
 */
export function livingProcesses(group: number, mark?: string): number[] {
  if (!isLinux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const [state = '', , itsGroup] = fieldsOf(pid);
      // One that has ended waits for its parent to ask how.
      if (['Z', 'X', ''].includes(state)) return false;
      if (Number(itsGroup) === group) return true;
      return mark !== undefined && readProcess(pid, 'environ').includes(`=${mark}\0`);
    });
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error; // gone by itself
  }
}

/**
 * Kills the group of process `pid`, and what bears its mark; on Windows the process and its children.
 * @returns how many were killed, where the system shows them
 */
export function killProcesses(pid: number, mark: string): number {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    signal(pid);
    return 0;
  }
  const living = livingProcesses(pid, mark);
  signal(-pid);
  for (const each of living) signal(each);
  return living.length;
}

/**
 * Milliseconds that the processes of the group of `pid` were ready to run and waited for a processor; 0 where
 * the system does not show it.
 */
export function timeWaited(pid: number): number {
  const nanoseconds = livingProcesses(pid).map((member) =>
    // Time on a processor, time waited for one, and how often.
    Number(readProcess(member, 'schedstat').split(' ')[1] ?? 0),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}
