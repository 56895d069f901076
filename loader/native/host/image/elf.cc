// ELF shared libraries (Linux). Reads what the system's loader would read, the
// dynamic segment and not the section headers, and refuses what would make that loader walk off the
// file.
#include "elf.h"

namespace plugkit {
namespace {

constexpr uint64_t kHeaderSize = 64, kSegmentSize = 56, kDynamicSize = 16;

enum : uint32_t { kLoad = 1, kDynamic = 2, kTls = 7, kReadOnlyLater = 0x6474e552 };

class ElfReader {
 public:
  ElfReader(const ByteReader& bytes, Image& result)
      : bytes_(bytes), layout_{bytes, {}, {}, {}}, result_(result) {}

  Check ReadHeader(Machine processor);
  Check ReadSegments();
  Check ReadDynamic();
  const ElfLayout& Layout() const { return layout_; }

 private:
  void ReadTag(uint64_t tag, uint64_t value);
  Check CheckTables() const;

  const ByteReader& bytes_;
  ElfLayout layout_;
  Image& result_;
  std::vector<uint64_t> needed_, runPaths_;  // places in the string table
};

const char* MachineName(uint16_t code) {
  switch (code) {
    case 3:
      return "x86 (32 bit)";
    case 8:
      return "MIPS";
    case 21:
      return "PowerPC 64";
    case 22:
      return "s390x";
    case 40:
      return "arm (32 bit)";
    case 62:
      return NameOf(Machine::X64);
    case 183:
      return NameOf(Machine::Arm64);
    case 243:
      return "RISC-V";
    case 258:
      return "LoongArch";
    default:
      return "another processor";
  }
}

const char* TypeName(uint16_t type) {
  switch (type) {
    case 1:
      return "an object file";
    case 2:
      return "an executable";
    case 4:
      return "a core dump";
    default:
      return "an ELF file of an unknown type";
  }
}

Check ElfReader::ReadHeader(Machine processor) {
  if (bytes_.Size() < kHeaderSize) return Truncated(bytes_, kHeaderSize);
  const uint16_t code = bytes_.U16(18);
  if (bytes_.U8(5) != 1) return WrongMachine("a big-endian processor", processor);
  if (bytes_.U8(4) != 2) return WrongMachine(code == 62 ? "x32" : MachineName(code), processor);
  if (code != (processor == Machine::X64 ? 62 : 183)) {
    return WrongMachine(MachineName(code), processor);
  }
  if (const uint16_t type = bytes_.U16(16); type != 3) return NotALibrary(TypeName(type));
  return {};
}

Check ElfReader::ReadSegments() {
  const uint64_t first = bytes_.U64(32), count = bytes_.U16(56);
  if (bytes_.U16(54) != kSegmentSize) return NotALibrary("an ELF file without segments");
  if (!bytes_.Contains(first, count * kSegmentSize)) {
    return Truncated(bytes_, first + count * kSegmentSize);
  }
  uint64_t lastAddress = 0;
  layout_.segments.reserve(count);
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t at = first + i * kSegmentSize;
    const uint32_t flags = bytes_.U32(at + 4);
    const ElfSegment read{bytes_.U32(at),      (flags & 4) != 0,   (flags & 2) != 0,
                          (flags & 1) != 0,    bytes_.U64(at + 8), bytes_.U64(at + 16),
                          bytes_.U64(at + 32), bytes_.U64(at + 40)};
    if (read.type == kLoad) {
      if (!bytes_.Contains(read.offset, read.fileSize)) {
        return Truncated(bytes_, read.offset + read.fileSize);
      }
      const bool ordered = read.address >= lastAddress && read.fileSize <= read.memorySize &&
                           read.address + read.memorySize >= read.address;
      if (!ordered) return NotALibrary("a damaged ELF library (its segments overlap)");
      lastAddress = read.address + read.memorySize;
    }
    const bool readOnly = read.type == kReadOnlyLater;
    if ((read.type == kLoad && read.readable) || readOnly) {
      result_.memory.push_back(
          {read.address, read.memorySize, read.writable && !readOnly, read.executable});
    }
    layout_.segments.push_back(read);
  }
  // Not needed to load the library, but a file that lacks them was cut off.
  const uint64_t sections = bytes_.U64(40),
                 sectionsSize = uint64_t{bytes_.U16(58)} * bytes_.U16(60);
  if (sections != 0 && !bytes_.Contains(sections, sectionsSize)) {
    return Truncated(bytes_, sections + sectionsSize);
  }
  return {};
}

void ElfReader::ReadTag(uint64_t tag, uint64_t value) {
  ElfDynamic& d = layout_.dynamic;
  switch (tag) {
    case 1:
      return needed_.push_back(value);
    case 15:  // the older and the newer kind
    case 29:
      return runPaths_.push_back(value);
    case 2:
      d.pltRelaSize = value;
      break;
    case 4:
      d.hash = value;
      break;
    case 5:
      d.strings = value;
      break;
    case 6:
      d.symbols = value;
      break;
    case 7:
      d.rela = value;
      break;
    case 8:
      d.relaSize = value;
      break;
    case 10:
      d.stringsSize = value;
      break;
    case 23:
      d.pltRela = value;
      break;
    case 25:
      d.initArray = value;
      break;
    case 26:
      d.finiArray = value;
      break;
    case 27:
      d.initArraySize = value;
      break;
    case 28:
      d.finiArraySize = value;
      break;
    case 0x6ffffef5:
      d.gnuHash = value;
      break;
    case 0x6ffffff0:
      d.symbolVersions = value;
      break;
    case 0x6ffffffb:
      d.flags1 = value;
      break;
    case 0x6ffffffe:
      d.versionNeeds = value;
      break;
    case 0x6fffffff:
      d.versionNeedCount = value;
      break;
    default:
      break;
  }
}

Check ElfReader::CheckTables() const {
  const ElfDynamic& d = layout_.dynamic;
  const auto isLoaded = [this](uint64_t address, uint64_t size) {
    return size == 0 || layout_.IsInMemory(address, size);
  };
  if (!isLoaded(d.rela, d.relaSize)) return DamagedElf("relocation table");
  if (!isLoaded(d.pltRela, d.pltRelaSize)) return DamagedElf("relocation table");
  if (!isLoaded(d.initArray, d.initArraySize)) return DamagedElf("constructors");
  if (!isLoaded(d.finiArray, d.finiArraySize)) return DamagedElf("destructors");
  return {};
}

Check ElfReader::ReadDynamic() {
  const ElfSegment* table = nullptr;
  for (const ElfSegment& s : layout_.segments) {
    if (s.type == kDynamic) table = &s;
    // What is zero at first need not be in a segment.
    if (s.type == kTls && s.fileSize && !layout_.IsInMemory(s.address, s.fileSize)) {
      return DamagedElf("thread-local data");
    }
  }
  if (!table) return NotALibrary("an ELF file without a dynamic segment");
  uint64_t at = 0;
  if (!layout_.FindInFile(table->address, table->fileSize, at)) {
    return DamagedElf("dynamic segment");
  }
  for (uint64_t end = at + table->fileSize; at + kDynamicSize <= end; at += kDynamicSize) {
    const uint64_t tag = bytes_.U64(at);
    if (tag == 0) break;
    ReadTag(tag, bytes_.U64(at + 8));
  }
  constexpr uint64_t kPie = 0x08000000;
  const ElfDynamic& d = layout_.dynamic;
  if (d.flags1 & kPie) return NotALibrary("a position-independent executable");
  if (!layout_.FindInFile(d.strings, d.stringsSize, at)) return DamagedElf("string table");
  layout_.strings = bytes_.Part(at, d.stringsSize);
  for (const uint64_t name : needed_) result_.needed.push_back(layout_.strings.String(name));
  for (const uint64_t paths : runPaths_) {
    result_.runPaths.push_back(layout_.strings.String(paths));
  }
  return CheckTables();
}

}  // namespace

