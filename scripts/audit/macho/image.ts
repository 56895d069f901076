// The load commands of a Mach-O file as the readers of its symbols and parts are given them.
import type { ByteReader } from '../byte-reader.js';

export const COMMAND = {
  segment32: 0x1,
  symbolTable: 0x2,
  loadLibrary: 0xc,
  idLibrary: 0xd,
  segment64: 0x19,
  codeSignature: 0x1d,
  lazyLoadLibrary: 0x20,
  dyldInfo: 0x22,
  minimumMacOS: 0x24,
  buildVersion: 0x32,
  weakLibrary: 0x80000018,
  rpath: 0x8000001c,
  reexportLibrary: 0x8000001f,
  dyldInfoOnly: 0x80000022,
  upwardLibrary: 0x80000023,
  exportTrie: 0x80000033,
  chainedFixups: 0x80000034,
} as const;

export interface LoadCommand {
  command: number;
  /** Offset of the command in the file, and its size. */
  at: number;
  size: number;
}

export interface Section {
  /** `segment,section` */
  name: string;
  address: number;
  /** In the file; 0 where the section occupies none of it. */
  offset: number;
  size: number;
  flags: number;
  executable: boolean;
}

/** A thin file with its load commands read: what the symbol reader needs. */
export interface MachOImage {
  reader: ByteReader;
  is64: boolean;
  commands: LoadCommand[];
  sections: Section[];
  /** All linked libraries, in the order that symbols count them. */
  libraries: string[];
  /** Address that the export trie counts from. */
  base: number;
}
