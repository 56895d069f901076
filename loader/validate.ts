// Checks of what programs pass to the public functions. A check returns the value as the loader uses it:
// each property is read once, own properties only, and objects are copied, so that what was checked is
// what is used. Whatever it is given, a check throws nothing but ARGUMENT_INVALID.
import { fileURLToPath } from 'node:url';
import { alternatives, closest, describe, quote } from './describe.js';
import { PluginError } from './errors.js';

/** Where a value was found, for messages: `Cannot <action>: <name> is ...`. */
export interface Place {
  readonly action: string;
  readonly name: string;
}

/** @throws PluginError ARGUMENT_INVALID */
export type Check<T> = (value: unknown, place: Place) => T;

type Checks = Readonly<Record<string, Check<unknown>>>;

type Checked<Fields extends Checks> = { readonly [Key in keyof Fields]: ReturnType<Fields[Key]> };

function fail(
  { action, name }: Place,
  problem: string,
  expected: string,
  options: { hint?: string; cause?: unknown } = {},
): PluginError {
  const message = `Cannot ${action}: ${name} ${problem}, expected ${expected}`;
  return new PluginError('ARGUMENT_INVALID', message, options);
}

/** The error for a value that is not what it should be. */
export function invalid(
  value: unknown,
  place: Place,
  expected: string,
  options: { hint?: string; cause?: unknown } = {},
): PluginError {
  return fail(place, `is ${describe(value)}`, expected, options);
}

/** Runs what may run foreign code: a getter, or a trap of a Proxy. */
function read<T>(place: Place, expected: string, access: () => T): T {
  try {
    return access();
  } catch (cause) {
    throw fail(place, 'cannot be read', expected, { cause });
  }
}

/** A check by a predicate, which may run foreign code. */
export function check<T>(expected: string, fits: (value: unknown) => boolean): Check<T> {
  return (value, place) => {
    if (read(place, expected, () => fits(value))) return value as T;
    throw invalid(value, place, expected);
  };
}

/** Undefined, or what another check says. */
export function optional<T>(inner: Check<T>): Check<T | undefined> {
  return (value, place) => (value === undefined ? undefined : inner(value, place));
}

export const anything: Check<unknown> = (value) => value;

export const text = check<string>('a string', (value) => typeof value === 'string');

export const flag = check<boolean>('true or false', (value) => typeof value === 'boolean');

export function oneOf<T extends string>(values: readonly T[]): Check<T> {
  return check<T>(alternatives(values), (value) => values.includes(value as T));
}

const PATH = 'a path as a string or a file: URL';

/** The text of what looks like a URL: an object of any realm's class, or a string that has a scheme. */
function urlText(value: unknown, place: Place): string | undefined {
  if (typeof value === 'string') {
    return /^file:/i.test(value) || /^[a-z][a-z0-9+.-]+:\/\//i.test(value) ? value : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const url = value as { href?: unknown; protocol?: unknown };
  return read(place, PATH, () =>
    typeof url.href === 'string' && typeof url.protocol === 'string' ? url.href : undefined,
  );
}

/** Whether a value is a path at first sight, as most are: a string that can be no URL. */
function isPlainPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes(':') && !value.includes('\0');
}

/** A path: a string, or a `file:` URL as an object or a string. */
export const filePath: Check<string> = (value, place) => {
  if (isPlainPath(value)) return value;
  let result: unknown = value;
  const url = urlText(value, place);
  if (url !== undefined) {
    if (!/^file:/i.test(url)) throw invalid(url, place, PATH, { hint: 'Download the file first' });
    try {
      result = fileURLToPath(url);
    } catch (cause) {
      throw invalid(url, place, 'a file: URL that is a path on this system', { cause });
    }
  }
  if (typeof result !== 'string') throw invalid(result, place, PATH);
  if (result === '') throw invalid(result, place, 'a path that is not empty');
  if (result.includes('\0')) throw invalid(result, place, 'a path without NUL characters');
  return result;
};