bool ElfLayout::FindInFile(uint64_t address, uint64_t length, uint64_t& offset) const {
  for (const ElfSegment& s : segments) {
    if (s.type != kLoad || address < s.address || address - s.address > s.fileSize) continue;
    if (length > s.fileSize - (address - s.address)) continue;
    offset = s.offset + (address - s.address);
    return true;
  }
  return false;
}

bool ElfLayout::IsInMemory(uint64_t address, uint64_t length, bool writable) const {
  for (const ElfSegment& s : segments) {
    if (s.type == kLoad && (s.writable || !writable) && address >= s.address &&
        address - s.address <= s.memorySize && length <= s.memorySize - (address - s.address)) {
      return true;
    }
  }
  return false;
}

Refusal DamagedElf(const char* what) {
  return NotALibrary(Join({"a damaged ELF library (its ", what, " lies outside its segments)"}));
}

Check ReadElf(const ByteReader& bytes, Machine processor, Detail wanted, Image& result) {
  ElfReader reader(bytes, result);
  if (Check failed = reader.ReadHeader(processor)) return failed;
  if (Check failed = reader.ReadSegments()) return failed;
  if (Check failed = reader.ReadDynamic()) return failed;
  return ReadElfSymbols(reader.Layout(), processor, wanted, result);
}

}  // namespace plugkit
