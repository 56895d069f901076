#include "host_interface.h"

#include "default_paths.h"
#include "host/c_api/instances/embedded.h"
#include "host/system/dynamic_library.h"
#include "host/system/mutex.h"
#include "options.h"
#include "search.h"

namespace plugkit {
namespace {

Mutex pathLock;

void LoadDefaults(plugkit_OnOutcome onOutcome, void* data) {
  LoadFromDefaultPaths(OutcomeSink(onOutcome, data));
}

void LoadListed(const plugkit_DefaultPath* paths, size_t count, plugkit_OnOutcome onOutcome,
                void* data) {
  LoadFromPaths(paths, count, OutcomeSink(onOutcome, data));
}

void Load(const char* path, plugkit_OnOutcome onOutcome, void* data) {
  LoadFromPath(path, OutcomeSink(onOutcome, data));
}

void ListDefaultPaths(void (*onPath)(void* data, const char* path, const char* rule), void* data) {
  for (const DefaultPath& entry : DefaultPaths(CurrentPathEnvironment())) {
    onPath(data, entry.path.c_str(), entry.rule);
  }
}

const char* LibraryPath() {
  static const std::string* path = nullptr;
  LockGuard guard(pathLock);
  if (!path) path = new std::string(OwnPath());
  return path->c_str();
}

const WasmEdge_PluginDescriptor* PluginGetDescriptor(const WasmEdge_PluginContext* plugin) {
  return plugin->descriptor;
}

const char* PluginGetPath(const WasmEdge_PluginContext* plugin) { return plugin->path.c_str(); }

bool PluginSetOption(const WasmEdge_PluginContext* plugin, uint32_t index, const void* value) {
  return SetOption(*plugin, index, value);
}

// In the order of the struct.
const plugkit_Host kHost = {
    PLUGKIT_HOST_VERSION, LoadDefaults,   LoadListed,          Load,
    ListDefaultPaths,     LibraryPath,    PluginGetDescriptor, PluginGetPath,
    PluginSetOption,      FunctionCreate, MemoryCreate,        TableCreate,
    GlobalCreate,         ModuleCreate,   ModuleSetMemory,     MemoryAttach,
    TableAttach,          GlobalAttach,   FunctionGetHost,     CallingFrameCreate,
    CallingFrameDelete};

}  // namespace

const plugkit_Host* HostInterface() { return &kHost; }

}  // namespace plugkit
