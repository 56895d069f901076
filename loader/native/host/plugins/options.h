// The options of a plug-in. The plug-in owns their storage; values are
// process-wide. A stock WasmEdge sets them from its command line only; here defaults are in place
// once the plug-in is loaded, and an embedder sets the rest.
#pragma once

#include <wasmedge/wasmedge.h>

#include <vector>

#include "registry.h"

namespace plugkit {

/// Copies each default value into its storage, and warns when another value was there: a stock
/// WasmEdge leaves that. The descriptor has passed CheckDescriptor.
Check ApplyDefaults(const WasmEdge_PluginDescriptor& plugin, const LoadedMemory& memory,
                    std::vector<Warning>& warnings);

/// Sets one option. Value points to its C type: bool for a toggle, a number of the option's size,
/// and `const char*` (so a pointer to such a pointer) for a string, whose bytes are copied and end
/// with a NUL. False when there is no such option, or it takes no value. Any thread.
bool SetOption(const WasmEdge_PluginContext& plugin, uint32_t index, const void* value);

/// A text that an option was set to stays where it is, as the plug-in may have kept the pointer,
/// until the option was set to so many other texts since.
inline constexpr size_t kKeptTexts = 256;

}  // namespace plugkit
