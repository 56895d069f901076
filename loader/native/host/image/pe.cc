// PE shared libraries (Windows).
#include "image.h"

namespace plugkit {
namespace {

constexpr uint64_t kSectionSize = 40, kImportSize = 20;
constexpr unsigned kMostLibraries = 1024, kMostImports = 4096;  // of one library

const char* MachineName(uint16_t code) {
  switch (code) {
    case 0x14c:
      return "x86 (32 bit)";
    case 0x1c4:
      return "arm (32 bit)";
    case 0x8664:
      return NameOf(Machine::X64);
    case 0xaa64:
      return NameOf(Machine::Arm64);
    default:
      return "another processor";
  }
}

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

class PeReader {
 public:
  PeReader(const ByteReader& bytes, Image& result) : bytes_(bytes), result_(result) {}

  Check ReadHeaders(Machine processor);
  Check ReadExports();
  Check ReadImports();

 private:
  [[gnu::cold]] static Refusal Damaged(const char* what) {
    return NotALibrary(
        Join({"a damaged Windows library (its ", what, " lies outside its sections)"}));
  }
  // Where the address (relative to the image) is in the file; false when in no section.
  bool FindInFile(uint32_t address, uint64_t& offset) const;
  bool IsInSection(uint64_t address) const {
    uint64_t offset = 0;
    return address <= UINT32_MAX && FindInFile(static_cast<uint32_t>(address), offset);
  }
  std::string_view StringAt(uint32_t address) const {
    uint64_t offset = 0;
    return FindInFile(address, offset) ? bytes_.String(offset) : std::string_view();
  }
  // Address of a data directory: 0 exports, 1 imports.
  uint32_t Directory(uint32_t index) const {
    constexpr uint64_t kDirectories = 112, kCount = 108;
    if (index >= bytes_.U32(optional_ + kCount)) return 0;
    return bytes_.U32(optional_ + kDirectories + index * 8);
  }
  void ReadImportedNames(uint32_t table, uint32_t addresses);

  const ByteReader& bytes_;
  Image& result_;
  uint64_t optional_ = 0, sections_ = 0, sectionCount_ = 0;
};

Check PeReader::ReadHeaders(Machine processor) {
  const uint64_t header = bytes_.U32(0x3c);
  constexpr uint64_t kFileHeader = 24;
  if (bytes_.Size() < 0x40) return Truncated(bytes_, 0x40);
  if (!bytes_.Contains(header, kFileHeader)) return Truncated(bytes_, header + kFileHeader);
  if (bytes_.U32(header) != 0x4550) return NotALibrary("a DOS program");
  if (const uint16_t code = bytes_.U16(header + 4);
      code != (processor == Machine::X64 ? 0x8664 : 0xaa64)) {
    return WrongMachine(MachineName(code), processor);
  }
  optional_ = header + kFileHeader;
  sections_ = optional_ + bytes_.U16(header + 20);
  sectionCount_ = bytes_.U16(header + 6);
  if (!bytes_.Contains(sections_, sectionCount_ * kSectionSize)) {
    return Truncated(bytes_, sections_ + sectionCount_ * kSectionSize);
  }
  constexpr uint16_t kIsLibrary = 0x2000, kMagic64 = 0x20b;
  if (!(bytes_.U16(header + 22) & kIsLibrary)) return NotALibrary("an executable");
  if (bytes_.U16(optional_) != kMagic64) return NotALibrary("a Windows file of an unknown type");
  for (uint64_t i = 0; i < sectionCount_; ++i) {
    const uint64_t at = sections_ + i * kSectionSize;
    const uint64_t size = bytes_.U32(at + 16), offset = bytes_.U32(at + 20);
    if (size != 0 && !bytes_.Contains(offset, size)) return Truncated(bytes_, offset + size);
    const uint32_t flags = bytes_.U32(at + 36);
    constexpr uint32_t kExecutable = 1u << 29, kReadable = 1u << 30, kWritable = 1u << 31;
    if (flags & kReadable) {
      result_.memory.push_back({bytes_.U32(at + 12), bytes_.U32(at + 8), (flags & kWritable) != 0,
                                (flags & kExecutable) != 0});
    }
  }
  return {};
}

bool PeReader::FindInFile(uint32_t address, uint64_t& offset) const {
  for (uint64_t i = 0; i < sectionCount_; ++i) {
    const uint64_t at = sections_ + i * kSectionSize;
    const uint32_t start = bytes_.U32(at + 12), size = bytes_.U32(at + 16);
    if (address < start || address - start >= size) continue;
    offset = uint64_t{bytes_.U32(at + 20)} + (address - start);
    return true;
  }
  return false;
}

Check PeReader::ReadExports() {
  const uint32_t table = Directory(0);
  if (table == 0) return {};
  uint64_t at = 0, names = 0;
  if (!FindInFile(table, at) || !bytes_.Contains(at, 40)) return Damaged("export table");
  const uint64_t count = bytes_.U32(at + 24);
  if (count == 0) return {};
  if (!FindInFile(bytes_.U32(at + 32), names) || !bytes_.Contains(names, count * 4)) {
    return Damaged("list of exported names");
  }
  for (uint64_t i = 0; i < count; ++i) NoteExport(StringAt(bytes_.U32(names + i * 4)), result_);
  return {};
}

// Names and addresses are two tables of the same order.
void PeReader::ReadImportedNames(uint32_t table, uint32_t addresses) {
  uint64_t at = 0;
  if (!FindInFile(table, at)) return;
  constexpr uint64_t kByNumber = uint64_t{1} << 63;
  uint64_t slot = addresses;
  for (unsigned left = kMostImports; left > 0 && bytes_.Contains(at, 8);
       --left, at += 8, slot += 8) {
    const uint64_t entry = bytes_.U64(at);
    if (entry == 0) return;
    // An entry points to a two-byte hint and the name.
    if (entry & kByNumber) continue;
    Import* noted = NoteImport(StringAt(static_cast<uint32_t>(entry) + 2), {}, false, result_);
    if (noted && IsInSection(slot)) noted->slots.push_back(slot);
  }
}

Check PeReader::ReadImports() {
  const uint32_t table = Directory(1);
  if (table == 0) return {};
  uint64_t at = 0;
  if (!FindInFile(table, at)) return Damaged("import table");
  for (unsigned left = kMostLibraries; left > 0; --left, at += kImportSize) {
    if (!bytes_.Contains(at, kImportSize)) return Damaged("import table");
    const uint32_t name = bytes_.U32(at + 12);
    if (name == 0) return {};
    const std::string_view library = StringAt(name);
    result_.needed.push_back(library);
    // The lookup table; some linkers leave only the address table.
    const uint32_t addresses = bytes_.U32(at + 16);
    const uint32_t lookup = bytes_.U32(at) ? bytes_.U32(at) : addresses;
    if (EqualIgnoringCase(library, "wasmedge.dll")) ReadImportedNames(lookup, addresses);
  }
  return Damaged("end of the import table");
}

}  // namespace

Check ReadPe(const ByteReader& bytes, Machine processor, Image& result) {
  PeReader reader(bytes, result);
  if (Check failed = reader.ReadHeaders(processor)) return failed;
  if (Check failed = reader.ReadExports()) return failed;
  return reader.ReadImports();
}

}  // namespace plugkit
