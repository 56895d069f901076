// The engine's own functions on memories, tables and instances, as they are when this file is
// evaluated. A program may patch a prototype or give an object a property of its own; what native code
// relies on must be the real thing. They accept objects of every realm, and throw a TypeError for
// everything else.

type Method = (this: unknown, ...args: never[]) => unknown;

const { apply, getOwnPropertyDescriptor } = Reflect;
// Undefined in a Node without WebAssembly (--jitless): importing the package is no error there.
const engine = globalThis.WebAssembly as typeof WebAssembly | undefined;

function getter(kind: 'Instance' | 'Memory' | 'Table' | 'Global', name: string): Method {
  const { prototype = {} } = engine?.[kind] ?? {};
  return getOwnPropertyDescriptor(prototype, name)?.get as Method;
}

const exports = getter('Instance', 'exports');
const buffer = getter('Memory', 'buffer');
const length = getter('Table', 'length');
const value = getter('Global', 'value');
const memory = engine?.Memory.prototype;
const growMemoryMethod = memory?.grow as Method;
const table = engine?.Table.prototype;
const { get, set, grow } = (table ?? {}) as Record<'get' | 'set' | 'grow', Method>;
const customSections = engine?.Module.customSections as Method;
// @types/node leaves out WebAssembly.Tag and WebAssembly.Exception.
const { Tag, Exception } = (engine ?? {}) as {
  Tag?: new (type: { parameters: [] }) => object;
  Exception?: { prototype: { is: Method } };
};
const isOf = Exception?.prototype.is;
const Bytes = Uint8Array;

export function exportsOf(instance: unknown): WebAssembly.Exports {
  return apply(exports, instance, []) as WebAssembly.Exports;
}

export function bufferOf(of: unknown): ArrayBuffer | SharedArrayBuffer {
  return apply(buffer, of, []) as ArrayBuffer | SharedArrayBuffer;
}

/** The bytes of a memory as they are now. */
export function bytesOf(of: WebAssembly.Memory): Uint8Array {
  return new Bytes(bufferOf(of));
}

/** `pages` is a BigInt for memories whose addresses JavaScript passes as such. */
export function growMemory(of: WebAssembly.Memory, pages: number | bigint): void {
  apply(growMemoryMethod, of, [pages] as never);
}

/** A BigInt for a table whose addresses JavaScript passes as such. */
export function lengthOf(of: unknown): number | bigint {
  return apply(length, of, []) as number | bigint;
}

export function getElement(of: WebAssembly.Table, at: number | bigint): unknown {
  return apply(get, of, [at] as never);
}

export function setElement(of: WebAssembly.Table, at: number | bigint, element: unknown): void {
  apply(set, of, [at, element] as never);
}

/** Without an element, the new places hold the type's default. */
export function growTable(
  of: WebAssembly.Table,
  count: number | bigint,
  ...element: [unknown?]
): void {
  apply(grow, of, [count, ...element] as never);
}

/** Throws what reading the value throws: some types have none in JavaScript. */
export function readGlobal(of: unknown): unknown {
  return apply(value, of, []);
}

export function sectionsOf(module: unknown): unknown {
  return apply(customSections, undefined, [module, ''] as never);
}

let tag: object | undefined;

/** Whether it is an exception of WebAssembly, of any realm. */
export function isException(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !isOf || !Tag) return false;
  try {
    tag ??= new Tag({ parameters: [] });
    apply(isOf, error, [tag] as never);
    return true;
  } catch {
    return false;
  }
}
