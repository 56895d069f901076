// The parts of an ELF file.
import type { ByteReader } from '../byte-reader.js';
import type { Region } from '../region.js';
import { openElf, readSections, SEGMENT_NAMES } from './image.js';

/** Headers and sections; segments, too, for a file whose section headers are stripped. */
export function elfRegions(file: ByteReader): Region[] | null {
  const image = openElf(file);
  if (!image) return null;
  const { reader, headers, fields } = image;
  const { header } = fields;
  const table = (name: string, start: number, sizeAt: number, countAt: number) => {
    const size = reader.u16(sizeAt) * reader.u16(countAt);
    return { name, offset: image.word(start), size };
  };
  return [
    { name: 'ELF header', offset: 0, size: reader.u16(header.size) },
    table('program headers', header.programs, header.programSize, header.programCount),
    table('section headers', header.sections, header.sectionSize, header.sectionCount),
    ...readSections(image),
    ...headers.map(({ type, offset, fileSize }) => {
      const name = `segment ${SEGMENT_NAMES[type] ?? `0x${type.toString(16)}`}`;
      return { name, offset, size: fileSize };
    }),
  ];
}
