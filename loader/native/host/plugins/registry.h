// The plug-ins of this process. They are never unloaded: WebAssembly instances,
// host data and options may point into them. Every function may be called on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "embedder.h"
#include "host/refusal.h"
#include "host/system/loaded_memory.h"

/// What the C API calls a plug-in context. Immutable, lives as long as the process.
struct WasmEdge_PluginContext {
  std::string name;
  std::string path;
  const WasmEdge_PluginDescriptor* descriptor;
  plugkit::LoadedMemory memory;
};

namespace plugkit {

void Register(const WasmEdge_PluginContext* plugin);

/// In the order in which they were loaded.
std::vector<const WasmEdge_PluginContext*> ListPlugins();
/// Null when none has this name.
const WasmEdge_PluginContext* FindPlugin(std::string_view name);

}  // namespace plugkit
