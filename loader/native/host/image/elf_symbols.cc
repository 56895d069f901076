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
  uint64_t buckets = 0, first = 0, firstBucket = 0, chains = 0;
};

class SymbolReader {
 public:
  SymbolReader(const ElfLayout& layout, Image& result)
      : layout_(layout), bytes_(layout.bytes), strings_(layout.strings), result_(result) {}

  Check Read(Detail wanted);
  void ReadRelocations(Machine processor);

 private:
  bool FindGnuHash(GnuHash& table) const;
  bool CountSymbols(uint64_t& count) const;
  // Whether the library defines the symbol. Looks it up as the system's loader does: libraries with
  // tens of thousands of symbols are not read for one.
  bool Exports(std::string_view name, const GnuHash& table, uint64_t count) const;
  void ReadSymbol(uint64_t index, Detail wanted);
  // The name of version Index as the needed libraries define it, "" for none.
  std::string_view FindVersion(uint16_t index) const;
  std::string_view VersionName(uint16_t index);

  const ElfLayout& layout_;
  const ByteReader& bytes_;
  const ByteReader& strings_;
  Image& result_;
  uint64_t first_ = 0, versions_ = 0;  // places of the two tables in the file
  bool versioned_ = false;
  // The version that was asked for last: most symbols of one library have the same.
  uint16_t lastVersion_ = 0;
  std::string_view lastName_;
  // For each symbol its place among the imports, counted from 1; 0 for what is none.
  std::vector<uint32_t> importOfSymbol_;
};

bool SymbolReader::FindGnuHash(GnuHash& table) const {
  uint64_t at = 0;
  if (layout_.dynamic.gnuHash == 0 || !layout_.FindInFile(layout_.dynamic.gnuHash, 16, at)) {
    return false;
  }
  table.buckets = bytes_.U32(at);
  table.first = bytes_.U32(at + 4);
  table.firstBucket = at + 16 + uint64_t{bytes_.U32(at + 8)} * 8;
  table.chains = table.firstBucket + table.buckets * 4;
  return bytes_.Contains(table.firstBucket, table.buckets * 4);
}

bool SymbolReader::CountSymbols(uint64_t& count) const {
  uint64_t at = 0;
  if (layout_.dynamic.hash != 0) {
    if (!layout_.FindInFile(layout_.dynamic.hash, 8, at)) return false;
    count = bytes_.U32(at + 4);
    return true;
  }
  // The highest symbol any bucket starts with, then to the end of its chain.
  GnuHash table;
  if (!FindGnuHash(table)) return false;
  uint64_t last = 0;
  for (uint64_t i = 0; i < table.buckets; ++i) {
    if (const uint64_t start = bytes_.U32(table.firstBucket + i * 4); start > last) last = start;
  }
  if (last < table.first) {
    count = table.first;
    return true;
  }
  for (;; ++last) {
    const uint64_t link = table.chains + (last - table.first) * 4;
    if (!bytes_.Contains(link, 4)) return false;
    if (bytes_.U32(link) & 1) break;
  }
  count = last + 1;
  return true;
}

bool SymbolReader::Exports(std::string_view name, const GnuHash& table, uint64_t count) const {
  if (table.buckets == 0) return false;
  uint32_t hash = 5381;
  for (const char c : name) hash = hash * 33 + static_cast<uint8_t>(c);
  uint64_t i = bytes_.U32(table.firstBucket + hash % table.buckets * 4);
  if (i < table.first) return false;
  for (; i < count; ++i) {
    const uint32_t link = bytes_.U32(table.chains + (i - table.first) * 4);
    const uint64_t at = first_ + i * kSymbolSize;
    if ((link | 1) == (hash | 1) && bytes_.U16(at + 6) != 0 &&
        strings_.String(bytes_.U32(at)) == name) {
      return true;
    }
    if (link & 1) return false;
  }
  return false;
}

std::string_view SymbolReader::FindVersion(uint16_t index) const {
  uint64_t need = 0;
  const ElfDynamic& dynamic = layout_.dynamic;
  if (index < 2 || !layout_.FindInFile(dynamic.versionNeeds, 16, need)) return {};
  for (uint64_t i = 0; i < dynamic.versionNeedCount && bytes_.Contains(need, 16); ++i) {
    uint64_t entry = need + bytes_.U32(need + 8);
    for (unsigned left = bytes_.U16(need + 2); left > 0 && bytes_.Contains(entry, 16); --left) {
      if ((bytes_.U16(entry + 6) & 0x7fff) == index) return strings_.String(bytes_.U32(entry + 8));
      const uint32_t step = bytes_.U32(entry + 12);
      if (step == 0) break;
      entry += step;
    }
    const uint32_t step = bytes_.U32(need + 12);
    if (step == 0) break;
    need += step;
  }
  return {};
}

