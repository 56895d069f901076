// The parts of an ELF library that its reading is made of: segments and the dynamic segment
// (elf.cc), symbols and relocations (elf_symbols.cc).
#pragma once

#include "image.h"

namespace plugkit {

struct ElfSegment {
  uint32_t type;
  bool readable, writable, executable;
  uint64_t offset, address, fileSize, memorySize;
};

// Values of the dynamic segment's tags that matter here; zero when absent.
struct ElfDynamic {
  uint64_t hash = 0, gnuHash = 0, strings = 0, stringsSize = 0, symbols = 0;
  uint64_t symbolVersions = 0, versionNeeds = 0, versionNeedCount = 0, flags1 = 0;
  uint64_t rela = 0, relaSize = 0, pltRela = 0, pltRelaSize = 0;
  uint64_t initArray = 0, initArraySize = 0, finiArray = 0, finiArraySize = 0;
};

/// Where the parts of the file are, and where they are loaded to.
struct ElfLayout {
  const ByteReader& bytes;
  std::vector<ElfSegment> segments;
  ElfDynamic dynamic;
  ByteReader strings;

  /// Where the Length bytes loaded at Address are in the file; false when they are not all there.
  bool FindInFile(uint64_t address, uint64_t length, uint64_t& offset) const;
  bool IsInMemory(uint64_t address, uint64_t length, bool writable = false) const;
};

/// A part that the file's own tables place outside what is loaded.
[[gnu::cold]] Refusal DamagedElf(const char* what);

Check ReadElfSymbols(const ElfLayout& layout, Machine processor, Detail wanted, Image& result);

}  // namespace plugkit
