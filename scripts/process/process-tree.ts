// The processes that a supervised process consists of: its group, and on Linux those that have left it, by a
// mark in their environment.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const isLinux = process.platform === 'linux';

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // it has ended, or belongs to somebody else
  }
}

const processNumbers = (): number[] =>
  isLinux
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
    : [];

/** State, parent, group and so on of a process: the fields of /proc/<pid>/stat after its name in brackets. */
function fieldsOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Whether it runs, rather than waits for its parent to ask how it ended. */
const isAlive = (pid: number): boolean => !['Z', 'X', ''].includes(fieldsOf(pid)[0] as string);

const groupOf = (pid: number): number => Number(fieldsOf(pid)[2]);

/** The processes whose environment began with this mark; none where the system does not show them. */
export function markedProcesses(mark: string): number[] {
  return processNumbers().filter((pid) => read(`/proc/${pid}/environ`).includes(`=${mark}\0`));
}

/** The living processes of a group. */
function groupMembers(group: number): number[] {
  return processNumbers().filter((pid) => groupOf(pid) === group && isAlive(pid));
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
  const living = new Set([...groupMembers(pid), ...markedProcesses(mark).filter(isAlive)]);
  signal(-pid);
  for (const each of living) signal(each);
  return living.size;
}

/**
 * Milliseconds that the processes of the group of `pid` were ready to run and waited for a processor; 0 where
 * the system does not show it.
 */
export function timeWaited(pid: number): number {
  const nanoseconds = groupMembers(pid).map((member) =>
    // Time on a processor, time waited for one, and how often.
    Number(read(`/proc/${member}/schedstat`).split(' ')[1] ?? 0),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}
