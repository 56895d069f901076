// The values of plugin.json as JavaScript values, and their comparison.
import type { Value } from '../../project/manifest.js';

const SPECIAL: Record<string, number> = { nan: NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 };

const float = (value: number | string): number =>
  typeof value === 'number' ? value : (SPECIAL[value] as number);

/** The value as WebAssembly gives it to JavaScript: i64 is a BigInt, f32 is rounded to 32 bits. */
export function toJavaScript(value: Value): number | bigint {
  if ('i32' in value) return value.i32;
  if ('i64' in value) return BigInt(value.i64);
  return 'f32' in value ? Math.fround(float(value.f32)) : float(value.f64);
}

const show = (value: unknown): string =>
  typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value);

/**
 * Compares what a call returned (undefined, a value, or an array of several) with what was expected.
 * NaN equals NaN, and -0 differs from 0.
 * @returns what is wrong, or null
 */
export function compareResults(returned: unknown, expected: readonly Value[]): string | null {
  const actual = returned === undefined ? [] : Array.isArray(returned) ? returned : [returned];
  const wanted = expected.map(toJavaScript);
  const same =
    actual.length === wanted.length && wanted.every((value, i) => Object.is(value, actual[i]));
  return same
    ? null
    : `returned (${actual.map(show).join(', ')}), expected (${wanted.map(show).join(', ')})`;
}
