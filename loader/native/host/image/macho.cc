// Mach-O shared libraries and bundles (macOS), thin or inside a universal file.
#include "image.h"

namespace plugkit {
namespace {

constexpr uint32_t kUniversal = 0xcafebabe, kThin32 = 0xfeedface;
constexpr uint64_t kHeaderSize = 32, kSymbolSize = 16;

const char* MachineName(uint32_t Code) {
  switch (Code) {
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

uint32_t CodeOf(Machine Processor) { return Processor == Machine::X64 ? 0x01000007 : 0x0100000c; }

const char* TypeName(uint32_t Type) {
  switch (Type) {
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
  ThinReader(const ByteReader& File, Image& Result) : File_(File), Result_(Result) {}

  Check Read(Machine Processor);

 private:
  Check ReadSegment(uint64_t Command, uint64_t Size);
  Check ReadSymbols(uint64_t Command);
  void ReadPointers() const;

  // A section of pointers that the system's loader fills in.
  struct Pointers {
    uint64_t Address, Count, FirstIndirect;
  };

  const ByteReader& File_;
  Image& Result_;
  std::vector<Pointers> Pointers_;
  uint64_t Start_ = 0;  // the address that the file's first byte is loaded to
  uint64_t Indirect_ = 0, IndirectCount_ = 0;  // numbers of the symbols that pointers stand for
  // For each symbol its place among the imports, counted from 1; 0 for what is none.
  std::vector<uint32_t> ImportOfSymbol_;
};

Check ThinReader::ReadSegment(uint64_t Command, uint64_t Size) {
  const uint64_t Offset = File_.U64(Command + 40), Length = File_.U64(Command + 48);
  if (!File_.Contains(Offset, Length)) return Truncated(File_, Offset + Length);
  const uint64_t Address = File_.U64(Command + 24);
  if (Offset == 0 && Length != 0) Start_ = Address;
  const uint32_t Protection = File_.U32(Command + 60), Flags = File_.U32(Command + 68);
  constexpr uint32_t kReadable = 1, kWritable = 2, kExecutable = 4, kReadOnlyLater = 0x10;
  if (Protection & kReadable) {
    const bool Writable = (Protection & kWritable) && !(Flags & kReadOnlyLater);
    Result_.Memory.push_back(
        {Address, File_.U64(Command + 32), Writable, (Protection & kExecutable) != 0});
  }
  constexpr uint64_t kFirst = 72, kSectionSize = 80;
  for (uint64_t At = kFirst; At + kSectionSize <= Size; At += kSectionSize) {
    const uint64_t Section = Command + At;
    constexpr uint8_t kBound = 6, kBoundLazily = 7;
    if (const uint8_t Type = File_.U8(Section + 64); Type != kBound && Type != kBoundLazily)
      continue;
    Pointers_.push_back(
        {File_.U64(Section + 32), File_.U64(Section + 40) / 8, File_.U32(Section + 68)});
  }
  return {};
}

Check ThinReader::ReadSymbols(uint64_t Command) {
  const uint64_t First = File_.U32(Command + 8), Count = File_.U32(Command + 12);
  const uint64_t Names = File_.U32(Command + 16), NamesSize = File_.U32(Command + 20);
  if (!File_.Contains(First, Count * kSymbolSize)) {
    return Truncated(File_, First + Count * kSymbolSize);
  }
  if (!File_.Contains(Names, NamesSize)) return Truncated(File_, Names + NamesSize);
  const ByteReader Strings = File_.Part(Names, NamesSize);
  ImportOfSymbol_.resize(Count);
  for (uint64_t I = 0; I < Count; ++I) {
    const uint64_t At = First + I * kSymbolSize;
    const uint8_t Kind = File_.U8(At + 4);
    constexpr uint8_t kDebug = 0xe0, kPrivate = 0x10, kExternal = 0x01, kSection = 0x0e;
    if ((Kind & (kDebug | kPrivate)) || !(Kind & kExternal)) continue;
    std::string_view Name = Strings.String(File_.U32(At));
    if (!Name.empty() && Name.front() == '_') Name.remove_prefix(1);
    if (Kind & kSection) {
      NoteExport(Name, Result_);
    } else if (NoteImport(Name, {}, (File_.U16(At + 6) & 0x40) != 0, Result_)) {
      ImportOfSymbol_[I] = static_cast<uint32_t>(Result_.Imports.size());
    }
  }
  return {};
}

// Pointers that a compiler puts into constants are bound another way, which is not read here.
void ThinReader::ReadPointers() const {
  for (const Pointers& Section : Pointers_) {
    for (uint64_t I = 0; I < Section.Count; ++I) {
      const uint64_t Index = Section.FirstIndirect + I;
      if (Index >= IndirectCount_) break;
      const uint32_t Symbol = File_.U32(Indirect_ + Index * 4);
      if (Symbol >= ImportOfSymbol_.size() || !ImportOfSymbol_[Symbol]) continue;
      const uint64_t Slot = Section.Address + I * 8 - Start_;
      Result_.Imports[ImportOfSymbol_[Symbol] - 1].Slots.push_back(Slot);
    }
  }
}

Check ThinReader::Read(Machine Processor) {
  if (File_.Size() < kHeaderSize) return Truncated(File_, kHeaderSize);
  const uint32_t Code = File_.U32(4), Type = File_.U32(12);
  if (File_.U32(0) == kThin32 || Code != CodeOf(Processor)) {
    return WrongMachine(MachineName(Code), Processor);
  }
  if (Type != 6 && Type != 8) return NotALibrary(TypeName(Type));
  uint64_t At = kHeaderSize;
  const uint64_t End = At + File_.U32(20);
  if (End > File_.Size()) return Truncated(File_, End);
  for (uint64_t Left = File_.U32(16); Left > 0; --Left) {
    const uint32_t Command = File_.U32(At), Size = File_.U32(At + 4);
    if (Size < 8 || Size > End - At) {
      return NotALibrary("a damaged Mach-O library (a load command overruns the others)");
    }
    constexpr uint32_t kSegment = 0x19, kSymbols = 0x2, kDynamicSymbols = 0xb, kLoad = 0xc,
                       kLoadWeak = 0x80000018;
    if (Command == kSegment) {
      if (Check Failed = ReadSegment(At, Size)) return Failed;
    } else if (Command == kSymbols) {
      if (Check Failed = ReadSymbols(At)) return Failed;
    } else if (Command == kDynamicSymbols) {
      const uint64_t First = File_.U32(At + 56), Count = File_.U32(At + 60);
      Indirect_ = First;
      IndirectCount_ = File_.Contains(First, Count * 4) ? Count : 0;
    } else if (Command == kLoad || Command == kLoadWeak) {
      Result_.Needed.push_back(File_.Part(At, Size).String(File_.U32(At + 8)));
    }
    At += Size;
  }
  ReadPointers();
  for (Region& Part : Result_.Memory) Part.Start -= Start_;
  return {};
}

Check ReadThin(const ByteReader& File, Machine Processor, Image& Result) {
  return ThinReader(File, Result).Read(Processor);
}

}  // namespace

Check ReadMachO(const ByteReader& Bytes, Machine Processor, Image& Result) {
  if (Bytes.U32BigEndian(0) != kUniversal) return ReadThin(Bytes, Processor, Result);
  std::string Found;
  constexpr uint64_t kFirst = 8, kEntrySize = 20;
  const uint64_t Count = Bytes.U32BigEndian(4);
  if (!Bytes.Contains(kFirst, Count * kEntrySize)) {
    return Truncated(Bytes, kFirst + Count * kEntrySize);
  }
  for (uint64_t At = kFirst; At < kFirst + Count * kEntrySize; At += kEntrySize) {
    const uint32_t Code = Bytes.U32BigEndian(At);
    const uint64_t Offset = Bytes.U32BigEndian(At + 8), Size = Bytes.U32BigEndian(At + 12);
    if (Code == CodeOf(Processor)) {
      if (!Bytes.Contains(Offset, Size)) return Truncated(Bytes, Offset + Size);
      return ReadThin(Bytes.Part(Offset, Size), Processor, Result);
    }
    if (Found.size() < 200)
      Found += (Found.empty() ? "" : " and ") + std::string(MachineName(Code));
  }
  return WrongMachine(Found.empty() ? "no processor" : Found, Processor);
}

}  // namespace plugkit
