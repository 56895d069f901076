// Globals through the call frame, and globals with bits that JavaScript has no numbers for.
import {
  type AdapterImports,
  cached,
  FRAME,
  GLOBAL_GET,
  GLOBAL_SET,
  moves,
  NOTHING,
  OWNER,
  VALUES,
} from './adapter.js';
import { encodeModule, signed } from './encoder.js';
import type { NumberType, ValueType } from './types.js';

/** Reads and writes a global through the first slot of the frame. */
export interface GlobalAccess {
  get(): void;
  set?(): void;
}

function encodeGlobalAccess(type: ValueType, mutable: boolean): Uint8Array<ArrayBuffer> {
  const { imports, store, load } = moves([type], 0, 1);
  const get = { signature: NOTHING, body: store(type, VALUES, [GLOBAL_GET, 0]) };
  const set = { signature: NOTHING, body: [...load(type, VALUES), GLOBAL_SET, 0] };
  const names = mutable ? ['get', 'set'] : ['get'];
  return encodeModule({
    imports: [...imports, FRAME, { name: 'global', kind: 'global', type, mutable }, OWNER],
    functions: mutable ? [get, set] : [get],
    exports: names.map((name, i) => ({ name, kind: 'function', index: imports.length + i })),
  });
}

/** Access to a global; throws a WebAssembly.LinkError when it has another type or mutability. */
export function createGlobalAccess(
  imports: AdapterImports,
  type: ValueType,
  mutable: boolean,
  global: WebAssembly.Global,
  owner: object,
): GlobalAccess {
  const module = cached(`global ${type} ${mutable}`, () => encodeGlobalAccess(type, mutable));
  const instance = new WebAssembly.Instance(module, {
    '': { frame: imports.frame, ...imports.references, global, owner: owner as never },
  });
  return instance.exports as unknown as GlobalAccess;
}

/** A new global that holds these little-endian bits; JavaScript has no numbers for v128 or NaN bits. */
export function createNumericGlobal(
  type: NumberType,
  mutable: boolean,
  bits: bigint,
): WebAssembly.Global {
  const bytes = (count: number) =>
    Array.from({ length: count }, (_, i) => Number((bits >> BigInt(8 * i)) & 0xffn));
  const value = {
    i32: () => [0x41, ...signed(BigInt.asIntN(32, bits))],
    i64: () => [0x42, ...signed(BigInt.asIntN(64, bits))],
    f32: () => [0x43, ...bytes(4)],
    f64: () => [0x44, ...bytes(8)],
    v128: () => [0xfd, 0x0c, ...bytes(16)],
  }[type]();
  const module = encodeModule({
    globals: [{ type, mutable, value }],
    exports: [{ name: 'global', kind: 'global', index: 0 }],
  });
  return new WebAssembly.Instance(new WebAssembly.Module(module)).exports
    .global as WebAssembly.Global;
}
