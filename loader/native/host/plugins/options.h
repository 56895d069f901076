// The options of a plug-in. The plug-in owns their storage; values are
// process-wide. A stock WasmEdge sets them from its command line only; here defaults are in place
// once the plug-in is loaded, and an embedder sets the rest.
#pragma once

#include <wasmedge/wasmedge.h>

#include "host/refusal.h"

namespace plugkit {

/// Copies each default value into its storage. The descriptor has passed CheckDescriptor.
Check ApplyDefaults(const WasmEdge_PluginDescriptor& Plugin);

/// Sets one option. Value points to its C type: bool for a toggle, a number of the option's size,
/// and `const char*` (so a pointer to such a pointer) for a string, whose bytes are copied and kept
/// for the process, with a NUL after them. False when there is no such option, or it takes no
/// value.
bool SetOption(const WasmEdge_PluginDescriptor& Plugin, uint32_t Index, const void* Value);

}  // namespace plugkit
