// Compares two builds of a file byte for byte and names what differs: the part of the file, where, and
// the likely cause. Looks at bytes only; called by verify.ts.
import { layoutOf } from '../audit/layout.js';
import type { Region } from '../audit/region.js';
import { CommandError } from '../errors.js';
import {
  CAUSES,
  type Cause,
  type Circumstances,
  causeOf,
  DERIVED,
  type Sample,
  textAround,
} from './causes.js';

export interface Difference {
  /** An ELF or PE section, a Mach-O section, a header field, a load command. */
  readonly section: string;
  /** Of the first byte that differs, in the first file. */
  readonly offset: number;
  /** How many bytes of the first file differ. */
  readonly bytes: number;
  /** What is there: text where it is text, else hexadecimal. */
  readonly first: string;
  readonly second: string;
  readonly cause: Cause;
  readonly explanation: string;
  readonly fix: string;
}

/** One build of a file. */
export interface Build {
  /** Undefined when this build did not make the file. */
  readonly bytes: Buffer | undefined;
  readonly circumstances: Circumstances;
}

/** Characters of text, and bytes of what is none. */
const SHOWN = 100;
const SHOWN_BYTES = 16;
/** Differences with fewer equal bytes than this between them are one. */
const GAP = 8;

function show(sample: Sample): string {
  const text = textAround(sample);
  if (text.length > 3 && !/[^\x20-\x7e]/.test(text)) {
    return text.length > SHOWN ? `"${text.slice(0, SHOWN)}..."` : `"${text}"`;
  }
  const { bytes, start, end } = sample;
  const shown = bytes.subarray(start, Math.min(end, start + SHOWN_BYTES)).toString('hex');
  return end - start > SHOWN_BYTES ? `${shown}...` : shown || 'nothing';
}

/** Where two parts differ, as pairs of start and end in each. */
function runsOf(first: Buffer, second: Buffer): [number, number, number, number][] {
  if (first.equals(second)) return [];
  if (first.length !== second.length) {
    const shorter = Math.min(first.length, second.length);
    let head = 0;
    while (head < shorter && first[head] === second[head]) head++;
    let tail = 0;
    while (tail < shorter - head && first.at(-1 - tail) === second.at(-1 - tail)) tail++;
    return [[head, first.length - tail, head, second.length - tail]];
  }
  const runs: [number, number, number, number][] = [];
  for (let at = 0; at < first.length; at++) {
    if (first[at] === second[at]) continue;
    const last = runs.at(-1);
    if (last && at - last[1] < GAP) last[1] = last[3] = at + 1;
    else runs.push([at, at + 1, at, at + 1]);
  }
  return runs;
}

/** Parts of both files that have the same name and are as many-eth of it; one may lack its partner. */
function pairs(first: Region[], second: Region[]): [Region | undefined, Region | undefined][] {
  const keyed = (regions: Region[]) => {
    const counts = new Map<string, number>();
    return new Map(
      regions.map((region) => {
        const count = (counts.get(region.name) ?? 0) + 1;
        counts.set(region.name, count);
        return [`${region.name}\0${count}`, region];
      }),
    );
  };
  const [one, other] = [keyed(first), keyed(second)];
  return [...new Set([...one.keys(), ...other.keys()])].map((key) => [
    one.get(key),
    other.get(key),
  ]);
}

function layout(bytes: Buffer, name: string): Region[] {
  try {
    return layoutOf(bytes, name);
  } catch (error) {
    // What is no sound library is compared all the same.
    if (!(error instanceof CommandError)) throw error;
    return [{ name: 'contents', offset: 0, size: bytes.length }];
  }
}

function slice(bytes: Buffer, region: Region | undefined): Buffer {
  return region ? bytes.subarray(region.offset, region.offset + region.size) : Buffer.alloc(0);
}

function missingFile(first: Buffer | undefined): Difference {
  const { says, fix } = CAUSES['missing-file'];
  return {
    section: 'the whole file',
    offset: 0,
    bytes: first?.length ?? 0,
    first: first ? 'made' : 'not made',
    second: first ? 'not made' : 'made',
    cause: 'missing-file',
    explanation: says,
    fix,
  };
}

/**
 * What differs between two builds of the file `name`, root causes first; empty when nothing does. One
 * entry for each part of the file and cause.
 */
export function compareBuilds(name: string, first: Build, second: Build): Difference[] {
  if (!first.bytes || !second.bytes) return [missingFile(first.bytes)];
  if (first.bytes.equals(second.bytes)) return [];
  const layouts = [layout(first.bytes, name), layout(second.bytes, name)] as const;
  const found = new Map<string, Omit<Difference, 'explanation' | 'fix'>>();
  let moved = JSON.stringify(layouts[0]) !== JSON.stringify(layouts[1]);
  for (const [one, other] of pairs(...layouts)) {
    const section = (one ?? other)?.name as string;
    const [a, b] = [slice(first.bytes, one), slice(second.bytes, other)];
    for (const [start, end, otherStart, otherEnd] of runsOf(a, b)) {
      const left: Sample = { bytes: a, start, end, circumstances: first.circumstances };
      const right: Sample = {
        bytes: b,
        start: otherStart,
        end: otherEnd,
        circumstances: second.circumstances,
      };
      const cause = causeOf(section, left, right);
      moved ||= cause === 'order';
      const key = `${section}\0${cause}`;
      const former = found.get(key);
      found.set(key, {
        section,
        cause,
        offset: (one?.offset ?? 0) + start,
        first: show(left),
        second: show(right),
        ...former,
        bytes: (former?.bytes ?? 0) + end - start,
      });
    }
  }
  return explain([...found.values()], moved);
}

/** Separates roots from what follows from them, and puts the roots first. */
function explain(
  found: readonly Omit<Difference, 'explanation' | 'fix'>[],
  moved: boolean,
): Difference[] {
  const isRoot = ({ cause }: { cause: Cause }) => cause !== 'unknown' && !DERIVED.has(cause);
  const hasRoot = found.some(isRoot);
  return found
    .map((difference) => {
      const { cause } = difference;
      // Where a part grew or changed its place, so did the addresses of others.
      const follows = cause === 'unknown' && hasRoot && moved;
      const derived = DERIVED.has(cause) && found.some((other) => !DERIVED.has(other.cause));
      const { says, fix } = CAUSES[follows ? 'follows' : cause];
      return {
        ...difference,
        cause: follows ? ('follows' as const) : cause,
        explanation: derived ? `${says}, as the contents do` : says,
        fix: derived ? CAUSES.follows.fix : fix,
      };
    })
    .sort((a, b) => rank(a) - rank(b) || a.offset - b.offset);
}

function rank({ cause }: Difference): number {
  if (cause === 'follows' || DERIVED.has(cause)) return 2;
  return cause === 'unknown' ? 1 : 0;
}
