// image_macho.cc: Mach-O shared libraries and bundles (macOS), thin or inside a universal file.
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

Check ReadSymbols(const ByteReader& File, uint64_t Command, Image& Result) {
  const uint64_t First = File.U32(Command + 8), Count = File.U32(Command + 12);
  const uint64_t Names = File.U32(Command + 16), NamesSize = File.U32(Command + 20);
  if (!File.Contains(First, Count * kSymbolSize))
    return Truncated(File, First + Count * kSymbolSize);
  if (!File.Contains(Names, NamesSize)) return Truncated(File, Names + NamesSize);
  const ByteReader Strings = File.Part(Names, NamesSize);
  for (uint64_t I = 0; I < Count; ++I) {
    const uint64_t At = First + I * kSymbolSize;
    const uint8_t Kind = File.U8(At + 4);
    constexpr uint8_t kDebug = 0xe0, kPrivate = 0x10, kExternal = 0x01, kSection = 0x0e;
    if ((Kind & (kDebug | kPrivate)) || !(Kind & kExternal)) continue;
    std::string_view Name = Strings.String(File.U32(At));
    if (!Name.empty() && Name.front() == '_') Name.remove_prefix(1);
    if (Kind & kSection) {
      NoteExport(Name, Result);
    } else {
      NoteImport(Name, {}, (File.U16(At + 6) & 0x40) != 0, Result);
    }
  }
  return {};
}

Check ReadThin(const ByteReader& File, Machine Processor, Image& Result) {
  if (File.Size() < kHeaderSize) return Truncated(File, kHeaderSize);
  const uint32_t Code = File.U32(4), Type = File.U32(12);
  if (File.U32(0) == kThin32 || Code != CodeOf(Processor)) {
    return WrongMachine(MachineName(Code), Processor);
  }
  if (Type != 6 && Type != 8) return NotALibrary(TypeName(Type));
  uint64_t At = kHeaderSize;
  const uint64_t End = At + File.U32(20);
  if (End > File.Size()) return Truncated(File, End);
  for (uint64_t Left = File.U32(16); Left > 0; --Left) {
    const uint32_t Command = File.U32(At), Size = File.U32(At + 4);
    if (Size < 8 || Size > End - At) {
      return NotALibrary("a damaged Mach-O library (a load command overruns the others)");
    }
    constexpr uint32_t kSegment = 0x19, kSymbols = 0x2, kLoad = 0xc, kLoadWeak = 0x80000018;
    if (Command == kSegment) {
      const uint64_t Offset = File.U64(At + 40), Length = File.U64(At + 48);
      if (!File.Contains(Offset, Length)) return Truncated(File, Offset + Length);
    } else if (Command == kSymbols) {
      if (Check Failed = ReadSymbols(File, At, Result)) return Failed;
    } else if (Command == kLoad || Command == kLoadWeak) {
      Result.Needed.push_back(File.Part(At, Size).String(File.U32(At + 8)));
    }
    At += Size;
  }
  return {};
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
