// Level 4: every module is created and deleted a thousand times, and the process ends up with as many
// files, threads and (roughly) as much memory as it had before.
import { readdirSync } from 'node:fs';
import { CommandError } from '../../errors.js';
import { type Check, collectGarbage, nextTurn } from './check.js';

const TIMES = 1000;

/** After so many, whatever is made once has been made. */
const WARM_UP = 100;

/** What may grow by less without saying anything: the runtime has files and threads of its own. */
const TOLERANCE = 8;

/** Bytes: what V8 does with memory in the meantime is less, a leak of 75 KB a module is more. */
const MEMORY_TOLERANCE = 2 ** 26;

const LISTS: Partial<Record<NodeJS.Platform, Record<string, string>>> = {
  linux: { 'open files': '/proc/self/fd', threads: '/proc/self/task' },
  darwin: { 'open files': '/dev/fd' },
};

async function measure(): Promise<Map<string, number>> {
  for (let round = 0; round < 5; round += 1) {
    collectGarbage();
    await nextTurn();
  }
  const lists = Object.entries(LISTS[process.platform] ?? {});
  const counts = new Map(lists.map(([what, path]) => [what, readdirSync(path).length]));
  return counts.set('bytes of memory', process.memoryUsage.rss());
}

export const createOften: Check = async ({ context: { plugin }, step }) => {
  for (const { name } of plugin.modules) {
    let before = new Map<string, number>();
    for (let count = 1; count <= TIMES; count += 1) {
      step(`at creation ${count} of module '${name}'`);
      plugin.createModule(name)[Symbol.dispose]();
      if (count === WARM_UP) before = await measure();
    }
    step(`after ${TIMES} creations of module '${name}'`);
    for (const [what, now] of await measure()) {
      const then = before.get(what) as number;
      if (now - then <= (what === 'bytes of memory' ? MEMORY_TOLERANCE : TOLERANCE)) continue;
      throw new CommandError(
        'LEAK_FOUND',
        `${TIMES - WARM_UP} modules '${name}', created and deleted, left ${now} ${what}, expected about ${then}`,
      );
    }
  }
  return undefined;
};
