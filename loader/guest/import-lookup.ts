// Reads import objects as WebAssembly does, which takes inherited properties, too: namespaces may be
// instances of classes, or proxies. What every object and function inherits from JavaScript itself is
// no import, though: a guest that asks for `constructor.constructor` would get Function.
import { PluginError } from '../errors.js';

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Whether it is Object.prototype or Function.prototype, of any realm. */
function isBuiltinPrototype(object: object): boolean {
  return typeof object === 'function'
    ? Object.hasOwn(object, 'bind') && !Object.hasOwn(object, 'prototype')
    : Object.getPrototypeOf(object) === null && Object.hasOwn(object, 'isPrototypeOf');
}

/**
 * The value that an import object, or a namespace in one, has for a name. Undefined when it is inherited
 * from Object.prototype or Function.prototype, or is the `constructor` of a prototype.
 */
export function lookUp(object: unknown, name: string): unknown {
  if (!isObject(object)) return undefined;
  const value = (object as Record<string, unknown>)[name];
  if (value === undefined || Object.hasOwn(object, name)) return value;
  for (
    let holder = Object.getPrototypeOf(object) as object | null;
    holder;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    const property = Object.getOwnPropertyDescriptor(holder, name);
    if (!property) continue;
    if (name === 'constructor' || isBuiltinPrototype(holder)) {
      // A proxy may have a value of its own; a getter's value is always one of JavaScript's own.
      return property.get || Object.is(property.value, value) ? undefined : value;
    }
    return value;
  }
  return value;
}

/**
 * What a program's object has for a name.
 *
 * @throws PluginError ARGUMENT_INVALID when its getter or Proxy throws
 */
export function readImport(object: unknown, name: string, path: string): unknown {
  try {
    return lookUp(object, name);
  } catch (cause) {
    if (cause instanceof PluginError) throw cause; // of a module of ours, such as MODULE_DISPOSED
    const message = `Cannot instantiate: ${path} cannot be read, expected a value`;
    throw new PluginError('ARGUMENT_INVALID', message, { cause });
  }
}
