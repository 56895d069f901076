// What to call the end of a process that ran a plug-in: its code, and in words how and where.
import type { AnyErrorCode } from '../errors.js';
import { MEMORY_LIMIT, type ProcessEnd } from './supervise.js';

/** What went wrong: the word for programs and the words for people. */
export interface Fault {
  code: AnyErrorCode;
  reason: string;
}

/**
 * Exit statuses of Windows that stand for exceptions, with Microsoft's names for them (NTSTATUS values),
 * and the one with which Node aborts there.
 */
const WINDOWS_EXCEPTIONS: Readonly<Record<number, string>> = {
  134: 'abort()',
  2147483651: 'STATUS_BREAKPOINT',
  3221225477: 'STATUS_ACCESS_VIOLATION',
  3221225501: 'STATUS_ILLEGAL_INSTRUCTION',
  3221225620: 'STATUS_INTEGER_DIVIDE_BY_ZERO',
  3221225725: 'STATUS_STACK_OVERFLOW',
  3221225781: 'STATUS_DLL_NOT_FOUND',
  3221225785: 'STATUS_ENTRYPOINT_NOT_FOUND',
  3221225794: 'STATUS_DLL_INIT_FAILED',
  3221226356: 'STATUS_HEAP_CORRUPTION',
  3221226505: 'STATUS_STACK_BUFFER_OVERRUN',
  3221227010: 'STATUS_FAIL_FAST_EXCEPTION',
  3765269347: 'a C++ exception',
};

/** The signal, or on Windows the exception, that ended the process; null when it ended by itself. */
export function violentEnd({ signal, exitCode }: ProcessEnd, platform: string): string | null {
  if (signal) return signal;
  if (platform !== 'win32' || exitCode === null) return null;
  // Node gives the status as a signed or unsigned number, by version.
  return WINDOWS_EXCEPTIONS[exitCode >>> 0] ?? null;
}

export interface Limits {
  /** Milliseconds. */
  timeout: number;
  /** Bytes. */
  memory?: number;
  /** What the process runs on, as process.platform has it. */
  platform?: string;
}

/**
 * The fault of a process that did not come to its end.
 * @param limits what it was given
 * @param where what it was doing, such as `in test case 'add'`
 */
export function faultOf(
  end: ProcessEnd,
  { timeout, memory = MEMORY_LIMIT, platform = process.platform }: Limits,
  where: string,
): Fault {
  const said = end.output ? `: ${end.output.split('\n').slice(-5).join(' | ')}` : '';
  if (end.outOfMemory) {
    const held = `held more than ${Math.round(memory / 2 ** 20)} MiB of memory`;
    return { code: 'MEMORY_EXCEEDED', reason: `${held}, stopped ${where}${said}` };
  }
  if (end.timedOut) {
    const reason = `did not end within ${timeout / 1000} s, stopped ${where}${said}`;
    return { code: 'PLUGIN_HUNG', reason };
  }
  const violence = violentEnd(end, platform);
  return violence === null
    ? { code: 'PLUGIN_EXITED', reason: `ended with exit status ${end.exitCode} ${where}${said}` }
    : { code: 'PLUGIN_CRASHED', reason: `ended by ${violence} ${where}${said}` };
}
