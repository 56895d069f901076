#include "library_file.h"

namespace plugkit {
namespace {

const char* NameOf(Format ImageFormat) {
  switch (ImageFormat) {
    case Format::Elf:
      return "a Linux library (ELF)";
    case Format::MachO:
      return "a macOS library (Mach-O)";
    case Format::Pe:
      return "a Windows library (PE)";
  }
  return "";
}

bool FindFormat(const ByteReader& Bytes, Format& Result) {
  const uint32_t Magic = Bytes.U32(0), BigEndian = Bytes.U32BigEndian(0);
  // A Java class starts like a universal Mach-O file; its next number is a version above 43.
  const bool Universal = BigEndian == 0xcafebabe && Bytes.U32BigEndian(4) < 43;
  if (BigEndian == 0x7f454c46) {
    Result = Format::Elf;
  } else if (Magic == 0xfeedfacf || Magic == 0xfeedface || Universal) {
    Result = Format::MachO;
  } else if (Bytes.U16(0) == 0x5a4d) {
    Result = Format::Pe;
  } else {
    return false;
  }
  return true;
}

// The first line of an ASCII text, in quotes; "" when the bytes are not that.
std::string QuoteText(std::string_view Text) {
  constexpr size_t kQuoted = 40;
  const std::string_view Start = Text.substr(0, kQuoted);
  const std::string_view Line = Start.substr(0, Start.find_first_of("\r\n"));
  for (const char C : Line) {
    if ((C < ' ' && C != '\t') || C > '~') return {};
  }
  return "text beginning \"" + std::string(Line) + "\"";
}

std::string Describe(const ByteReader& Bytes) {
  const std::string_view Start = Bytes.View().substr(0, 8);
  const auto Begins = [Start](std::string_view With) {
    return Start.substr(0, With.size()) == With;
  };
  if (Bytes.Size() == 0) return "an empty file";
  if (Begins(std::string_view("\0asm", 4))) return "a WebAssembly module";
  if (Begins("!<arch>")) return "a static library";
  if (Begins(std::string_view("\0\5\26\7", 4))) return "an AppleDouble file";
  if (Begins("PK\3\4")) return "a zip archive";
  if (Begins("\x1f\x8b")) return "a gzip archive";
  if (std::string Text = QuoteText(Bytes.View()); !Text.empty()) return Text;
  return "a file of an unknown format";
}

Check ReadImage(const ByteReader& Bytes, Platform Expected, Detail Wanted, Image& Result) {
  switch (Expected.ImageFormat) {
    case Format::Elf:
      return ReadElf(Bytes, Expected.Processor, Wanted, Result);
    case Format::MachO:
      return ReadMachO(Bytes, Expected.Processor, Result);
    case Format::Pe:
      return ReadPe(Bytes, Expected.Processor, Result);
  }
  return {};
}

}  // namespace

Platform CurrentPlatform() {
#if defined(_WIN32)
  constexpr Format kFormat = Format::Pe;
#elif defined(__APPLE__)
  constexpr Format kFormat = Format::MachO;
#else
  constexpr Format kFormat = Format::Elf;
#endif
#if defined(__x86_64__) || defined(_M_X64)
  return {kFormat, Machine::X64};
#else
  return {kFormat, Machine::Arm64};
#endif
}

Check CheckLibrary(const ByteReader& Bytes, Platform Expected, Detail Wanted, Image& Result) {
  Format Actual;
  if (!FindFormat(Bytes, Actual)) return NotALibrary(Describe(Bytes));
  if (Actual != Expected.ImageFormat) {
    return Refusal{kWrongFormat,
                   Join({"it is ", NameOf(Actual), ", expected ", NameOf(Expected.ImageFormat)}),
                   "Take the build of the plug-in for this operating system"};
  }
  if (Check Failed = ReadImage(Bytes, Expected, Wanted, Result)) return Failed;
  if (Result.ExportsDescriptor) return {};
  if (Result.IsCppPlugin()) {
    return Refusal{kCppPlugin,
                   "it is a plug-in of the C++ interface (GetDescriptor), expected one of the C "
                   "interface (WasmEdge_Plugin_GetDescriptor)",
                   "Run it in a stock WasmEdge: choose the engine \"wasmedge\""};
  }
  return Refusal{kNoDescriptor, "it exports no function WasmEdge_Plugin_GetDescriptor",
                 "Is it a library that a plug-in needs? Then keep it outside the plug-in "
                 "directories; else export the function with default visibility"};
}

}  // namespace plugkit
