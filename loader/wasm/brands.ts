// Whether a value is an object of WebAssembly, of whatever realm its class is from. The engine's own
// functions look for the mark that only real objects have; `instanceof` knows one realm and can be
// misled by prototypes.
import { types } from 'node:util';

type Getter = (this: unknown) => unknown;

function getterOf(type: { readonly prototype: object }, name: string): Getter {
  return Object.getOwnPropertyDescriptor(type.prototype, name)?.get as Getter;
}

/** Whether a function of the engine accepts the value as its object. */
function accepts(probe: () => unknown): boolean {
  try {
    probe();
    return true;
  } catch {
    return false;
  }
}

const readExports = getterOf(WebAssembly.Instance, 'exports');
const readBuffer = getterOf(WebAssembly.Memory, 'buffer');
const readLength = getterOf(WebAssembly.Table, 'length');
const readValue = getterOf(WebAssembly.Global, 'value');
const { customSections } = WebAssembly.Module;

export function isModule(value: unknown): value is WebAssembly.Module {
  return accepts(() => customSections(value as WebAssembly.Module, ''));
}

export function isInstance(value: unknown): value is WebAssembly.Instance {
  return accepts(() => Reflect.apply(readExports, value, []));
}

export function isMemory(value: unknown): value is WebAssembly.Memory {
  return accepts(() => Reflect.apply(readBuffer, value, []));
}

export function isTable(value: unknown): value is WebAssembly.Table {
  return accepts(() => Reflect.apply(readLength, value, []));
}

export function isGlobal(value: unknown): value is WebAssembly.Global {
  try {
    Reflect.apply(readValue, value, []);
    return true;
  } catch (error) {
    // JavaScript cannot read a global of type v128: V8 says that instead of what the receiver is.
    return error instanceof TypeError && !/receiver/i.test(error.message);
  }
}

/** Whether a value is a buffer, or a view of one, that the engine compiles. */
export function isBytes(value: unknown): value is BufferSource {
  return types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value);
}
