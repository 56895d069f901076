import assert from 'node:assert/strict';
import { faultOf, violentEnd } from '../../../scripts/process/end.js';
import type { ProcessEnd } from '../../../scripts/process/supervise.js';

const end = (change: Partial<ProcessEnd>): ProcessEnd => ({
  exitCode: null,
  signal: null,
  timedOut: false,
  outOfMemory: false,
  output: '',
  ms: 1,
  channel: '',
  leftBehind: 0,
  ...change,
});
const limits = { timeout: 3000, memory: 2 ** 20, platform: 'linux' };
const where = 'while the plug-in was opened';

describe('scripts/process/end', () => {
  it('violentEnd() names signals, and the exceptions of Windows', () => {
    assert.equal(violentEnd(end({ signal: 'SIGABRT' }), 'linux'), 'SIGABRT');
    for (const exitCode of [0xc0000005, 0xc0000005 | 0]) {
      assert.equal(violentEnd(end({ exitCode }), 'win32'), 'STATUS_ACCESS_VIOLATION');
    }
    assert.equal(violentEnd(end({ exitCode: 3 }), 'win32'), null);
    assert.equal(violentEnd(end({ exitCode: 134 }), 'linux'), null);
  });

  it('faultOf() has a code for each way to end, and says where', () => {
    const killed = { signal: 'SIGKILL' } as const; // by the supervisor, for two reasons
    const table: [Partial<ProcessEnd>, string, string][] = [
      [{ signal: 'SIGSEGV' }, 'PLUGIN_CRASHED', `ended by SIGSEGV ${where}`],
      [{ exitCode: 3 }, 'PLUGIN_EXITED', `ended with exit status 3 ${where}`],
      [{ ...killed, timedOut: true }, 'PLUGIN_HUNG', `did not end within 3 s, stopped ${where}`],
      [
        { ...killed, outOfMemory: true },
        'MEMORY_EXCEEDED',
        `held more than 1 MiB of memory, stopped ${where}`,
      ],
    ];
    for (const [change, code, reason] of table) {
      assert.deepEqual(faultOf(end(change), limits, where), { code, reason });
    }
  });

  it('faultOf() ends with what the process said last', () => {
    const output = Array.from({ length: 9 }, (_, i) => `line ${i}`).join('\n');
    const { reason } = faultOf(end({ signal: 'SIGABRT', output }), limits, where);
    assert.ok(reason.endsWith(': line 4 | line 5 | line 6 | line 7 | line 8'), reason);
  });
});
