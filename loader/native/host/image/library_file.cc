#include "library_file.h"

namespace plugkit {
namespace {

const char* NameOf(Format imageFormat) {
  switch (imageFormat) {
    case Format::Elf:
      return "a Linux library (ELF)";
    case Format::MachO:
      return "a macOS library (Mach-O)";
    case Format::Pe:
      return "a Windows library (PE)";
  }
  return "";
}

bool FindFormat(const ByteReader& bytes, Format& result) {
  const uint32_t magic = bytes.U32(0), bigEndian = bytes.U32BigEndian(0);
  // A Java class starts like a universal Mach-O file; its next number is a version above 43.
  const bool universal = bigEndian == 0xcafebabe && bytes.U32BigEndian(4) < 43;
  if (bigEndian == 0x7f454c46) {
    result = Format::Elf;
  } else if (magic == 0xfeedfacf || magic == 0xfeedface || universal) {
    result = Format::MachO;
  } else if (bytes.U16(0) == 0x5a4d) {
    result = Format::Pe;
  } else {
    return false;
  }
  return true;
}

// The first line of an ASCII text, in quotes; "" when the bytes are not that.
std::string QuoteText(std::string_view text) {
  constexpr size_t kQuoted = 40;
  const std::string_view start = text.substr(0, kQuoted);
  const std::string_view line = start.substr(0, start.find_first_of("\r\n"));
  for (const char c : line) {
    if ((c < ' ' && c != '\t') || c > '~') return {};
  }
  return "text beginning \"" + std::string(line) + "\"";
}

std::string Describe(const ByteReader& bytes) {
  const std::string_view start = bytes.View().substr(0, 8);
  const auto begins = [start](std::string_view with) {
    return start.substr(0, with.size()) == with;
  };
  if (bytes.Size() == 0) return "an empty file";
  if (begins(std::string_view("\0asm", 4))) return "a WebAssembly module";
  if (begins("!<arch>")) return "a static library";
  if (begins(std::string_view("\0\5\26\7", 4))) return "an AppleDouble file";
  if (begins("PK\3\4")) return "a zip archive";
  if (begins("\x1f\x8b")) return "a gzip archive";
  if (std::string text = QuoteText(bytes.View()); !text.empty()) return text;
  return "a file of an unknown format";
}

Check ReadImage(const ByteReader& bytes, Platform expected, Detail wanted, Image& result) {
  switch (expected.imageFormat) {
    case Format::Elf:
      return ReadElf(bytes, expected.processor, wanted, result);
    case Format::MachO:
      return ReadMachO(bytes, expected.processor, result);
    case Format::Pe:
      return ReadPe(bytes, expected.processor, result);
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

Check CheckLibrary(const ByteReader& bytes, Platform expected, Detail wanted, Image& result) {
  Format actual;
  if (!FindFormat(bytes, actual)) return NotALibrary(Describe(bytes));
  if (actual != expected.imageFormat) {
    return Refusal{kWrongFormat,
                   Join({"it is ", NameOf(actual), ", expected ", NameOf(expected.imageFormat)}),
                   "Take the build of the plug-in for this operating system"};
  }
  if (Check failed = ReadImage(bytes, expected, wanted, result)) return failed;
  if (result.exportsDescriptor) return {};
  if (result.IsCppPlugin()) {
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
