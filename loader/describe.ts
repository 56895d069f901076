// Words for error messages: what a value is, and which name was probably meant. Values come from
// outside and may be anything, so nothing here runs their code or throws.
import { types } from 'node:util';

const LONGEST = 80;

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

/** A text in quotes, with control characters escaped, cut when it is long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** `"a", "b" or "c"`. */
export function alternatives(names: readonly string[]): string {
  const quoted = names.map(quote);
  const last = quoted.pop() ?? 'none';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

/** The name of the class that made an object, read without calling its getters. */
function className(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || types.isProxy(prototype)) return undefined;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || types.isProxy(made)) return undefined;
  const name: unknown = Object.getOwnPropertyDescriptor(made, 'name')?.value;
  return typeof name === 'string' && /^[\w$]{1,60}$/.test(name) ? name : undefined;
}

function describeObject(value: object): string {
  if (types.isProxy(value)) return 'a Proxy';
  if (Array.isArray(value)) return 'an array';
  const name = className(value) ?? 'Object';
  if (name === 'Object') return 'an object';
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

/** What a value is: primitives as JavaScript writes them, objects by the name of their class. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'bigint':
      return shorten(`${value}n`);
    case 'symbol':
      return 'a symbol';
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return `${value as number | boolean | undefined}`;
  }
}

/** The number of letters to insert, delete or replace that make one text of the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}

/** The name that was probably meant, if one is near. */
export function closest(name: string, names: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, '');
  const [best] = names
    .map((each) => ({ each, far: distance(plain(name), plain(each.slice(0, LONGEST))) }))
    .sort((one, other) => one.far - other.far);
  return best && best.far <= Math.ceil(Math.min(name.length, best.each.length) / 4)
    ? best.each
    : undefined;
}
