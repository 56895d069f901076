// Rewrites a binary so that its imports have other names: what serves them need not be called as the
// module calls it.
import { Cursor } from './cursor.js';
import { string, unsigned } from './encoder.js';
import { type ImportName, readImportType } from './reader.js';
import { IMPORT, type Section } from './sections.js';

/**
 * The changed binary of a valid module.
 *
 * @param names the new name of each import, by its number; undefined keeps the old one
 * @throws Unreadable when an import is of a kind that is not known here
 */
export function renameImports(
  bytes: Uint8Array,
  sections: readonly Section[],
  names: readonly (ImportName | undefined)[],
): Uint8Array<ArrayBuffer> {
  const section = sections.find(({ id }) => id === IMPORT);
  if (!section || names.every((name) => name === undefined)) return Buffer.from(bytes);
  const cursor = new Cursor(bytes, section.content, section.end);
  const count = cursor.number();
  const items: Uint8Array[] = [new Uint8Array(unsigned(count))];
  for (let number = 0; number < count; number += 1) {
    const start = cursor.position;
    cursor.skipText();
    cursor.skipText();
    const type = cursor.position;
    readImportType(cursor);
    const name = names[number];
    if (name) items.push(new Uint8Array([...string(name.module), ...string(name.name)]));
    items.push(bytes.subarray(name ? type : start, cursor.position));
  }
  const content = Buffer.concat(items);
  return Buffer.concat([
    bytes.subarray(0, section.start),
    new Uint8Array([IMPORT, ...unsigned(content.length)]),
    content,
    bytes.subarray(section.end),
  ]);
}
