// Mach-O shared libraries and bundles (macOS), thin or inside a universal file.
#include "image.h"

namespace plugkit {
namespace {

constexpr uint32_t kUniversal = 0xcafebabe, kThin32 = 0xfeedface;
constexpr uint64_t kHeaderSize = 32, kSymbolSize = 16;

const char* MachineName(uint32_t code) {
  switch (code) {
    case 7:
      return "x86 (32 bit)";
    case 12:
      return "arm (32 bit)";
    case 0x01000007:
      return NameOf(Machine::X64);
    case 0x0100000c:
      return NameOf(Machine::Arm64);
    default:
      return "another processor";
  }
}

uint32_t CodeOf(Machine processor) { return processor == Machine::X64 ? 0x01000007 : 0x0100000c; }

const char* TypeName(uint32_t type) {
  switch (type) {
    case 1:
      return "an object file";
    case 2:
      return "an executable";
    case 4:
      return "a core dump";
    case 10:
      return "a file of debug symbols";
    default:
      return "a Mach-O file of an unknown type";
  }
}

// What the load commands say, as far as it matters here.
class ThinReader {
 public:
  ThinReader(const ByteReader& file, Image& result) : file_(file), result_(result) {}

  Check Read(Machine processor);

 private:
  Check ReadSegment(uint64_t command, uint64_t size);
  Check ReadSymbols(uint64_t command);
  void ReadPointers() const;

  // A section of pointers that the system's loader fills in.
  struct Pointers {
    uint64_t address, count, firstIndirect;
  };

