// What the evaluations of this code in a thread share: made by the first, checked by the others.
import { threadId } from 'node:worker_threads';
import { PluginError } from '../errors.js';
import { FIRST_PLACE } from '../wasm/frame-places.js';
import { bufferOf } from '../wasm/intrinsics.js';
import { createFrame } from './frame.js';
import type { Addon, Shared } from './types.js';

/** The package's. Evaluations work together that have the same. */
export const VERSION = '0.1.0';

/** Keys of external references for each load of the addon, and how many there are room for. */
const RANGE = 2 ** 40;
const RANGES = 2 ** 13;
const LOADS_PER_THREAD = 8;

/**
 * The first key of this load of the addon. A process may load several, in threads and from copies of the
 * package, whose plug-ins are the same: a pointer of one means nothing to the others.
 */
function firstKey(home: typeof globalThis): number {
  const loads = Symbol.for('wasmedge-plugin-kit.loads');
  const before = (home as { [key: symbol]: number | undefined })[loads] ?? 0;
  Reflect.defineProperty(home, loads, { value: before + 1, configurable: true });
  return ((threadId * LOADS_PER_THREAD + before) % RANGES) * RANGE;
}

/** @throws PluginError LOADER_CONFLICT when another version of this code is in use in the thread */
export function openShared(addon: Addon): Shared {
  const shared = addon.shared() as Shared;
  if (shared.version === undefined) {
    const home = addon.home();
    const frame = createFrame(home.WebAssembly.Memory);
    const places = home.Object.create(null) as Shared['places'];
    // V8 makes the buffer in the realm that first asks for it.
    void frame.buffer;
    addon.setFrame(bufferOf(frame) as ArrayBuffer);
    const nextKey = firstKey(home);
    const made: Shared = { version: VERSION, frame, places, nextPlace: FIRST_PLACE, nextKey };
    return Object.assign(shared, made);
  }
  if (shared.version === VERSION) return shared;
  throw new PluginError(
    'LOADER_CONFLICT',
    `Cannot use version ${VERSION} of the loader: version ${shared.version} is in use in this thread, expected the same`,
    { hint: 'Let all parts of the program use one version, or load the other in a worker thread' },
  );
}
