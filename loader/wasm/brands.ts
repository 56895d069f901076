// What a value is, whichever realm it comes from and whatever its prototype says: contexts of node:vm,
// and test runners that use them, have classes of their own, for which instanceof is false.
import { types } from 'node:util';
import { bufferOf, exportsOf, lengthOf, readGlobal, sectionsOf } from './intrinsics.js';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function accepts(read: (value: unknown) => unknown, value: unknown): boolean {
  if (!isObject(value)) return false;
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}

export function isModule(value: unknown): value is WebAssembly.Module {
  return accepts(sectionsOf, value);
}

export function isInstance(value: unknown): value is WebAssembly.Instance {
  return accepts(exportsOf, value);
}

export function isMemory(value: unknown): value is WebAssembly.Memory {
  return accepts(bufferOf, value);
}

export function isTable(value: unknown): value is WebAssembly.Table {
  return accepts(lengthOf, value);
}

export function isGlobal(value: unknown): value is WebAssembly.Global {
  if (!isObject(value)) return false;
  try {
    readGlobal(value);
    return true;
  } catch (error) {
    // Some types have no values in JavaScript, such as v128.
    return !/receiver/i.test((error as Error).message);
  }
}

export type Bytes = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

/** Whether it is a buffer, shared or not, or a view of one. */
export function isBytes(value: unknown): value is Bytes {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
}

/** Whether it is an error of this name that JavaScript or the engine made, in any realm. */
export function isErrorNamed(name: 'RuntimeError' | 'RangeError', error: unknown): error is Error {
  try {
    return types.isNativeError(error) && error.name === name;
  } catch {
    return false; // a getter of its own throws
  }
}

/** A copy that nobody else can change. */
export function copyBytes(source: Bytes): Uint8Array<ArrayBuffer> {
  // Also what has been transferred away, of which no view can be made.
  if (source.byteLength === 0) return new Uint8Array();
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice();
}
