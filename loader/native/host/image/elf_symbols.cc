// The symbols that an ELF library shows and takes, their versions, and where their addresses are
// written to.
#include <algorithm>
#include <utility>

#include "elf.h"

namespace plugkit {
namespace {

constexpr uint64_t kSymbolSize = 24, kRelocationSize = 24;
constexpr std::string_view kDescriptor = "WasmEdge_Plugin_GetDescriptor", kOurs = "WasmEdge_";

// The newer table of hashes: symbols from First on, in order of their buckets.
struct GnuHash {
  uint64_t Buckets = 0, First = 0, FirstBucket = 0, Chains = 0;
};

class SymbolReader {
 public:
  SymbolReader(const ElfLayout& Layout, Image& Result)
      : Layout_(Layout), Bytes_(Layout.Bytes), Strings_(Layout.Strings), Result_(Result) {}

  Check Read(Detail Wanted);
  void ReadRelocations(Machine Processor);

 private:
  bool FindGnuHash(GnuHash& Table) const;
  bool CountSymbols(uint64_t& Count) const;
  // Whether the library defines the symbol. Looks it up as the system's loader does: libraries with
  // tens of thousands of symbols are not read for one.
  bool Exports(std::string_view Name, const GnuHash& Table, uint64_t Count) const;
  void ReadSymbol(uint64_t Index, Detail Wanted);
  // The name of version Index as the needed libraries define it, "" for none.
  std::string_view FindVersion(uint16_t Index) const;
  std::string_view VersionName(uint16_t Index);

