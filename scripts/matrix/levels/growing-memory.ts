// Level 8: the guest's memory grows between a guest's call and the host function's work, and with it
// moves wherever V8 can be made to move it: what a plug-in remembers of a memory is then no longer there.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type * as Internal from '#loader/internal';
import { CommandError } from '../../errors.js';
import { runCase } from '../cell/run-case.js';
import { type Check, collectGarbage } from './check.js';

/** Times that a memory grows in one test case; each costs a collection of garbage. */
const MOST_GROWTHS = 8;

/** Pages each time: more than V8 keeps in reserve when it has moved a memory. */
const PAGES = 64;

/**
 * Bytes of addresses left to the process: less than V8 reserves for a memory to grow in place. It then
 * copies the memory when it grows.
 */
const ADDRESSES_LEFT = 700 * 2 ** 20;

function limitAddresses(): void {
  const size = /^VmSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  const limit = Number(size) * 1024 + ADDRESSES_LEFT;
  // Only the soft limit. Without the tool, memories grow where they are.
  spawnSync('prlimit', ['--pid', String(process.pid), `--as=${limit}:`]);
}

/** Grows a memory as far as it can; returns by how many pages. */
function grow(memory: WebAssembly.Memory): number {
  for (const pages of [PAGES, 1]) {
    try {
      memory.grow(pages);
      return pages;
    } catch (error) {
      // It has a maximum, or takes 64-bit numbers.
      if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    }
  }
  return 0;
}

export const growingMemory: Check = async ({ job, context, step }) => {
  if (job.movesMemory) limitAddresses();
  let growths = 0;
  let pages = 0;
  const { observe } = (await import(pathToFileURL(job.internal).href)) as typeof Internal;
  await observe({
    call(_name, memory) {
      if (!memory || growths === MOST_GROWTHS) return;
      growths += 1;
      pages += grow(memory);
      collectGarbage(); // the former bytes go with their object
    },
  });
  const restart = () => {
    growths = pages = 0;
  };
  // A call that fails may do so because of the memory's size.
  for (const test of job.tests.filter(({ returns }) => returns)) {
    const where = `in test case '${test.name}' while memory grows`;
    step(where);
    restart();
    await runCase(context, test, { twice: true }); // what it remembers of the first call is to be used
    restart();
    const fault = await runCase(context, test);
    if (!fault) continue;
    // A result may be about the memory's size, too: then it is the same where the memory grew before.
    growths = MOST_GROWTHS;
    const control = await runCase(context, test, { growth: pages });
    if (control?.reason === fault.reason) continue;
    throw new CommandError(fault.code, `${where}: ${fault.reason}`);
  }
  return undefined;
};
