// Checks what a plug-in says of itself before anything relies on it.
#pragma once

#include <wasmedge/wasmedge.h>

#include "host/refusal.h"
#include "host/system/loaded_memory.h"

namespace plugkit {

/// Refuses null and wild pointers, absurd counts, names that are empty, endless, doubled or not
/// UTF-8, and API versions that are not offered. Descriptions may be null, as a stock WasmEdge
/// allows. Memory is that of the library.
Check CheckDescriptor(const WasmEdge_PluginDescriptor* descriptor, const LoadedMemory& memory);

}  // namespace plugkit
