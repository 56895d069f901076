// host_functions.h: the module `get_string_cpp` and what its function reads. Used by descriptor.cc.
#pragma once

#include <wasmedge/wasmedge.h>

namespace get_string {

// What the user may choose. One for the process: the host program writes it, calls only read it.
struct Options {
  WasmEdge_String string;
  bool upper;
};

// Makes an instance of the module, which belongs to the caller, or returns nullptr. `options` must
// outlive it.
WasmEdge_ModuleInstanceContext* create_module(const char* name, const Options& options) noexcept;

}  // namespace get_string
