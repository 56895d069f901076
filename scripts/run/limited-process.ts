// The process that limited.ts starts and may end: runs one program, and tells what came of it.
import { errorData } from '../output/errors.js';
import { type RanProgram, type RunRequest, runProgram } from './program.js';

export type LimitedResult =
  | { ran: RanProgram; error?: undefined }
  | { ran?: undefined; error: { code: string; message: string; hint?: string } };

process.once('message', async (request: RunRequest) => {
  const result = await runProgram(request).then(
    (ran): LimitedResult => ({ ran }),
    (error: unknown): LimitedResult => errorData(error),
  );
  process.send?.(result, () => process.disconnect());
});