std::string_view SymbolReader::VersionName(uint16_t index) {
  if (index != lastVersion_) {
    lastVersion_ = index;
    lastName_ = FindVersion(index);
  }
  return lastName_;
}

void SymbolReader::ReadSymbol(uint64_t index, Detail wanted) {
  const uint64_t at = first_ + index * kSymbolSize;
  const unsigned binding = bytes_.U8(at + 4) >> 4, visibility = bytes_.U8(at + 5) & 3;
  const std::string_view name = strings_.String(bytes_.U32(at));
  constexpr unsigned kWeak = 2, kDefault = 0, kProtected = 3;
  if (binding == 0) return;
  if (bytes_.U16(at + 6) == 0) {
    const bool ours = versioned_ && name.substr(0, kOurs.size()) == kOurs;
    const uint16_t version = ours ? bytes_.U16(versions_ + index * 2) & 0x7fff : 0;
    const bool noted = NoteImport(name, VersionName(version), binding == kWeak, result_) != nullptr;
    if (wanted == Detail::Brief) return;
    if (noted) importOfSymbol_[index] = static_cast<uint32_t>(result_.imports.size());
    if (binding != kWeak && !name.empty()) result_.undefined.push_back(name);
  } else if (visibility == kDefault || visibility == kProtected) {
    NoteExport(name, result_);
  }
}

Check SymbolReader::Read(Detail wanted) {
  uint64_t count = 0;
  if (!CountSymbols(count)) return DamagedElf("hash table");
  if (count > bytes_.Size() / kSymbolSize ||
      !layout_.FindInFile(layout_.dynamic.symbols, count * kSymbolSize, first_)) {
    return DamagedElf("symbol table");
  }
  versioned_ = layout_.dynamic.symbolVersions != 0;
  if (versioned_ && !layout_.FindInFile(layout_.dynamic.symbolVersions, count * 2, versions_)) {
    return DamagedElf("version table");
  }
  GnuHash table;
  if (wanted == Detail::Brief && FindGnuHash(table) && Exports(kDescriptor, table, count)) {
    NoteExport(kDescriptor, result_);
    // Those that are not defined are not hashed, and come first.
    count = std::min(count, table.first);
    result_.imports.reserve(count);
    for (uint64_t i = 1; i < count; ++i) {
      if (strings_.Begins(bytes_.U32(first_ + i * kSymbolSize), kOurs)) ReadSymbol(i, wanted);
    }
    return {};
  }
  if (wanted == Detail::Full) importOfSymbol_.resize(count);
  for (uint64_t i = 1; i < count; ++i) ReadSymbol(i, wanted);
  return {};
}

// Notes where addresses of imports are written to.
void SymbolReader::ReadRelocations(Machine processor) {
  // A pointer in data, in the table of addresses, in that of functions to call. All are the bare
  // address when nothing is added to it.
  const uint32_t data = processor == Machine::X64 ? 1 : 257,
                 table = processor == Machine::X64 ? 6 : 1025,
                 calls = processor == Machine::X64 ? 7 : 1026;
  const ElfDynamic& dynamic = layout_.dynamic;
  for (const auto& [Address, Size] :
       {std::pair(dynamic.rela, dynamic.relaSize), {dynamic.pltRela, dynamic.pltRelaSize}}) {
    uint64_t at = 0;
    if (!layout_.FindInFile(Address, Size, at)) continue;
    for (uint64_t left = Size / kRelocationSize; left > 0; --left, at += kRelocationSize) {
      const uint32_t symbol = bytes_.U32(at + 12);
      if (symbol == 0 || symbol >= importOfSymbol_.size() || !importOfSymbol_[symbol]) continue;
      Import& used = result_.imports[importOfSymbol_[symbol] - 1];
      const uint64_t slot = bytes_.U64(at), addend = bytes_.U64(at + 16);
      const uint32_t type = bytes_.U32(at + 8);
      const bool bare = type == calls || ((type == data || type == table) && addend == 0);
      if (bare && layout_.IsInMemory(slot, 8, true)) {
        used.slots.push_back(slot);
      } else {
        used.elsewhere = true;
      }
    }
  }
}

}  // namespace

Check ReadElfSymbols(const ElfLayout& layout, Machine processor, Detail wanted, Image& result) {
  SymbolReader reader(layout, result);
  if (Check failed = reader.Read(wanted)) return failed;
  if (wanted == Detail::Full) reader.ReadRelocations(processor);
  return {};
}

}  // namespace plugkit
