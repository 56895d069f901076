// plugin_abi.h: which C functions mean something else to a plug-in built for an older API version,
// and so must not be called by it. Called by plugin_registry.cc; facts: "abiChanges" of
// facts/c-api.json.
#pragma once

#include "dynamic_library.h"
#include "image.h"

namespace plugkit {

inline constexpr uint32_t kCurrentApiVersion = 5;
inline constexpr uint32_t kOldestApiVersion = 3;

/// Refuses a plug-in that would call a function in a form other than the one it is bound to.
Check CheckAbi(uint32_t ApiVersion, const Image& Library, SymbolBinding Binding);

}  // namespace plugkit
