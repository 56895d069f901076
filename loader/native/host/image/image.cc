// What the three image parsers share.
#include "image.h"

namespace plugkit {
namespace {

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A name of the C++ namespace WasmEdge, as Itanium (Linux, macOS, MinGW) and Microsoft spell it.
bool IsCppName(std::string_view name) {
  return Contains(name, "8WasmEdge") || Contains(name, "@WasmEdge@@");
}

bool IsCppDescriptor(std::string_view name) {
  return name == "GetDescriptor" || (Contains(name, "GetDescriptor") && IsCppName(name));
}

}  // namespace

void NoteExport(std::string_view name, Image& result) {
  if (name == "WasmEdge_Plugin_GetDescriptor") result.exportsDescriptor = true;
  if (IsCppDescriptor(name)) result.exportsCppDescriptor = true;
  if (IsCppName(name)) result.namesRuntime = true;
}

Import* NoteImport(std::string_view name, std::string_view version, bool weak, Image& result) {
  const bool isApi = name.substr(0, 9) == "WasmEdge_";
  if (isApi || IsCppName(name)) result.namesRuntime = true;
  if (!isApi) return nullptr;
  result.imports.push_back({name, version, weak, {}});
  return &result.imports.back();
}

const char* NameOf(Machine processor) {
  return processor == Machine::X64 ? "x64 (x86-64)" : "arm64 (AArch64)";
}

Refusal Truncated(const ByteReader& bytes, uint64_t end) {
  return {
      kLibraryTruncated,
      Join({"the file has ", Decimal(bytes.Size()), " bytes, expected ", Decimal(end), " or more"}),
      "Copy or download the file again"};
}

Refusal WrongMachine(std::string_view actual, Machine expected) {
  return {kWrongArchitecture, Join({"it is built for ", actual, ", expected ", NameOf(expected)}),
          "Take the build of the plug-in for this processor"};
}

Refusal NotALibrary(std::string_view actual) {
  return {kNotALibrary, Join({"it is ", actual, ", expected a shared library"}),
          "Name the plug-in's shared library, or the directory that holds it"};
}

}  // namespace plugkit