  const ByteReader& file_;
  Image& result_;
  std::vector<Pointers> pointers_;
  uint64_t start_ = 0;  // the address that the file's first byte is loaded to
  uint64_t indirect_ = 0, indirectCount_ = 0;  // numbers of the symbols that pointers stand for
  // For each symbol its place among the imports, counted from 1; 0 for what is none.
  std::vector<uint32_t> importOfSymbol_;
};

Check ThinReader::ReadSegment(uint64_t command, uint64_t size) {
  const uint64_t offset = file_.U64(command + 40), length = file_.U64(command + 48);
  if (!file_.Contains(offset, length)) return Truncated(file_, offset + length);
  const uint64_t address = file_.U64(command + 24);
  if (offset == 0 && length != 0) start_ = address;
  const uint32_t protection = file_.U32(command + 60), flags = file_.U32(command + 68);
  constexpr uint32_t kReadable = 1, kWritable = 2, kExecutable = 4, kReadOnlyLater = 0x10;
  if (protection & kReadable) {
    const bool writable = (protection & kWritable) && !(flags & kReadOnlyLater);
    result_.memory.push_back(
        {address, file_.U64(command + 32), writable, (protection & kExecutable) != 0});
  }
  constexpr uint64_t kFirst = 72, kSectionSize = 80;
  for (uint64_t at = kFirst; at + kSectionSize <= size; at += kSectionSize) {
    const uint64_t section = command + at;
    constexpr uint8_t kBound = 6, kBoundLazily = 7;
    if (const uint8_t type = file_.U8(section + 64); type != kBound && type != kBoundLazily)
      continue;
    pointers_.push_back(
        {file_.U64(section + 32), file_.U64(section + 40) / 8, file_.U32(section + 68)});
  }
  return {};
}

Check ThinReader::ReadSymbols(uint64_t command) {
  const uint64_t first = file_.U32(command + 8), count = file_.U32(command + 12);
  const uint64_t names = file_.U32(command + 16), namesSize = file_.U32(command + 20);
  if (!file_.Contains(first, count * kSymbolSize)) {
    return Truncated(file_, first + count * kSymbolSize);
  }
  if (!file_.Contains(names, namesSize)) return Truncated(file_, names + namesSize);
  const ByteReader strings = file_.Part(names, namesSize);
  importOfSymbol_.resize(count);
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t at = first + i * kSymbolSize;
    const uint8_t kind = file_.U8(at + 4);
    constexpr uint8_t kDebug = 0xe0, kPrivate = 0x10, kExternal = 0x01, kSection = 0x0e;
    if ((kind & (kDebug | kPrivate)) || !(kind & kExternal)) continue;
    std::string_view name = strings.String(file_.U32(at));
    if (!name.empty() && name.front() == '_') name.remove_prefix(1);
    if (kind & kSection) {
      NoteExport(name, result_);
    } else if (NoteImport(name, {}, (file_.U16(at + 6) & 0x40) != 0, result_)) {
      importOfSymbol_[i] = static_cast<uint32_t>(result_.imports.size());
    }
  }
  return {};
}

// Pointers that a compiler puts into constants are bound another way, which is not read here.
void ThinReader::ReadPointers() const {
  for (const Pointers& section : pointers_) {
    for (uint64_t i = 0; i < section.count; ++i) {
      const uint64_t index = section.firstIndirect + i;
      if (index >= indirectCount_) break;
      const uint32_t symbol = file_.U32(indirect_ + index * 4);
      if (symbol >= importOfSymbol_.size() || !importOfSymbol_[symbol]) continue;
      const uint64_t slot = section.address + i * 8 - start_;
      result_.imports[importOfSymbol_[symbol] - 1].slots.push_back(slot);
    }
  }
}

Check ThinReader::Read(Machine processor) {
  if (file_.Size() < kHeaderSize) return Truncated(file_, kHeaderSize);
  const uint32_t code = file_.U32(4), type = file_.U32(12);
  if (file_.U32(0) == kThin32 || code != CodeOf(processor)) {
    return WrongMachine(MachineName(code), processor);
  }
  if (type != 6 && type != 8) return NotALibrary(TypeName(type));
  uint64_t at = kHeaderSize;
  const uint64_t end = at + file_.U32(20);
  if (end > file_.Size()) return Truncated(file_, end);
  for (uint64_t left = file_.U32(16); left > 0; --left) {
    const uint32_t command = file_.U32(at), size = file_.U32(at + 4);
    if (size < 8 || size > end - at) {
      return NotALibrary("a damaged Mach-O library (a load command overruns the others)");
    }
    constexpr uint32_t kSegment = 0x19, kSymbols = 0x2, kDynamicSymbols = 0xb, kLoad = 0xc,
                       kLoadWeak = 0x80000018;
    if (command == kSegment) {
      if (Check failed = ReadSegment(at, size)) return failed;
    } else if (command == kSymbols) {
      if (Check failed = ReadSymbols(at)) return failed;
    } else if (command == kDynamicSymbols) {
      const uint64_t first = file_.U32(at + 56), count = file_.U32(at + 60);
      indirect_ = first;
      indirectCount_ = file_.Contains(first, count * 4) ? count : 0;
    } else if (command == kLoad || command == kLoadWeak) {
      result_.needed.push_back(file_.Part(at, size).String(file_.U32(at + 8)));
    }
    at += size;
  }
  ReadPointers();
  for (Region& part : result_.memory) part.start -= start_;
  return {};
}

Check ReadThin(const ByteReader& file, Machine processor, Image& result) {
  return ThinReader(file, result).Read(processor);
}

}  // namespace

Check ReadMachO(const ByteReader& bytes, Machine processor, Image& result) {
  if (bytes.U32BigEndian(0) != kUniversal) return ReadThin(bytes, processor, result);
  std::string found;
  constexpr uint64_t kFirst = 8, kEntrySize = 20;
  const uint64_t count = bytes.U32BigEndian(4);
  if (!bytes.Contains(kFirst, count * kEntrySize)) {
    return Truncated(bytes, kFirst + count * kEntrySize);
  }
  for (uint64_t at = kFirst; at < kFirst + count * kEntrySize; at += kEntrySize) {
    const uint32_t code = bytes.U32BigEndian(at);
    const uint64_t offset = bytes.U32BigEndian(at + 8), size = bytes.U32BigEndian(at + 12);
    if (code == CodeOf(processor)) {
      if (!bytes.Contains(offset, size)) return Truncated(bytes, offset + size);
      return ReadThin(bytes.Part(offset, size), processor, result);
    }
    if (found.size() < 200)
      found += (found.empty() ? "" : " and ") + std::string(MachineName(code));
  }
  return WrongMachine(found.empty() ? "no processor" : found, processor);
}

}  // namespace plugkit
