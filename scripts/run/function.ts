// Calls one exported function with arguments as texts.
import type { ExportedFunction } from '#loader/internal';
import { closest } from '#loader/internal';
import { CommandError } from '../errors.js';
import { parseInteger, parseNumber } from './numbers.js';

/** A text as a value of WebAssembly. @throws {CommandError} USAGE */
function parseArgument(type: string, text: string, place: string): number | bigint {
  const fail = (expected: string) =>
    new CommandError('USAGE', `Cannot pass ${place}: it is '${text}', expected ${expected}`);
  if (type === 'i32' || type === 'i64') {
    const bits = type === 'i32' ? 32n : 64n;
    const value = parseInteger(text);
    if (value === undefined) throw fail(`an integer (${type})`);
    if (value < -(1n << (bits - 1n)) || value >= 1n << bits) throw fail(`one of ${bits} bits`);
    return type === 'i32' ? Number(value) : BigInt.asIntN(64, value);
  }
  if (type === 'f32' || type === 'f64') {
    const number = parseNumber(text);
    if (number === undefined) throw fail(`a number (${type})`);
    return number;
  }
  throw fail(`no value of type ${type}: it cannot be written here`);
}

/**
 * Calls the function.
 *
 * @returns its results, as texts
 * @throws {CommandError} USAGE when there is no such function, or the arguments are others
 */
export function callFunction(
  exports: Readonly<Record<string, unknown>>,
  functions: readonly ExportedFunction[],
  name: string,
  texts: readonly string[],
): string[] {
  const found = functions.find((each) => each.name === name);
  const target = exports[name];
  if (!found || typeof target !== 'function') {
    const names = functions.map((each) => each.name);
    const meant = closest(name, names);
    throw new CommandError(
      'USAGE',
      `Cannot call '${name}': the program exports no such function, expected one of ${names.join(', ') || 'none'}`,
      meant === undefined ? {} : { hint: `Did you mean ${meant}?` },
    );
  }
  const { params = [], results = [] } = found;
  if (texts.length !== params.length) {
    throw new CommandError(
      'USAGE',
      `Cannot call '${name}': it takes ${params.length} arguments (${params.join(', ')}), given are ${texts.length}`,
    );
  }
  const args = params.map((type, index) =>
    parseArgument(type, texts[index] as string, `argument ${index + 1} of '${name}'`),
  );
  const returned: unknown = Reflect.apply(target, undefined, args);
  if (results.length === 0) return [];
  return (results.length === 1 ? [returned] : (returned as unknown[])).map(String);
}
