// What the loader must know of a shared library before it opens it, read from the file's
// bytes. One parser a format, each in its own file and each compiled on every platform. String
// views point into the bytes.
#pragma once

#include <string_view>
#include <vector>

#include "byte_reader.h"
#include "host/refusal.h"

namespace plugkit {

enum class Format { Elf, MachO, Pe };
enum class Machine { X64, Arm64 };

struct Platform {
  Format ImageFormat;
  Machine Processor;
};

/// How much of a library is read.
enum class Detail {
  Brief,  // what decides whether it is opened; ELF: no slots, no functions of other libraries
  Full
};

/// A `WasmEdge_*` function the library takes from the host library.
struct Import {
  std::string_view Name;
  std::string_view Version;  // ELF symbol version, "" when there is none
  bool Weak;                 // may stay unresolved
  // Where the system's loader writes the function's address: addresses of the loaded library.
  std::vector<uint64_t> Slots;
  bool Elsewhere = false;  // ... and where that cannot be said so simply
};

/// A part of the loaded library's memory that can be read.
struct Region {
  uint64_t Start, Size;
  bool Writable, Executable;
};

/// Addresses of the loaded library are counted from where LoadAddress() finds it.
struct Image {
  bool ExportsDescriptor = false;     // WasmEdge_Plugin_GetDescriptor
  bool ExportsCppDescriptor = false;  // GetDescriptor, the C++ one
  bool UsesCppClasses = false;        // names something of namespace WasmEdge
  std::vector<Import> Imports;
  // Names that the library takes from others, whichever they are (ELF, in full detail; no weak
  // ones).
  std::vector<std::string_view> Undefined;
  std::vector<std::string_view> Needed;    // libraries by name
  std::vector<std::string_view> RunPaths;  // ELF: directories, joined by colons, to find these in
  std::vector<Region> Memory;

  /// Offers plug-ins to a stock WasmEdge only.
  bool IsCppPlugin() const { return ExportsCppDescriptor && UsesCppClasses && !ExportsDescriptor; }
};

/// Each fills Result, or says why these bytes are not a shared library for Processor.
Check ReadElf(const ByteReader& Bytes, Machine Processor, Detail Wanted, Image& Result);
Check ReadMachO(const ByteReader& Bytes, Machine Processor, Image& Result);
Check ReadPe(const ByteReader& Bytes, Machine Processor, Image& Result);

// What the three share (image.cc).

/// Notes a symbol that the library defines and shows to others.
void NoteExport(std::string_view Name, Image& Result);
/// Notes a symbol that the library takes from another. Null when the host library has none of that
/// name; valid until the next import.
Import* NoteImport(std::string_view Name, std::string_view Version, bool Weak, Image& Result);

/// The file ends at Bytes.Size() where its headers announce End bytes.
[[gnu::cold]] Refusal Truncated(const ByteReader& Bytes, uint64_t End);
[[gnu::cold]] Refusal WrongMachine(std::string_view Actual, Machine Expected);
/// A file of the right format that is no shared library.
[[gnu::cold]] Refusal NotALibrary(std::string_view Actual);
const char* NameOf(Machine Processor);

}  // namespace plugkit
