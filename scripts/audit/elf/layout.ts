// The parts of an ELF file.
import type { ByteReader } from '../byte-reader.js';
import type { Region } from '../region.js';
import { openElf, readSections, SEGMENT_NAMES } from './image.js';

/** Headers and sections; segments, too, for a file whose section headers are stripped. */
export function elfRegions(file: ByteReader): Region[] | null {
  const image = openElf(file);
  if (!image) return null;
  const { reader, is64, headers } = image;
  const table = (name: string, start: number, sizeAt: number) => {
    const size = reader.u16(sizeAt) * reader.u16(sizeAt + 2);
    return { name, offset: image.word(start), size };
  };
  return [
    { name: 'ELF header', offset: 0, size: reader.u16(is64 ? 52 : 40) },
    table('program headers', is64 ? 32 : 28, is64 ? 54 : 42),
    table('section headers', is64 ? 40 : 32, is64 ? 58 : 46),
    ...readSections(image),
    ...headers.map(({ type, offset, fileSize }) => ({
      name: `segment ${SEGMENT_NAMES[type] ?? `0x${type.toString(16)}`}`,
      ...{ offset, size: fileSize },
    })),
  ];
}
