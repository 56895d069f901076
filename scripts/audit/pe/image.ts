// The headers of a PE file as the readers of its parts are given them.
import type { ByteReader } from '../byte-reader.js';

export interface PeSection {
  name: string;
  address: number;
  /** In the file, and once loaded. */
  size: number;
  memorySize: number;
  offset: number;
  flags: number;
}

export interface PeImage {
  reader: ByteReader;
  /** Offsets of the COFF header's signature and of the optional header. */
  header: number;
  optional: number;
  is64: boolean;
  imageBase: number;
  sections: PeSection[];
  directories: { address: number; size: number }[];
}
