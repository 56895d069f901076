// The sections of a WebAssembly binary.
import { Cursor, Unreadable } from './cursor.js';

export const CUSTOM = 0;
export const TYPE = 1;
export const IMPORT = 2;
export const FUNCTION = 3;
export const TABLE = 4;
export const MEMORY = 5;
export const GLOBAL = 6;
export const EXPORT = 7;
export const START = 8;
export const ELEMENT = 9;
export const CODE = 10;
export const DATA = 11;
export const DATA_COUNT = 12;

export interface Section {
  readonly id: number;
  /** Where it starts in the binary, with its header; */
  readonly start: number;
  /** where it ends. */
  readonly end: number;
  /** Without the header. */
  readonly content: Uint8Array;
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The sections in their order; undefined when the bytes are not those of a module. */
export function readSections(bytes: Uint8Array): Section[] | undefined {
  if (HEADER.some((byte, at) => bytes[at] !== byte)) return undefined;
  const cursor = new Cursor(bytes);
  cursor.skip(HEADER.length);
  const sections: Section[] = [];
  try {
    while (!cursor.done) {
      const start = cursor.position;
      const id = cursor.byte();
      const content = cursor.take(cursor.number());
      sections.push({ id, start, end: cursor.position, content });
    }
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
  return sections;
}
