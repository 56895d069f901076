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
  ElfReader(const ByteReader& Bytes, Image& Result)
      : Bytes_(Bytes), Layout_{Bytes, {}, {}, {}}, Result_(Result) {}

  Check ReadHeader(Machine Processor);
  Check ReadSegments();
  Check ReadDynamic();
  const ElfLayout& Layout() const { return Layout_; }

 private:
  void ReadTag(uint64_t Tag, uint64_t Value);
  Check CheckTables() const;

  const ByteReader& Bytes_;
  ElfLayout Layout_;
  Image& Result_;
  std::vector<uint64_t> Needed_, RunPaths_;  // places in the string table
};

const char* MachineName(uint16_t Code) {
  switch (Code) {
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

const char* TypeName(uint16_t Type) {
  switch (Type) {
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

Check ElfReader::ReadHeader(Machine Processor) {
  if (Bytes_.Size() < kHeaderSize) return Truncated(Bytes_, kHeaderSize);
  const uint16_t Code = Bytes_.U16(18);
  if (Bytes_.U8(5) != 1) return WrongMachine("a big-endian processor", Processor);
  if (Bytes_.U8(4) != 2) return WrongMachine(Code == 62 ? "x32" : MachineName(Code), Processor);
  if (Code != (Processor == Machine::X64 ? 62 : 183)) {
    return WrongMachine(MachineName(Code), Processor);
  }
  if (const uint16_t Type = Bytes_.U16(16); Type != 3) return NotALibrary(TypeName(Type));
  return {};
}

Check ElfReader::ReadSegments() {
  const uint64_t First = Bytes_.U64(32), Count = Bytes_.U16(56);
  if (Bytes_.U16(54) != kSegmentSize) return NotALibrary("an ELF file without segments");
  if (!Bytes_.Contains(First, Count * kSegmentSize)) {
    return Truncated(Bytes_, First + Count * kSegmentSize);
  }
  uint64_t LastAddress = 0;
  Layout_.Segments.reserve(Count);
  for (uint64_t I = 0; I < Count; ++I) {
    const uint64_t At = First + I * kSegmentSize;
    const uint32_t Flags = Bytes_.U32(At + 4);
    const ElfSegment Read{Bytes_.U32(At),      (Flags & 4) != 0,   (Flags & 2) != 0,
                          (Flags & 1) != 0,    Bytes_.U64(At + 8), Bytes_.U64(At + 16),
                          Bytes_.U64(At + 32), Bytes_.U64(At + 40)};
    if (Read.Type == kLoad) {
      if (!Bytes_.Contains(Read.Offset, Read.FileSize)) {
        return Truncated(Bytes_, Read.Offset + Read.FileSize);
      }
      const bool Ordered = Read.Address >= LastAddress && Read.FileSize <= Read.MemorySize &&
                           Read.Address + Read.MemorySize >= Read.Address;
      if (!Ordered) return NotALibrary("a damaged ELF library (its segments overlap)");
      LastAddress = Read.Address + Read.MemorySize;
    }
    const bool ReadOnly = Read.Type == kReadOnlyLater;
    if ((Read.Type == kLoad && Read.Readable) || ReadOnly) {
      Result_.Memory.push_back(
          {Read.Address, Read.MemorySize, Read.Writable && !ReadOnly, Read.Executable});
    }
    Layout_.Segments.push_back(Read);
  }
  // Not needed to load the library, but a file that lacks them was cut off.
  const uint64_t Sections = Bytes_.U64(40),
                 SectionsSize = uint64_t{Bytes_.U16(58)} * Bytes_.U16(60);
  if (Sections != 0 && !Bytes_.Contains(Sections, SectionsSize)) {
    return Truncated(Bytes_, Sections + SectionsSize);
  }
  return {};
}

void ElfReader::ReadTag(uint64_t Tag, uint64_t Value) {
  ElfDynamic& D = Layout_.Dynamic;
  switch (Tag) {
    case 1:
      return Needed_.push_back(Value);
    case 15:  // the older and the newer kind
    case 29:
      return RunPaths_.push_back(Value);
    case 2:
      D.PltRelaSize = Value;
      break;
    case 4:
      D.Hash = Value;
      break;
    case 5:
      D.Strings = Value;
      break;
    case 6:
      D.Symbols = Value;
      break;
    case 7:
      D.Rela = Value;
      break;
    case 8:
      D.RelaSize = Value;
      break;
    case 10:
      D.StringsSize = Value;
      break;
    case 23:
      D.PltRela = Value;
      break;
    case 25:
      D.InitArray = Value;
      break;
    case 26:
      D.FiniArray = Value;
      break;
    case 27:
      D.InitArraySize = Value;
      break;
    case 28:
      D.FiniArraySize = Value;
      break;
    case 0x6ffffef5:
      D.GnuHash = Value;
      break;
    case 0x6ffffff0:
      D.SymbolVersions = Value;
      break;
    case 0x6ffffffb:
      D.Flags1 = Value;
      break;
    case 0x6ffffffe:
      D.VersionNeeds = Value;
      break;
    case 0x6fffffff:
      D.VersionNeedCount = Value;
      break;
    default:
      break;
  }
}

Check ElfReader::CheckTables() const {
  const ElfDynamic& D = Layout_.Dynamic;
  const auto IsLoaded = [this](uint64_t Address, uint64_t Size) {
    return Size == 0 || Layout_.IsInMemory(Address, Size);
  };
  if (!IsLoaded(D.Rela, D.RelaSize)) return DamagedElf("relocation table");
  if (!IsLoaded(D.PltRela, D.PltRelaSize)) return DamagedElf("relocation table");
  if (!IsLoaded(D.InitArray, D.InitArraySize)) return DamagedElf("constructors");
  if (!IsLoaded(D.FiniArray, D.FiniArraySize)) return DamagedElf("destructors");
  return {};
}

Check ElfReader::ReadDynamic() {
  const ElfSegment* Table = nullptr;
  for (const ElfSegment& S : Layout_.Segments) {
    if (S.Type == kDynamic) Table = &S;
    // What is zero at first need not be in a segment.
    if (S.Type == kTls && S.FileSize && !Layout_.IsInMemory(S.Address, S.FileSize)) {
      return DamagedElf("thread-local data");
    }
  }
  if (!Table) return NotALibrary("an ELF file without a dynamic segment");
  uint64_t At = 0;
  if (!Layout_.FindInFile(Table->Address, Table->FileSize, At)) {
    return DamagedElf("dynamic segment");
  }
  for (uint64_t End = At + Table->FileSize; At + kDynamicSize <= End; At += kDynamicSize) {
    const uint64_t Tag = Bytes_.U64(At);
    if (Tag == 0) break;
    ReadTag(Tag, Bytes_.U64(At + 8));
  }
  constexpr uint64_t kPie = 0x08000000;
  const ElfDynamic& D = Layout_.Dynamic;
  if (D.Flags1 & kPie) return NotALibrary("a position-independent executable");
  if (!Layout_.FindInFile(D.Strings, D.StringsSize, At)) return DamagedElf("string table");
  Layout_.Strings = Bytes_.Part(At, D.StringsSize);
  for (const uint64_t Name : Needed_) Result_.Needed.push_back(Layout_.Strings.String(Name));
  for (const uint64_t Paths : RunPaths_) {
    Result_.RunPaths.push_back(Layout_.Strings.String(Paths));
  }
  return CheckTables();
}

}  // namespace

bool ElfLayout::FindInFile(uint64_t Address, uint64_t Length, uint64_t& Offset) const {
  for (const ElfSegment& S : Segments) {
    if (S.Type != kLoad || Address < S.Address || Address - S.Address > S.FileSize) continue;
    if (Length > S.FileSize - (Address - S.Address)) continue;
    Offset = S.Offset + (Address - S.Address);
    return true;
  }
  return false;
}

bool ElfLayout::IsInMemory(uint64_t Address, uint64_t Length, bool Writable) const {
  for (const ElfSegment& S : Segments) {
    if (S.Type == kLoad && (S.Writable || !Writable) && Address >= S.Address &&
        Address - S.Address <= S.MemorySize && Length <= S.MemorySize - (Address - S.Address)) {
      return true;
    }
  }
  return false;
}

Refusal DamagedElf(const char* What) {
  return NotALibrary(Join({"a damaged ELF library (its ", What, " lies outside its segments)"}));
}

Check ReadElf(const ByteReader& Bytes, Machine Processor, Detail Wanted, Image& Result) {
  ElfReader Reader(Bytes, Result);
  if (Check Failed = Reader.ReadHeader(Processor)) return Failed;
  if (Check Failed = Reader.ReadSegments()) return Failed;
  if (Check Failed = Reader.ReadDynamic()) return Failed;
  return ReadElfSymbols(Reader.Layout(), Processor, Wanted, Result);
}

}  // namespace plugkit
