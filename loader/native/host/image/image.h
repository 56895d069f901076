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
  Format imageFormat;
  Machine processor;
};

/// How much of a library is read.
enum class Detail {
  Brief,  // what decides whether it is opened; ELF: no slots, no functions of other libraries
  Full
};

/// A `WasmEdge_*` function the library takes from the host library.
struct Import {
  std::string_view name;
  std::string_view version;  // ELF symbol version, "" when there is none
  bool weak;                 // may stay unresolved
  // Where the system's loader writes the function's address: addresses of the loaded library.
  std::vector<uint64_t> slots;
  bool elsewhere = false;  // ... and where that cannot be said so simply
};

/// A part of the loaded library's memory that can be read.
struct Region {
  uint64_t start, size;
  bool writable, executable;
};

/// Addresses of the loaded library are counted from where LoadAddress() finds it.
struct Image {
  bool exportsDescriptor = false;     // WasmEdge_Plugin_GetDescriptor
  bool exportsCppDescriptor = false;  // GetDescriptor, the C++ one
  bool namesRuntime = false;          // something of WasmEdge's, of its namespace or its C API
  std::vector<Import> imports;
  // Names that the library takes from others, whichever they are (ELF, in full detail; no weak
  // ones).
  std::vector<std::string_view> undefined;
  std::vector<std::string_view> needed;    // libraries by name
  std::vector<std::string_view> runPaths;  // ELF: directories, joined by colons, to find these in
  std::vector<Region> memory;

  /// Offers plug-ins to a stock WasmEdge only.
  bool IsCppPlugin() const { return exportsCppDescriptor && namesRuntime && !exportsDescriptor; }
};

/// Each fills Result, or says why these bytes are not a shared library for Processor.
Check ReadElf(const ByteReader& bytes, Machine processor, Detail wanted, Image& result);
Check ReadMachO(const ByteReader& bytes, Machine processor, Image& result);
Check ReadPe(const ByteReader& bytes, Machine processor, Image& result);

// What the three share (image.cc).

/// Notes a symbol that the library defines and shows to others.
void NoteExport(std::string_view name, Image& result);
/// Notes a symbol that the library takes from another. Null when the host library has none of that
/// name; valid until the next import.
Import* NoteImport(std::string_view name, std::string_view version, bool weak, Image& result);

/// The file ends at Bytes.Size() where its headers announce End bytes.
[[gnu::cold]] Refusal Truncated(const ByteReader& bytes, uint64_t end);
[[gnu::cold]] Refusal WrongMachine(std::string_view actual, Machine expected);
/// A file of the right format that is no shared library.
[[gnu::cold]] Refusal NotALibrary(std::string_view actual);
const char* NameOf(Machine processor);

}  // namespace plugkit
