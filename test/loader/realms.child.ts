// Run by realms.test.ts with --expose-gc: the loader in realms of its own.
// Prints what it saw as JSON.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type * as Loader from '../../loader/index.js';
import type { Callable } from './mirror.js';
import { evaluateInRealm } from './realms.js';

const [, , scene = '', mirror = '', guestFile = ''] = process.argv;
const guest = readFileSync(guestFile);
const collect = globalThis.gc as () => void;

async function use(
  { loadPlugins, runToEnd, isHostCallError }: typeof Loader,
  accelerator: Loader.Accelerator,
) {
  const host = loadPlugins({ paths: [mirror], accelerator });
  const callback = (value: number) => value + 1;
  const { instance } = await host.instantiate(guest, { imports: { js: { callback } } });
  const { run, fail, terminate, value, ref } = instance.exports as Record<string, Callable>;
  const object = {};
  let code: unknown;
  try {
    fail?.(3);
  } catch (error) {
    code = isHostCallError(error) && error.resultCode;
  }
  return [run?.(1), code, runToEnd(() => terminate?.()), value?.(object) === object, ref?.(5)];
}

/** The realms that are there after garbage was collected, at most `rounds` times. */
async function countRealms(wanted: number, rounds = 100): Promise<number> {
  let count = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && count > wanted; round += 1) {
    collect();
    await setImmediate();
    count = getHeapStatistics().number_of_native_contexts;
  }
  return count;
}

const scenes: Record<string, () => Promise<unknown>> = {
  /** Many evaluations, each used and gone; the first among them made what all share. */
  async collected() {
    const before = await countRealms(0, 5);
    const seen = new Set<string>();
    for (let i = 0; i < 12; i += 1) {
      seen.add(JSON.stringify(await use(evaluateInRealm(), i % 2 ? 'off' : 'auto')));
    }
    const after = await countRealms(before);
    return { seen: [...seen].map((each) => JSON.parse(each)), left: after - before };
  },

  /** What an evaluation made goes on when nothing else of it is there. */
  async kept() {
    const start = async () => {
      const host = evaluateInRealm().loadPlugins({ paths: [mirror] });
      const imports = { js: { callback: (value: number) => value + 1 } };
      const { instance } = await host.instantiate(guest, { imports });
      return instance.exports as Record<string, Callable>;
    };
    const { run, fail, value } = await start();
    await countRealms(0, 20);
    const object = {};
    let code: unknown;
    try {
      fail?.(3);
    } catch (error) {
      code = (error as Loader.HostCallError).resultCode;
    }
    return [run?.(1), code, value?.(object) === object];
  },
};

console.log(JSON.stringify(await scenes[scene]?.()));
