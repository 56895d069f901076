// What each byte of a library belongs to: a header field, a load command, a section. Says where two
// builds of a file differ.
import { ByteReader } from './byte-reader.js';
import { elfRegions } from './elf/layout.js';
import { machoRegions } from './macho/layout.js';
import { peRegions } from './pe/layout.js';
import type { Region } from './region.js';

/**
 * The file cut into named parts, from its first byte to its last, none of which overlap: each byte
 * belongs to the smallest region around it, and what belongs to none is `padding`.
 * @throws NOT_A_LIBRARY, LIBRARY_TRUNCATED as readBinary() does; a file of no known format is one part.
 */
export function layoutOf(bytes: Buffer, name: string): Region[] {
  const reader = new ByteReader(bytes, name);
  const regions = elfRegions(reader) ?? machoRegions(reader) ?? peRegions(reader);
  if (!regions) return [{ name: 'contents', offset: 0, size: bytes.length }];
  const sorted = regions.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
  const cuts = new Set([0, bytes.length]);
  for (const { offset, size } of sorted) {
    for (const cut of [offset, offset + size]) if (cut < bytes.length) cuts.add(cut);
  }
  const offsets = [...cuts].sort((a, b) => a - b);
  return offsets.slice(0, -1).map((offset, index) => {
    const around = sorted.find((other) => offset >= other.offset && offset < end(other));
    const size = (offsets[index + 1] as number) - offset;
    return { name: around?.name ?? 'padding', offset, size };
  });
}

function end({ offset, size }: Region): number {
  return offset + size;
}