  const ElfLayout& Layout_;
  const ByteReader& Bytes_;
  const ByteReader& Strings_;
  Image& Result_;
  uint64_t First_ = 0, Versions_ = 0;  // places of the two tables in the file
  bool Versioned_ = false;
  // The version that was asked for last: most symbols of one library have the same.
  uint16_t LastVersion_ = 0;
  std::string_view LastName_;
  // For each symbol its place among the imports, counted from 1; 0 for what is none.
  std::vector<uint32_t> ImportOfSymbol_;
};

bool SymbolReader::FindGnuHash(GnuHash& Table) const {
  uint64_t At = 0;
  if (Layout_.Dynamic.GnuHash == 0 || !Layout_.FindInFile(Layout_.Dynamic.GnuHash, 16, At)) {
    return false;
  }
  Table.Buckets = Bytes_.U32(At);
  Table.First = Bytes_.U32(At + 4);
  Table.FirstBucket = At + 16 + uint64_t{Bytes_.U32(At + 8)} * 8;
  Table.Chains = Table.FirstBucket + Table.Buckets * 4;
  return Bytes_.Contains(Table.FirstBucket, Table.Buckets * 4);
}

bool SymbolReader::CountSymbols(uint64_t& Count) const {
  uint64_t At = 0;
  if (Layout_.Dynamic.Hash != 0) {
    if (!Layout_.FindInFile(Layout_.Dynamic.Hash, 8, At)) return false;
    Count = Bytes_.U32(At + 4);
    return true;
  }
  // The highest symbol any bucket starts with, then to the end of its chain.
  GnuHash Table;
  if (!FindGnuHash(Table)) return false;
  uint64_t Last = 0;
  for (uint64_t I = 0; I < Table.Buckets; ++I) {
    if (const uint64_t Start = Bytes_.U32(Table.FirstBucket + I * 4); Start > Last) Last = Start;
  }
  if (Last < Table.First) {
    Count = Table.First;
    return true;
  }
  for (;; ++Last) {
    const uint64_t Link = Table.Chains + (Last - Table.First) * 4;
    if (!Bytes_.Contains(Link, 4)) return false;
    if (Bytes_.U32(Link) & 1) break;
  }
  Count = Last + 1;
  return true;
}

bool SymbolReader::Exports(std::string_view Name, const GnuHash& Table, uint64_t Count) const {
  if (Table.Buckets == 0) return false;
  uint32_t Hash = 5381;
  for (const char C : Name) Hash = Hash * 33 + static_cast<uint8_t>(C);
  uint64_t I = Bytes_.U32(Table.FirstBucket + Hash % Table.Buckets * 4);
  if (I < Table.First) return false;
  for (; I < Count; ++I) {
    const uint32_t Link = Bytes_.U32(Table.Chains + (I - Table.First) * 4);
    const uint64_t At = First_ + I * kSymbolSize;
    if ((Link | 1) == (Hash | 1) && Bytes_.U16(At + 6) != 0 &&
        Strings_.String(Bytes_.U32(At)) == Name) {
      return true;
    }
    if (Link & 1) return false;
  }
  return false;
}

std::string_view SymbolReader::FindVersion(uint16_t Index) const {
  uint64_t Need = 0;
  const ElfDynamic& Dynamic = Layout_.Dynamic;
  if (Index < 2 || !Layout_.FindInFile(Dynamic.VersionNeeds, 16, Need)) return {};
  for (uint64_t I = 0; I < Dynamic.VersionNeedCount && Bytes_.Contains(Need, 16); ++I) {
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

std::string_view SymbolReader::VersionName(uint16_t Index) {
  if (Index != LastVersion_) {
    LastVersion_ = Index;
    LastName_ = FindVersion(Index);
  }
  return LastName_;
}

void SymbolReader::ReadSymbol(uint64_t Index, Detail Wanted) {
  const uint64_t At = First_ + Index * kSymbolSize;
  const unsigned Binding = Bytes_.U8(At + 4) >> 4, Visibility = Bytes_.U8(At + 5) & 3;
  const std::string_view Name = Strings_.String(Bytes_.U32(At));
  constexpr unsigned kWeak = 2, kDefault = 0, kProtected = 3;
  if (Binding == 0) return;
  if (Bytes_.U16(At + 6) == 0) {
    const bool Ours = Versioned_ && Name.substr(0, kOurs.size()) == kOurs;
    const uint16_t Version = Ours ? Bytes_.U16(Versions_ + Index * 2) & 0x7fff : 0;
    const bool Noted = NoteImport(Name, VersionName(Version), Binding == kWeak, Result_) != nullptr;
    if (Wanted == Detail::Brief) return;
    if (Noted) ImportOfSymbol_[Index] = static_cast<uint32_t>(Result_.Imports.size());
    if (Binding != kWeak && !Name.empty()) Result_.Undefined.push_back(Name);
  } else if (Visibility == kDefault || Visibility == kProtected) {
    NoteExport(Name, Result_);
  }
}

Check SymbolReader::Read(Detail Wanted) {
  uint64_t Count = 0;
  if (!CountSymbols(Count)) return DamagedElf("hash table");
  if (Count > Bytes_.Size() / kSymbolSize ||
      !Layout_.FindInFile(Layout_.Dynamic.Symbols, Count * kSymbolSize, First_)) {
    return DamagedElf("symbol table");
  }
  Versioned_ = Layout_.Dynamic.SymbolVersions != 0;
  if (Versioned_ && !Layout_.FindInFile(Layout_.Dynamic.SymbolVersions, Count * 2, Versions_)) {
    return DamagedElf("version table");
  }
  GnuHash Table;
  if (Wanted == Detail::Brief && FindGnuHash(Table) && Exports(kDescriptor, Table, Count)) {
    NoteExport(kDescriptor, Result_);
    // Those that are not defined are not hashed, and come first.
    Count = std::min(Count, Table.First);
    Result_.Imports.reserve(Count);
    for (uint64_t I = 1; I < Count; ++I) {
      if (Strings_.Begins(Bytes_.U32(First_ + I * kSymbolSize), kOurs)) ReadSymbol(I, Wanted);
    }
    return {};
  }
  if (Wanted == Detail::Full) ImportOfSymbol_.resize(Count);
  for (uint64_t I = 1; I < Count; ++I) ReadSymbol(I, Wanted);
  return {};
}

// Notes where addresses of imports are written to.
void SymbolReader::ReadRelocations(Machine Processor) {
  // A pointer in data, in the table of addresses, in that of functions to call. All are the bare
  // address when nothing is added to it.
  const uint32_t Data = Processor == Machine::X64 ? 1 : 257,
                 Table = Processor == Machine::X64 ? 6 : 1025,
                 Calls = Processor == Machine::X64 ? 7 : 1026;
  const ElfDynamic& Dynamic = Layout_.Dynamic;
  for (const auto& [Address, Size] :
       {std::pair(Dynamic.Rela, Dynamic.RelaSize), {Dynamic.PltRela, Dynamic.PltRelaSize}}) {
    uint64_t At = 0;
    if (!Layout_.FindInFile(Address, Size, At)) continue;
    for (uint64_t Left = Size / kRelocationSize; Left > 0; --Left, At += kRelocationSize) {
      const uint32_t Symbol = Bytes_.U32(At + 12);
      if (Symbol == 0 || Symbol >= ImportOfSymbol_.size() || !ImportOfSymbol_[Symbol]) continue;
      Import& Used = Result_.Imports[ImportOfSymbol_[Symbol] - 1];
      const uint64_t Slot = Bytes_.U64(At), Addend = Bytes_.U64(At + 16);
      const uint32_t Type = Bytes_.U32(At + 8);
      const bool Bare = Type == Calls || ((Type == Data || Type == Table) && Addend == 0);
      if (Bare && Layout_.IsInMemory(Slot, 8, true)) {
        Used.Slots.push_back(Slot);
      } else {
        Used.Elsewhere = true;
      }
    }
  }
}

}  // namespace

Check ReadElfSymbols(const ElfLayout& Layout, Machine Processor, Detail Wanted, Image& Result) {
  SymbolReader Reader(Layout, Result);
  if (Check Failed = Reader.Read(Wanted)) return Failed;
  if (Wanted == Detail::Full) Reader.ReadRelocations(Processor);
  return {};
}

}  // namespace plugkit
