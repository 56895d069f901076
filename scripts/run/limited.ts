// Runs a WebAssembly program in a process of its own, which ends when its time is over: neither a loop of
// WebAssembly nor a host function can be interrupted otherwise.
import { fork } from 'node:child_process';
import { constants } from 'node:os';
import { type AnyErrorCode, CommandError } from '../errors.js';
import { onInterrupt } from '../process/interrupt.js';
import { projectPath } from '../project/paths.js';
import type { LimitedResult } from './limited-process.js';
import type { RanProgram, RunRequest } from './program.js';

const PROCESS = projectPath('lib/scripts/run/limited-process.js');

/**
 * @param milliseconds from the start of the process
 * @throws {CommandError} PROGRAM_LIMITED; and what runProgram() throws
 */
export function runLimited(request: RunRequest, milliseconds: number): Promise<RanProgram> {
  return new Promise((resolve, reject) => {
    const child = fork(PROCESS, { stdio: 'inherit' });
    let result: LimitedResult | undefined;
    let late = false;
    const end = () => void child.kill('SIGKILL');
    const forget = onInterrupt(end);
    const timer = setTimeout(
      () => {
        late = true;
        end();
      },
      Math.min(milliseconds, 2 ** 31 - 1),
    );
    child.on('error', reject);
    child.on('message', (message: LimitedResult) => {
      result = message;
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      forget();
      if (result?.ran) resolve(result.ran);
      else if (result?.error) {
        const { code, message, hint } = result.error;
        reject(new CommandError(code as AnyErrorCode, message, { hint }));
      } else if (late) {
        const what = `Cannot run ${request.program} to its end: it takes longer than ${milliseconds} ms`;
        reject(
          new CommandError('PROGRAM_LIMITED', what, { hint: 'Give it a higher --time-limit' }),
        );
      } else {
        // A crash, or a plug-in that ends the process: as a shell reports it.
        resolve({ exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0), results: [] });
      }
    });
    child.send(request);
  });
}
