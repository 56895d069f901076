// PE shared libraries (Windows).
#include "image.h"

namespace plugkit {
namespace {

constexpr uint64_t kSectionSize = 40, kImportSize = 20;
constexpr unsigned kMostLibraries = 1024, kMostImports = 4096;  // of one library

const char* MachineName(uint16_t Code) {
  switch (Code) {
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

bool EqualIgnoringCase(std::string_view A, std::string_view B) {
  if (A.size() != B.size()) return false;
  for (size_t I = 0; I < A.size(); ++I) {
    const auto Lower = [](char C) { return C >= 'A' && C <= 'Z' ? static_cast<char>(C + 32) : C; };
    if (Lower(A[I]) != Lower(B[I])) return false;
  }
  return true;
}

class PeReader {
 public:
  PeReader(const ByteReader& Bytes, Image& Result) : Bytes_(Bytes), Result_(Result) {}

  Check ReadHeaders(Machine Processor);
  Check ReadExports();
  Check ReadImports();

 private:
  [[gnu::cold]] static Refusal Damaged(const char* What) {
    return NotALibrary(
        Join({"a damaged Windows library (its ", What, " lies outside its sections)"}));
  }
  // Where the address (relative to the image) is in the file; false when in no section.
  bool FindInFile(uint32_t Address, uint64_t& Offset) const;
  bool IsInSection(uint64_t Address) const {
    uint64_t Offset = 0;
    return Address <= UINT32_MAX && FindInFile(static_cast<uint32_t>(Address), Offset);
  }
  std::string_view StringAt(uint32_t Address) const {
    uint64_t Offset = 0;
    return FindInFile(Address, Offset) ? Bytes_.String(Offset) : std::string_view();
  }
  // Address of a data directory: 0 exports, 1 imports.
  uint32_t Directory(uint32_t Index) const {
    constexpr uint64_t kDirectories = 112, kCount = 108;
    if (Index >= Bytes_.U32(Optional_ + kCount)) return 0;
    return Bytes_.U32(Optional_ + kDirectories + Index * 8);
  }
  void ReadImportedNames(uint32_t Table, uint32_t Addresses);

  const ByteReader& Bytes_;
  Image& Result_;
  uint64_t Optional_ = 0, Sections_ = 0, SectionCount_ = 0;
};

Check PeReader::ReadHeaders(Machine Processor) {
  const uint64_t Header = Bytes_.U32(0x3c);
  constexpr uint64_t kFileHeader = 24;
  if (Bytes_.Size() < 0x40) return Truncated(Bytes_, 0x40);
  if (!Bytes_.Contains(Header, kFileHeader)) return Truncated(Bytes_, Header + kFileHeader);
  if (Bytes_.U32(Header) != 0x4550) return NotALibrary("a DOS program");
  if (const uint16_t Code = Bytes_.U16(Header + 4);
      Code != (Processor == Machine::X64 ? 0x8664 : 0xaa64)) {
    return WrongMachine(MachineName(Code), Processor);
  }
  Optional_ = Header + kFileHeader;
  Sections_ = Optional_ + Bytes_.U16(Header + 20);
  SectionCount_ = Bytes_.U16(Header + 6);
  if (!Bytes_.Contains(Sections_, SectionCount_ * kSectionSize)) {
    return Truncated(Bytes_, Sections_ + SectionCount_ * kSectionSize);
  }
  constexpr uint16_t kIsLibrary = 0x2000, kMagic64 = 0x20b;
  if (!(Bytes_.U16(Header + 22) & kIsLibrary)) return NotALibrary("an executable");
  if (Bytes_.U16(Optional_) != kMagic64) return NotALibrary("a Windows file of an unknown type");
  for (uint64_t I = 0; I < SectionCount_; ++I) {
    const uint64_t At = Sections_ + I * kSectionSize;
    const uint64_t Size = Bytes_.U32(At + 16), Offset = Bytes_.U32(At + 20);
    if (Size != 0 && !Bytes_.Contains(Offset, Size)) return Truncated(Bytes_, Offset + Size);
    const uint32_t Flags = Bytes_.U32(At + 36);
    constexpr uint32_t kExecutable = 1u << 29, kReadable = 1u << 30, kWritable = 1u << 31;
    if (Flags & kReadable) {
      Result_.Memory.push_back({Bytes_.U32(At + 12), Bytes_.U32(At + 8), (Flags & kWritable) != 0,
                                (Flags & kExecutable) != 0});
    }
  }
  return {};
}

bool PeReader::FindInFile(uint32_t Address, uint64_t& Offset) const {
  for (uint64_t I = 0; I < SectionCount_; ++I) {
    const uint64_t At = Sections_ + I * kSectionSize;
    const uint32_t Start = Bytes_.U32(At + 12), Size = Bytes_.U32(At + 16);
    if (Address < Start || Address - Start >= Size) continue;
    Offset = uint64_t{Bytes_.U32(At + 20)} + (Address - Start);
    return true;
  }
  return false;
}

Check PeReader::ReadExports() {
  const uint32_t Table = Directory(0);
  if (Table == 0) return {};
  uint64_t At = 0, Names = 0;
  if (!FindInFile(Table, At) || !Bytes_.Contains(At, 40)) return Damaged("export table");
  const uint64_t Count = Bytes_.U32(At + 24);
  if (Count == 0) return {};
  if (!FindInFile(Bytes_.U32(At + 32), Names) || !Bytes_.Contains(Names, Count * 4)) {
    return Damaged("list of exported names");
  }
  for (uint64_t I = 0; I < Count; ++I) NoteExport(StringAt(Bytes_.U32(Names + I * 4)), Result_);
  return {};
}

// Names and addresses are two tables of the same order.
void PeReader::ReadImportedNames(uint32_t Table, uint32_t Addresses) {
  uint64_t At = 0;
  if (!FindInFile(Table, At)) return;
  constexpr uint64_t kByNumber = uint64_t{1} << 63;
  uint64_t Slot = Addresses;
  for (unsigned Left = kMostImports; Left > 0 && Bytes_.Contains(At, 8);
       --Left, At += 8, Slot += 8) {
    const uint64_t Entry = Bytes_.U64(At);
    if (Entry == 0) return;
    // An entry points to a two-byte hint and the name.
    if (Entry & kByNumber) continue;
    Import* Noted = NoteImport(StringAt(static_cast<uint32_t>(Entry) + 2), {}, false, Result_);
    if (Noted && IsInSection(Slot)) Noted->Slots.push_back(Slot);
  }
}

Check PeReader::ReadImports() {
  const uint32_t Table = Directory(1);
  if (Table == 0) return {};
  uint64_t At = 0;
  if (!FindInFile(Table, At)) return Damaged("import table");
  for (unsigned Left = kMostLibraries; Left > 0; --Left, At += kImportSize) {
    if (!Bytes_.Contains(At, kImportSize)) return Damaged("import table");
    const uint32_t Name = Bytes_.U32(At + 12);
    if (Name == 0) return {};
    const std::string_view Library = StringAt(Name);
    Result_.Needed.push_back(Library);
    // The lookup table; some linkers leave only the address table.
    const uint32_t Addresses = Bytes_.U32(At + 16);
    const uint32_t Lookup = Bytes_.U32(At) ? Bytes_.U32(At) : Addresses;
    if (EqualIgnoringCase(Library, "wasmedge.dll")) ReadImportedNames(Lookup, Addresses);
  }
  return Damaged("end of the import table");
}

}  // namespace

Check ReadPe(const ByteReader& Bytes, Machine Processor, Image& Result) {
  PeReader Reader(Bytes, Result);
  if (Check Failed = Reader.ReadHeaders(Processor)) return Failed;
  if (Check Failed = Reader.ReadExports()) return Failed;
  return Reader.ReadImports();
}

}  // namespace plugkit
