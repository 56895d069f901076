// What the three image parsers share.
#include "image.h"

namespace plugkit {
namespace {

bool Contains(std::string_view Text, std::string_view Part) {
  return Text.find(Part) != std::string_view::npos;
}

// A name of the C++ namespace WasmEdge, as Itanium (Linux, macOS, MinGW) and Microsoft spell it.
bool IsCppName(std::string_view Name) {
  return Contains(Name, "8WasmEdge") || Contains(Name, "@WasmEdge@@");
}

bool IsCppDescriptor(std::string_view Name) {
  return Name == "GetDescriptor" || (Contains(Name, "GetDescriptor") && IsCppName(Name));
}

}  // namespace

void NoteExport(std::string_view Name, Image& Result) {
  if (Name == "WasmEdge_Plugin_GetDescriptor") Result.ExportsDescriptor = true;
  if (IsCppDescriptor(Name)) Result.ExportsCppDescriptor = true;
  if (IsCppName(Name)) Result.UsesCppClasses = true;
}

Import* NoteImport(std::string_view Name, std::string_view Version, bool Weak, Image& Result) {
  if (IsCppName(Name)) Result.UsesCppClasses = true;
  if (Name.substr(0, 9) != "WasmEdge_") return nullptr;
  Result.Imports.push_back({Name, Version, Weak, {}});
  return &Result.Imports.back();
}

const char* NameOf(Machine Processor) {
  return Processor == Machine::X64 ? "x64 (x86-64)" : "arm64 (AArch64)";
}

Refusal Truncated(const ByteReader& Bytes, uint64_t End) {
  return {
      kLibraryTruncated,
      Join({"the file has ", Decimal(Bytes.Size()), " bytes, expected ", Decimal(End), " or more"}),
      "Copy or download the file again"};
}

Refusal WrongMachine(std::string_view Actual, Machine Expected) {
  return {kWrongArchitecture, Join({"it is built for ", Actual, ", expected ", NameOf(Expected)}),
          "Take the build of the plug-in for this processor"};
}

Refusal NotALibrary(std::string_view Actual) {
  return {kNotALibrary, Join({"it is ", Actual, ", expected a shared library"}),
          "Name the plug-in's shared library, or the directory that holds it"};
}

}  // namespace plugkit
