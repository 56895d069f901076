// The parts of an ELF library that its reading is made of: segments and the dynamic segment
// (elf.cc), symbols and relocations (elf_symbols.cc).
#pragma once

#include "image.h"

namespace plugkit {

struct ElfSegment {
  uint32_t Type;
  bool Readable, Writable, Executable;
  uint64_t Offset, Address, FileSize, MemorySize;
};

// Values of the dynamic segment's tags that matter here; zero when absent.
struct ElfDynamic {
  uint64_t Hash = 0, GnuHash = 0, Strings = 0, StringsSize = 0, Symbols = 0;
  uint64_t SymbolVersions = 0, VersionNeeds = 0, VersionNeedCount = 0, Flags1 = 0;
  uint64_t Rela = 0, RelaSize = 0, PltRela = 0, PltRelaSize = 0;
  uint64_t InitArray = 0, InitArraySize = 0, FiniArray = 0, FiniArraySize = 0;
};

/// Where the parts of the file are, and where they are loaded to.
struct ElfLayout {
  const ByteReader& Bytes;
  std::vector<ElfSegment> Segments;
  ElfDynamic Dynamic;
  ByteReader Strings;

  /// Where the Length bytes loaded at Address are in the file; false when they are not all there.
  bool FindInFile(uint64_t Address, uint64_t Length, uint64_t& Offset) const;
  bool IsInMemory(uint64_t Address, uint64_t Length, bool Writable = false) const;
};

/// A part that the file's own tables place outside what is loaded.
[[gnu::cold]] Refusal DamagedElf(const char* What);

Check ReadElfSymbols(const ElfLayout& Layout, Machine Processor, Detail Wanted, Image& Result);

}  // namespace plugkit
