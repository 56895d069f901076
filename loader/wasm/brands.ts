// What a value is, whichever realm it comes from and whatever its prototype says: contexts of node:vm,
// and test runners that use them, have classes of their own, for which instanceof is false. The engine's
// getters and functions accept objects of every realm, and nothing else.
import { types } from 'node:util';

/** Calls the getter of a class on a value that may not be of the class; it throws then. */
function get(of: { readonly prototype: object }, name: string, value: unknown): unknown {
  return Reflect.get(of.prototype, name, value);
}

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export function isModule(value: unknown): value is WebAssembly.Module {
  const { customSections } = WebAssembly.Module;
  return isObject(value) && accepts(() => customSections(value as WebAssembly.Module, ''));
}

export function isInstance(value: unknown): value is WebAssembly.Instance {
  return isObject(value) && accepts(() => get(WebAssembly.Instance, 'exports', value));
}

export function isMemory(value: unknown): value is WebAssembly.Memory {
  return isObject(value) && accepts(() => get(WebAssembly.Memory, 'buffer', value));
}

export function isTable(value: unknown): value is WebAssembly.Table {
  return isObject(value) && accepts(() => get(WebAssembly.Table, 'length', value));
}

export function isGlobal(value: unknown): value is WebAssembly.Global {
  if (!isObject(value)) return false;
  try {
    get(WebAssembly.Global, 'value', value);
    return true;
  } catch (error) {
    // Some types have no values in JavaScript, such as v128.
    return !/receiver/i.test((error as Error).message);
  }
}

/** The buffer of a memory, whatever a property of this name says. */
export function bufferOf(memory: WebAssembly.Memory): ArrayBuffer | SharedArrayBuffer {
  return get(WebAssembly.Memory, 'buffer', memory) as ArrayBuffer | SharedArrayBuffer;
}

export type Bytes = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

/** Whether it is a buffer, shared or not, or a view of one. */
export function isBytes(value: unknown): value is Bytes {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
}

/** A copy that nobody else can change. */
export function copyBytes(source: Bytes): Uint8Array<ArrayBuffer> {
  // Also what has been transferred away, of which no view can be made.
  if (source.byteLength === 0) return new Uint8Array();
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice();
}
