// The functions whose parameters or results changed with API version 5, as plug-ins up
// to version 4 know them. versions_elf.cc exports those that take limits; plugins/abi.cc puts all
// of them into the plug-ins that want them.
#pragma once

#include <string_view>

#include "host/c_api/values/limit.h"

namespace plugkit {

/// The older form of a function of the C API; null when it has none.
const void* FindOldForm(std::string_view name);

bool OldLimitIsEqual(OldLimit first, OldLimit second);
WasmEdge_TableTypeContext* OldTableTypeCreate(WasmEdge_ValType element, OldLimit limit);
OldLimit OldTableTypeGetLimit(const WasmEdge_TableTypeContext* type);
WasmEdge_MemoryTypeContext* OldMemoryTypeCreate(OldLimit limit);
OldLimit OldMemoryTypeGetLimit(const WasmEdge_MemoryTypeContext* type);

}  // namespace plugkit
