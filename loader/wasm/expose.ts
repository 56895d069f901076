// Rewrites a binary so that every memory can be reached from outside and nothing runs while it is
// instantiated: hidden memories are exported, and so is the start function, which is called later.
import { Cursor } from './cursor.js';
import { string, unsigned } from './encoder.js';
import type { ModuleShape } from './reader.js';
import { CODE, DATA, DATA_COUNT, ELEMENT, EXPORT, type Section, START } from './sections.js';

/** The names under which what was hidden is exported. */
export interface HiddenNames {
  /** By number of the memory. */
  readonly memories: ReadonlyMap<number, string>;
  readonly start: string | undefined;
}

const MEMORY_KIND = 2;
const FUNCTION_KIND = 0;

/** What comes behind the exports. */
const LATER = [START, ELEMENT, DATA_COUNT, CODE, DATA];

/** A name that is none of these, and then one of them. */
function takeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}:${count}`;
  taken.add(name);
  return name;
}

/**
 * The changed binary of a valid module.
 *
 * @param exported the names of its exports, from which those of the new ones differ
 */
export function expose(
  bytes: Uint8Array,
  sections: readonly Section[],
  shape: ModuleShape,
  exported: Iterable<string>,
): { bytes: Uint8Array<ArrayBuffer>; names: HiddenNames } {
  const taken = new Set(exported);
  const added: number[] = [];
  let count = 0;
  const add = (wanted: string, kind: number, index: number): string => {
    const name = takeName(`plugkit:${wanted}`, taken);
    added.push(...string(name), kind, ...unsigned(index));
    count += 1;
    return name;
  };
  const memories = new Map(
    shape.hiddenMemories.map((index) => [index, add(`memory:${index}`, MEMORY_KIND, index)]),
  );
  const start = shape.start === undefined ? undefined : add('start', FUNCTION_KIND, shape.start);

  const old = sections.find(({ id }) => id === EXPORT);
  const cursor = new Cursor(bytes, old?.content, old?.end);
  const head = unsigned((old ? cursor.number() : 0) + count);
  const items = bytes.subarray(cursor.position, old?.end ?? 0);
  const size = unsigned(head.length + items.length + added.length);
  const exportSection = [new Uint8Array([EXPORT, ...size, ...head]), items, new Uint8Array(added)];

  const parts = [bytes.subarray(0, sections[0]?.start)];
  const after = sections.findIndex(({ id }) => id === EXPORT || LATER.includes(id));
  sections.forEach(({ id, start: from, end }, at) => {
    if (at === after) parts.push(...exportSection);
    if (id !== EXPORT && id !== START) parts.push(bytes.subarray(from, end));
  });
  if (after < 0) parts.push(...exportSection);
  return { bytes: Buffer.concat(parts), names: { memories, start } };
}