/** An array, each element by a check. */
export function list<T>(expected: string, element: Check<T>, hint?: string): Check<readonly T[]> {
  return (value, place) => {
    const length = read(place, expected, () => (Array.isArray(value) ? value.length : undefined));
    if (length === undefined) {
      throw invalid(value, place, expected, hint === undefined ? {} : { hint });
    }
    const array = value as readonly unknown[];
    const result: T[] = [];
    for (let index = 0; index < length; index += 1) {
      const at = { action: place.action, name: `${place.name}[${index}]` };
      result.push(
        element(
          read(at, expected, () => array[index]),
          at,
        ),
      );
    }
    return result;
  };
}

/** Whether an object is one of `{}`, of any realm, and no Map, array or instance of a class. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
  );
}

/** The own enumerable keys, symbols last; undefined when it is no plain object. */
function plainKeys(value: unknown): (string | symbol)[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (!isPlain(value)) return undefined;
  const isEnumerable = Object.prototype.propertyIsEnumerable;
  return Reflect.ownKeys(value).filter((key) => isEnumerable.call(value, key));
}

/** The own enumerable keys of a plain object. */
function keysOf(value: unknown, place: Place, expected: string, hint?: string): string[] {
  const keys = read(place, expected, () => plainKeys(value));
  if (!keys) throw invalid(value, place, expected, hint === undefined ? {} : { hint });
  if (typeof keys.at(-1) === 'symbol') throw fail(place, 'has a symbol as a key', expected);
  return keys as string[];
}

function readOwn(value: unknown, key: string, place: Place, expected: string): unknown {
  const object = value as Record<string, unknown>;
  return read(place, expected, () => (Object.hasOwn(object, key) ? object[key] : undefined));
}

/** A plain object with any keys: its entries in order, each value by a check. */
export function entries<T>(expected: string, inner: Check<T>): Check<readonly [string, T][]> {
  return (value, place) =>
    keysOf(value, place, expected).map((key) => {
      const at = { action: place.action, name: `${place.name}[${quote(key)}]` };
      return [key, inner(readOwn(value, key, at, expected), at)];
    });
}

/** A plain object with any keys, of which some have a check: a copy. */
export function plainObject<T extends object>(expected: string, fields: Checks): Check<T> {
  return (value, place) => {
    const result: Record<string, unknown> = Object.create(null);
    for (const key of keysOf(value, place, expected)) {
      const at = { action: place.action, name: key };
      const own = readOwn(value, key, at, expected);
      result[key] = Object.hasOwn(fields, key) ? fields[key]?.(own, at) : own;
    }
    return result as T;
  };
}

const NO_OPTIONS: object = Object.freeze(Object.create(null));

/** What a function's options object holds; each of the fields is optional. */
export interface OptionsShape<Fields extends Checks> {
  readonly fields: Fields;
  /** An options object as one would write it. */
  readonly example: string;
}

/** An options object: a plain one with these keys and no others. Without it, every option is undefined. */
export function options<Fields extends Checks>({
  fields,
  example,
}: OptionsShape<Fields>): Check<Checked<Fields>> {
  const known = Object.keys(fields);
  const expected = `an object such as ${example}`;
  const hint = `Pass options as ${example}`;
  return (value, place) => {
    if (value === undefined) return NO_OPTIONS as Checked<Fields>;
    const given = keysOf(value, place, expected, hint);
    const unknown = given.find((key) => !known.includes(key));
    if (unknown !== undefined) {
      const meant = closest(unknown, known);
      throw fail(place, `has the unknown key ${quote(unknown)}`, alternatives(known), {
        hint: meant === undefined ? hint : `Did you mean ${quote(meant)}?`,
      });
    }
    // In the order of the fields, whatever that of the object; what is not given costs nothing.
    const result: Record<string, unknown> = Object.create(null);
    for (const key of known.filter((each) => given.includes(each))) {
      const at = { action: place.action, name: key };
      result[key] = fields[key]?.(readOwn(value, key, at, expected), at);
    }
    return result as Checked<Fields>;
  };
}
