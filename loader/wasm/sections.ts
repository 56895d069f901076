// The sections of a WebAssembly binary.
import { Cursor, Unreadable } from './cursor.js';

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

/** Where a section is in a binary. */
export interface Section {
  readonly id: number;
  readonly start: number;
  /** Where its content starts, behind number and size. */
  readonly content: number;
  readonly end: number;
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The sections in their order; undefined when the bytes are not those of a module. */
export function readSections(bytes: Uint8Array): Section[] | undefined {
  if (HEADER.some((byte, at) => bytes[at] !== byte)) return undefined;
  const cursor = new Cursor(bytes, HEADER.length);
  const sections: Section[] = [];
  try {
    while (!cursor.done) {
      const start = cursor.position;
      const id = cursor.byte();
      const size = cursor.number();
      const content = cursor.position;
      cursor.skip(size);
      sections.push({ id, start, content, end: cursor.position });
    }
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
  return sections;
}
