// The parts of a PE file, and those of its header fields that tools are known to fill with the time.
import type { ByteReader } from '../byte-reader.js';
import type { Region } from '../region.js';
import type { PeImage } from './image.js';
import { DIRECTORY, fileOffset, openPe } from './pe.js';

const CODE_VIEW = 2;

/** The entries of the debug directory and what they point at. */
function debugRegions(image: PeImage): Region[] {
  const { reader, directories } = image;
  const directory = directories[DIRECTORY.debug];
  if (!directory || directory.size === 0) return [];
  const start = fileOffset(image, directory.address);
  return reader.entries(start, Math.floor(directory.size / 28), 28).flatMap((at) => {
    const kind = reader.u32(at + 12) === CODE_VIEW ? 'CodeView record' : 'data';
    return [
      { name: 'debug directory', offset: at, size: 28 },
      { name: 'debug directory TimeDateStamp', offset: at + 4, size: 4 },
      { name: `debug ${kind}`, offset: reader.u32(at + 24), size: reader.u32(at + 16) },
    ];
  });
}

/** Headers, their fields of interest, sections and certificates; null when it is no PE file. */
export function peRegions(file: ByteReader): Region[] | null {
  const image = openPe(file);
  if (!image) return null;
  const { reader, header, optional, sections, directories } = image;
  const table = optional + reader.u16(header + 20);
  const exported = directories[DIRECTORY.exports];
  const certificates = directories[DIRECTORY.certificates];
  const symbols = reader.u32(header + 12);
  return [
    { name: 'DOS header', offset: 0, size: header },
    { name: 'COFF header', offset: header, size: optional - header },
    { name: 'COFF header TimeDateStamp', offset: header + 8, size: 4 },
    { name: 'optional header', offset: optional, size: table - optional },
    { name: 'optional header CheckSum', offset: optional + 64, size: 4 },
    { name: 'section table', offset: table, size: 40 * sections.length },
    ...sections,
    ...(exported?.size
      ? [
          {
            name: 'export directory TimeDateStamp',
            offset: fileOffset(image, exported.address) + 4,
            size: 4,
          },
        ]
      : []),
    ...debugRegions(image),
    ...(certificates?.size
      ? [{ name: 'certificates', offset: certificates.address, size: certificates.size }]
      : []),
    ...(symbols ? [{ name: 'COFF symbols', offset: symbols, size: reader.size - symbols }] : []),
  ];
}
