// ELF shared libraries (Linux). Reads what the system's loader would read, the
// dynamic segment and not the section headers, and refuses what would make that loader walk off the
// file.
#include <algorithm>
#include <utility>

#include "image.h"

namespace plugkit {
namespace {

constexpr uint64_t kHeaderSize = 64, kSegmentSize = 56, kSymbolSize = 24, kDynamicSize = 16,
                   kRelocationSize = 24;

struct Segment {
  uint32_t Type;
  bool Writable;
  uint64_t Offset, Address, FileSize, MemorySize;
};
enum : uint32_t { kLoad = 1, kDynamic = 2, kTls = 7 };

// Values of the dynamic segment's tags that matter here; zero when absent.
struct Dynamic {
  uint64_t Hash = 0, GnuHash = 0, Strings = 0, StringsSize = 0, Symbols = 0;
  uint64_t SymbolVersions = 0, VersionNeeds = 0, VersionNeedCount = 0, Flags1 = 0;
  uint64_t Rela = 0, RelaSize = 0, PltRela = 0, PltRelaSize = 0;
  uint64_t InitArray = 0, InitArraySize = 0, FiniArray = 0, FiniArraySize = 0;
};

class ElfReader {
 public:
  ElfReader(const ByteReader& Bytes, Image& Result) : Bytes_(Bytes), Result_(Result) {}

  Check ReadHeader(Machine Processor);
  Check ReadSegments();
  Check ReadDynamic();
  Check ReadSymbols();
  void ReadRelocations(Machine Processor);

 private:
  static Refusal Damaged(const char* What) {
    return NotALibrary(std::string("a damaged ELF library (its ") + What +
                       " lies outside its segments)");
  }
  // Where the Length bytes loaded at Address are in the file; false when they are not all there.
  bool FindInFile(uint64_t Address, uint64_t Length, uint64_t& Offset) const;
  bool IsInMemory(uint64_t Address, uint64_t Length, bool Writable = false) const;
  bool CountSymbols(uint64_t& Count) const;
  // The name of version Index as the needed libraries define it, "" for none.
  std::string_view VersionName(uint16_t Index) const;

