// Rewrites a binary so that its own memories cannot grow beyond a number of pages. Imported ones are as who made them
// says.
import { Cursor } from './cursor.js';
import { unsigned } from './encoder.js';
import { MEMORY, readSections } from './sections.js';

/** Bits of a memory's first byte. */
const HAS_MAXIMUM = 1;
const HAS_PAGE_SIZE = 8;

/**
 * @param pages below 2^32
 * @returns the changed binary, and the pages that the largest memory has at its start: more than the limit cannot be
 * @throws Unreadable when a memory is of a kind that is not known here
 */
export function limitMemories(
  bytes: Uint8Array,
  pages: number,
): { bytes: Uint8Array; needs: number } {
  const section = readSections(bytes)?.find(({ id }) => id === MEMORY);
  if (!section) return { bytes, needs: 0 };
  const cursor = new Cursor(bytes, section.content, section.end);
  const count = cursor.number();
  const items: number[] = [];
  let needs = 0;
  for (let number = 0; number < count; number += 1) {
    const flags = cursor.byte();
    const least = Number(cursor.big());
    const most = flags & HAS_MAXIMUM ? Number(cursor.big()) : pages;
    needs = Math.max(needs, least);
    items.push(flags | HAS_MAXIMUM, ...unsigned(least), ...unsigned(Math.min(most, pages)));
    if (flags & HAS_PAGE_SIZE) items.push(...unsigned(cursor.number()));
  }
  const content = new Uint8Array([...unsigned(count), ...items]);
  const changed = Buffer.concat([
    bytes.subarray(0, section.start),
    new Uint8Array([MEMORY, ...unsigned(content.length)]),
    content,
    bytes.subarray(section.end),
  ]);
  return { bytes: changed, needs };
}
