// Run by hardened.test.ts: changes what JavaScript has built in, before or after the loader is imported or later,
// and lets a guest try to catch what failing host functions end with. Prints what it saw as JSON.
import { readFileSync } from 'node:fs';
import type * as Loader from '../../loader/index.js';

type Callable = (...args: unknown[]) => unknown;

const [, , change = '', when = '', mirror = '', guestFile = ''] = process.argv;
const guest = readFileSync(guestFile);

/** Freezes an object and all that can be reached from it. */
function harden(root: unknown, seen = new Set<unknown>()): void {
  const isObject = (typeof root === 'object' && root !== null) || typeof root === 'function';
  if (!isObject || seen.has(root) || ArrayBuffer.isView(root)) return;
  seen.add(root);
  Object.freeze(root);
  harden(Object.getPrototypeOf(root), seen);
  for (const property of Object.values(Object.getOwnPropertyDescriptors(root as object))) {
    for (const value of [property.value, property.get, property.set]) harden(value, seen);
  }
}

const fail = () => {
  throw new TypeError('not to be called');
};

const define = (object: object, name: string, property: PropertyDescriptor) =>
  Object.defineProperty(object, name, { configurable: true, ...property });

const changes: Record<string, () => void> = {
  nothing() {},
  'Error frozen': () => Object.freeze(Error),
  'stackTraceLimit read-only': () => define(Error, 'stackTraceLimit', { writable: false }),
  'stackTraceLimit deleted': () => Reflect.deleteProperty(Error, 'stackTraceLimit'),
  'stackTraceLimit guarded': () => define(Error, 'stackTraceLimit', { get: fail, set: fail }),
  'stackTraceLimit no number': () => define(Error, 'stackTraceLimit', { value: 'many' }),
  'prepareStackTrace failing': () => define(Error, 'prepareStackTrace', { value: fail }),
  'RuntimeError frozen': () => Object.freeze(WebAssembly.RuntimeError.prototype),
  'properties of errors guarded'() {
    for (const name of ['code', 'cause', 'hint', 'resultCode', 'category', 'message']) {
      define(WebAssembly.RuntimeError.prototype, name, { get: () => undefined, set: fail });
    }
  },
  'descriptors polluted'() {
    Object.assign(Object.prototype, { writable: false, value: 'polluted' });
  },
  'all frozen'() {
    for (const each of [
      Object,
      Function,
      Array,
      Error,
      TypeError,
      RangeError,
      Map,
      Set,
      WeakMap,
      WeakRef,
      Proxy,
      Promise,
      Reflect,
      Symbol,
      String,
      Number,
      BigInt,
      JSON,
      Math,
      ArrayBuffer,
      DataView,
      Uint8Array,
      Uint32Array,
      BigUint64Array,
      FinalizationRegistry,
      WebAssembly,
    ]) {
      harden(each);
    }
  },
};

function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const { name, code, resultCode, category, cause, message } = error as Loader.HostCallError;
    const isTrap = Object.getPrototypeOf(error) === WebAssembly.RuntimeError.prototype;
    const words = message.startsWith('Cannot ');
    return { name, code, resultCode, category, cause, isTrap, words };
  }
}

if (when === 'before') changes[change]?.();
const { loadPlugins, runToEnd } = await import('../../loader/index.js');
if (when === 'after') changes[change]?.();

const host = loadPlugins({ paths: [mirror] });
const imports = {
  js: {
    callback: () => {
      throw 'mine';
    },
  },
};
const { instance, modules } = await host.instantiate(guest, { imports });
if (when === 'later') changes[change]?.();
const run = instance.exports as Record<string, Callable>;
const seen: Record<string, unknown> = {
  fails: outcome(() => run.fail?.(5)),
  translates: outcome(() => run.translate?.(1)),
  terminates: outcome(() => run.terminate?.()),
  ends: runToEnd(() => run.terminate?.()),
  remembers: outcome(() => {
    run.remember?.({});
    return run.recall?.();
  }),
  works: run.add?.(40, 2),
};
modules[0]?.[Symbol.dispose]();
seen.disposed = outcome(() => run.add?.(40, 2));
console.log(JSON.stringify(seen));
