// The table of loader/native/embedder.h, which WasmEdge_PluginFind hands out.
#pragma once

#include "embedder.h"

namespace plugkit {

/// Static storage.
const plugkit_Host* HostInterface();

}  // namespace plugkit
