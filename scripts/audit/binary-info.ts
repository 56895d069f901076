// What the audit knows about a binary, whatever its format. The parsers fill it in, the checks read it.

export interface ExportedSymbol {
  /** As C spells it: without the underscore that Mach-O puts before it. `#7` for a bare PE ordinal. */
  name: string;
  /** ELF version node, or null. */
  version: string | null;
  /** False for an ELF symbol that only references with its version reach. */
  isDefault: boolean;
  kind: 'function' | 'data' | 'thread-local' | 'forwarder' | 'unknown';
}

export interface ImportedSymbol {
  name: string;
  /** ELF version node, or null. */
  version: string | null;
  /** The library it is expected from; null when any library may have it. */
  library: string | null;
  /** A weak import may be missing. */
  weak: boolean;
}

/** A part of the file that is mapped into memory: ELF and Mach-O segments, PE sections. */
export interface Segment {
  name: string;
  readable: boolean;
  writable: boolean;
  executable: boolean;
}

export interface Signature {
  present: boolean;
  kind: 'none' | 'ad-hoc' | 'signed';
  /**
   * True when all hashes of a Mach-O signature fit the file (the certificate of a `signed` one is not
   * looked at); null when there is none, or when it is a Windows one, which is not verified.
   */
  valid: boolean | null;
  /** Why it is not valid. */
  problem: string | null;
}

/** An option of a plug-in that has a default value. */
export interface StaticOption {
  name: string;
  /** Whether its storage holds the default value in the file; constructors may still change it. */
  holdsDefault: boolean;
}

export interface BinaryInfo {
  format: 'elf' | 'macho' | 'pe';
  bits: 32 | 64;
  /** `x64`, `arm64`, or another processor's name. */
  machine: string;
  /** `linux`, `darwin`, `win32`, or another system's name. */
  platform: string;
  /** On Linux, from the needed libraries and version nodes; null when it needs neither. */
  libc: 'glibc' | 'musl' | null;
  kind: 'shared-library' | 'bundle' | 'executable' | 'object' | 'other';
  /** ELF SONAME, Mach-O install name, or the name in the export directory of a DLL. */
  soname: string | null;
  /** Libraries the loader must find. */
  needed: string[];
  /** Libraries that may be missing: weak Mach-O ones, delay-loaded DLLs. */
  optionalNeeded: string[];
  /** ELF version nodes asked of each needed library, whether or not a symbol carries them. */
  neededVersions: { library: string; version: string }[];
  rpaths: string[];
  exports: ExportedSymbol[];
  imports: ImportedSymbol[];
  segments: Segment[];
  /** ELF sections, Mach-O `segment,section`, PE sections; empty when the section headers are stripped. */
  sections: string[];
  executableStack: boolean;
  /** The largest page, in bytes, with which the system can map its segments; null when nothing is mapped. */
  largestPage: number | null;
  /** Null where the format has no such thing. */
  relro: 'none' | 'partial' | 'full' | null;
  textRelocations: boolean;
  /** Oldest macOS version, or the Windows subsystem version; null on Linux or when not stated. */
  minimumSystem: string | null;
  signature: Signature;
  debugInfo: boolean;
  /** Names of the format's header flags that are set. */
  flags: string[];
  /** The processors of a universal Mach-O file, else just `machine`. */
  machines: string[];
  /** Options of a plug-in's descriptor; null where the bytes do not show them. */
  options: StaticOption[] | null;
  /** Of the whole file, in bytes. */
  size: number;
}