  const ByteReader& Bytes_;
  Image& Result_;
  std::vector<Segment> Segments_;
  Dynamic Dynamic_;
  ByteReader Strings_;
  // For each symbol its place among the imports, counted from 1; 0 for what is none.
  std::vector<uint32_t> ImportOfSymbol_;
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
  for (uint64_t I = 0; I < Count; ++I) {
    const uint64_t At = First + I * kSegmentSize;
    const Segment Read{Bytes_.U32(At),      (Bytes_.U32(At + 4) & 2) != 0, Bytes_.U64(At + 8),
                       Bytes_.U64(At + 16), Bytes_.U64(At + 32),           Bytes_.U64(At + 40)};
    if (Read.Type == kLoad) {
      if (!Bytes_.Contains(Read.Offset, Read.FileSize)) {
        return Truncated(Bytes_, Read.Offset + Read.FileSize);
      }
      const bool Ordered = Read.Address >= LastAddress && Read.FileSize <= Read.MemorySize &&
                           Read.Address + Read.MemorySize >= Read.Address;
      if (!Ordered) return NotALibrary("a damaged ELF library (its segments overlap)");
      LastAddress = Read.Address + Read.MemorySize;
    }
    Segments_.push_back(Read);
  }
  // Not needed to load the library, but a file that lacks them was cut off.
  const uint64_t Sections = Bytes_.U64(40),
                 SectionsSize = uint64_t{Bytes_.U16(58)} * Bytes_.U16(60);
  if (Sections != 0 && !Bytes_.Contains(Sections, SectionsSize)) {
    return Truncated(Bytes_, Sections + SectionsSize);
  }
  return {};
}

bool ElfReader::FindInFile(uint64_t Address, uint64_t Length, uint64_t& Offset) const {
  for (const Segment& S : Segments_) {
    if (S.Type != kLoad || Address < S.Address || Address - S.Address > S.FileSize) continue;
    if (Length > S.FileSize - (Address - S.Address)) continue;
    Offset = S.Offset + (Address - S.Address);
    return true;
  }
  return false;
}

bool ElfReader::IsInMemory(uint64_t Address, uint64_t Length, bool Writable) const {
  for (const Segment& S : Segments_) {
    if (S.Type == kLoad && (S.Writable || !Writable) && Address >= S.Address &&
        Address - S.Address <= S.MemorySize && Length <= S.MemorySize - (Address - S.Address)) {
      return true;
    }
  }
  return false;
}

Check ElfReader::ReadDynamic() {
  const Segment* Table = nullptr;
  for (const Segment& S : Segments_) {
    if (S.Type == kDynamic) Table = &S;
    if (S.Type == kTls && !IsInMemory(S.Address, S.FileSize)) return Damaged("thread-local data");
  }
  if (!Table) return NotALibrary("an ELF file without a dynamic segment");
  uint64_t At = 0;
  if (!FindInFile(Table->Address, Table->FileSize, At)) return Damaged("dynamic segment");

  std::vector<uint64_t> Needed;
  for (uint64_t End = At + Table->FileSize; At + kDynamicSize <= End; At += kDynamicSize) {
    const uint64_t Tag = Bytes_.U64(At), Value = Bytes_.U64(At + 8);
    if (Tag == 0) break;
    switch (Tag) {
      case 1:
        Needed.push_back(Value);
        break;
      case 2:
        Dynamic_.PltRelaSize = Value;
        break;
      case 4:
        Dynamic_.Hash = Value;
        break;
      case 5:
        Dynamic_.Strings = Value;
        break;
      case 6:
        Dynamic_.Symbols = Value;
        break;
      case 7:
        Dynamic_.Rela = Value;
        break;
      case 8:
        Dynamic_.RelaSize = Value;
        break;
      case 10:
        Dynamic_.StringsSize = Value;
        break;
      case 23:
        Dynamic_.PltRela = Value;
        break;
      case 25:
        Dynamic_.InitArray = Value;
        break;
      case 26:
        Dynamic_.FiniArray = Value;
        break;
      case 27:
        Dynamic_.InitArraySize = Value;
        break;
      case 28:
        Dynamic_.FiniArraySize = Value;
        break;
      case 0x6ffffef5:
        Dynamic_.GnuHash = Value;
        break;
      case 0x6ffffff0:
        Dynamic_.SymbolVersions = Value;
        break;
      case 0x6ffffffb:
        Dynamic_.Flags1 = Value;
        break;
      case 0x6ffffffe:
        Dynamic_.VersionNeeds = Value;
        break;
      case 0x6fffffff:
        Dynamic_.VersionNeedCount = Value;
        break;
      default:
        break;
    }
  }
  constexpr uint64_t kPie = 0x08000000;
  if (Dynamic_.Flags1 & kPie) return NotALibrary("a position-independent executable");
  const auto& D = Dynamic_;
  if (!FindInFile(D.Strings, D.StringsSize, At)) return Damaged("string table");
  Strings_ = Bytes_.Part(At, D.StringsSize);
  if (D.RelaSize && !IsInMemory(D.Rela, D.RelaSize)) return Damaged("relocation table");
  if (D.PltRelaSize && !IsInMemory(D.PltRela, D.PltRelaSize)) return Damaged("relocation table");
  if (D.InitArraySize && !IsInMemory(D.InitArray, D.InitArraySize)) return Damaged("constructors");
  if (D.FiniArraySize && !IsInMemory(D.FiniArray, D.FiniArraySize)) return Damaged("destructors");
  for (uint64_t Name : Needed) Result_.Needed.push_back(Strings_.String(Name));
  return {};
}

bool ElfReader::CountSymbols(uint64_t& Count) const {
  uint64_t At = 0;
  if (Dynamic_.Hash != 0) {
    if (!FindInFile(Dynamic_.Hash, 8, At)) return false;
    Count = Bytes_.U32(At + 4);
    return true;
  }
  // The newer table: the highest symbol any bucket starts with, then to the end of its chain.
  if (!FindInFile(Dynamic_.GnuHash, 16, At)) return false;
  const uint64_t Buckets = Bytes_.U32(At), FirstHashed = Bytes_.U32(At + 4);
  const uint64_t FirstBucket = At + 16 + uint64_t{Bytes_.U32(At + 8)} * 8;
  if (!Bytes_.Contains(FirstBucket, Buckets * 4)) return false;
  uint64_t Last = 0;
  for (uint64_t I = 0; I < Buckets; ++I) {
    if (const uint64_t Start = Bytes_.U32(FirstBucket + I * 4); Start > Last) Last = Start;
  }
  if (Last < FirstHashed) {
    Count = FirstHashed;
    return true;
  }
  const uint64_t Chains = FirstBucket + Buckets * 4;
  for (;; ++Last) {
    const uint64_t Link = Chains + (Last - FirstHashed) * 4;
    if (!Bytes_.Contains(Link, 4)) return false;
    if (Bytes_.U32(Link) & 1) break;
  }
  Count = Last + 1;
  return true;
}

std::string_view ElfReader::VersionName(uint16_t Index) const {
  uint64_t Need = 0;
  if (Index < 2 || !FindInFile(Dynamic_.VersionNeeds, 16, Need)) return {};
  for (uint64_t I = 0; I < Dynamic_.VersionNeedCount && Bytes_.Contains(Need, 16); ++I) {
    uint64_t Entry = Need + Bytes_.U32(Need + 8);
    for (unsigned Left = Bytes_.U16(Need + 2); Left > 0 && Bytes_.Contains(Entry, 16); --Left) {
      if ((Bytes_.U16(Entry + 6) & 0x7fff) == Index) return Strings_.String(Bytes_.U32(Entry + 8));
      const uint32_t Step = Bytes_.U32(Entry + 12);
      if (Step == 0) break;
      Entry += Step;
    }
    const uint32_t Step = Bytes_.U32(Need + 12);
    if (Step == 0) break;
    Need += Step;
  }
  return {};
}

Check ElfReader::ReadSymbols() {
  uint64_t Count = 0, First = 0, Versions = 0;
  if (!CountSymbols(Count)) return Damaged("hash table");
  if (Count > Bytes_.Size() / kSymbolSize ||
      !FindInFile(Dynamic_.Symbols, Count * kSymbolSize, First)) {
    return Damaged("symbol table");
  }
  const bool Versioned = Dynamic_.SymbolVersions != 0;
  if (Versioned && !FindInFile(Dynamic_.SymbolVersions, Count * 2, Versions)) {
    return Damaged("version table");
  }
  ImportOfSymbol_.resize(Count);
  for (uint64_t I = 1; I < Count; ++I) {
    const uint64_t At = First + I * kSymbolSize;
    const unsigned Binding = Bytes_.U8(At + 4) >> 4, Visibility = Bytes_.U8(At + 5) & 3;
    const std::string_view Name = Strings_.String(Bytes_.U32(At));
    constexpr unsigned kWeak = 2, kDefault = 0, kProtected = 3;
    if (Binding == 0) continue;
    if (Bytes_.U16(At + 6) == 0) {
      const bool Ours = Versioned && Name.substr(0, 9) == "WasmEdge_";
      const uint16_t Version = Ours ? Bytes_.U16(Versions + I * 2) & 0x7fff : 0;
      if (NoteImport(Name, VersionName(Version), Binding == kWeak, Result_)) {
        ImportOfSymbol_[I] = static_cast<uint32_t>(Result_.Imports.size());
      }
    } else if (Visibility == kDefault || Visibility == kProtected) {
      NoteExport(Name, Result_);
    }
  }
  return {};
}

// Notes where addresses of imports are written to.
void ElfReader::ReadRelocations(Machine Processor) {
  // A pointer in data, in the table of addresses, in that of functions to call. All are the bare
  // address when nothing is added to it.
  const uint32_t Data = Processor == Machine::X64 ? 1 : 257,
                 Table = Processor == Machine::X64 ? 6 : 1025,
                 Calls = Processor == Machine::X64 ? 7 : 1026;
  const auto FirstSegment = std::find_if(Segments_.begin(), Segments_.end(),
                                         [](const Segment& S) { return S.Type == kLoad; });
  const bool StartsAtZero = FirstSegment != Segments_.end() && FirstSegment->Address == 0;
  for (const auto& [Address, Size] :
       {std::pair(Dynamic_.Rela, Dynamic_.RelaSize), {Dynamic_.PltRela, Dynamic_.PltRelaSize}}) {
    uint64_t At = 0;
    if (!FindInFile(Address, Size, At)) continue;
    for (uint64_t Left = Size / kRelocationSize; Left > 0; --Left, At += kRelocationSize) {
      const uint32_t Symbol = Bytes_.U32(At + 12);
      if (Symbol == 0 || Symbol >= ImportOfSymbol_.size() || !ImportOfSymbol_[Symbol]) continue;
      Import& Used = Result_.Imports[ImportOfSymbol_[Symbol] - 1];
      const uint64_t Slot = Bytes_.U64(At), Addend = Bytes_.U64(At + 16);
      const uint32_t Type = Bytes_.U32(At + 8);
      const bool Bare = Type == Calls || ((Type == Data || Type == Table) && Addend == 0);
      if (Bare && StartsAtZero && IsInMemory(Slot, 8, true)) {
        Used.Slots.push_back(Slot);
      } else {
        Used.Elsewhere = true;
      }
    }
  }
}

}  // namespace

Check ReadElf(const ByteReader& Bytes, Machine Processor, Image& Result) {
  ElfReader Reader(Bytes, Result);
  if (Check Failed = Reader.ReadHeader(Processor)) return Failed;
  if (Check Failed = Reader.ReadSegments()) return Failed;
  if (Check Failed = Reader.ReadDynamic()) return Failed;
  if (Check Failed = Reader.ReadSymbols()) return Failed;
  Reader.ReadRelocations(Processor);
  return {};
}

}  // namespace plugkit
