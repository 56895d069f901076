// Builds WebAssembly binaries by hand, for what has no text form that the assembler knows: types of
// later proposals, sections in any order, wrong ones.
import { signed, string, unsigned } from '../../../loader/wasm/encoder.js';

const vector = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];

/** A section with this content. */
export const raw = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];

/** A section that is a list of items. */
export const section = (id: number, ...items: readonly (readonly number[])[]): number[] =>
  raw(id, vector(items));

export const module = (...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...sections.flat()]);

type Type = number | readonly number[];

/** The type of a function. */
export const func = (params: readonly Type[] = [], results: readonly Type[] = []): number[] => [
  0x60,
  ...vector(params.map((type) => [type].flat())),
  ...vector(results.map((type) => [type].flat())),
];

/** An import: kind, then its type. */
export const from = (source: string, name: string, ...type: readonly number[]): number[] => [
  ...string(source),
  ...string(name),
  ...type,
];

export const exported = (name: string, kind: number, index: number): number[] => [
  ...string(name),
  kind,
  ...unsigned(index),
];

/** The body of a function without locals. */
export const body = (...instructions: readonly number[]): number[] => {
  const code = [0, ...instructions, 0x0b];
  return [...unsigned(code.length), ...code];
};

export const i32 = (value: number): number[] => [0x41, ...signed(BigInt(value))];

export const I32 = 0x7f;
export const V128 = 0x7b;
export const EXTERNREF = 0x6f;
