// The plug-ins of this process. They are never unloaded: WebAssembly instances,
// host data and options may point into them. Every function may be called on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "embedder.h"
#include "host/refusal.h"
#include "host/system/file_system.h"

/// What the C API calls a plug-in context. Immutable, lives as long as the process.
struct WasmEdge_PluginContext {
  std::string Name;
  std::string Path;
  plugkit::FileIdentity File;
  const WasmEdge_PluginDescriptor* Descriptor;
};

namespace plugkit {

/// What became of one candidate.
struct Outcome {
  std::string Path;
  const WasmEdge_PluginContext* Plugin = nullptr;
  bool AlreadyLoaded = false;
  bool IsPlugin = false;  // it exports a descriptor, whatever else may be wrong with it
  Check Why;              // set when refused
};

/// Checks, opens and registers the library at an absolute path.
Outcome LoadFile(const std::string& Path);

/// In the order in which they were loaded.
std::vector<const WasmEdge_PluginContext*> ListPlugins();
/// Null when none has this name.
const WasmEdge_PluginContext* FindPlugin(std::string_view Name);

}  // namespace plugkit
