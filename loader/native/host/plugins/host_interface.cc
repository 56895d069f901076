#include "host_interface.h"

#include "default_paths.h"
#include "host/c_api/instances/embedded.h"
#include "host/system/dynamic_library.h"
#include "host/system/mutex.h"
#include "options.h"
#include "search.h"

namespace plugkit {
namespace {

Mutex PathLock;

void LoadDefaults(plugkit_OnOutcome OnOutcome, void* Data) {
  LoadFromDefaultPaths(OutcomeSink(OnOutcome, Data));
}

void LoadListed(const plugkit_DefaultPath* Paths, size_t Count, plugkit_OnOutcome OnOutcome,
                void* Data) {
  LoadFromPaths(Paths, Count, OutcomeSink(OnOutcome, Data));
}

void Load(const char* Path, plugkit_OnOutcome OnOutcome, void* Data) {
  LoadFromPath(Path, OutcomeSink(OnOutcome, Data));
}

void ListDefaultPaths(void (*OnPath)(void* Data, const char* Path, const char* Rule), void* Data) {
  for (const DefaultPath& Entry : DefaultPaths(CurrentPathEnvironment())) {
    OnPath(Data, Entry.Path.c_str(), Entry.Rule);
  }
}

const char* LibraryPath() {
  static const std::string* Path = nullptr;
  LockGuard Guard(PathLock);
  if (!Path) Path = new std::string(OwnPath());
  return Path->c_str();
}

const WasmEdge_PluginDescriptor* PluginGetDescriptor(const WasmEdge_PluginContext* Plugin) {
  return Plugin->Descriptor;
}

const char* PluginGetPath(const WasmEdge_PluginContext* Plugin) { return Plugin->Path.c_str(); }

bool PluginSetOption(const WasmEdge_PluginContext* Plugin, uint32_t Index, const void* Value) {
  return SetOption(*Plugin, Index, Value);
}

// In the order of the struct.
const plugkit_Host Host = {
    PLUGKIT_HOST_VERSION, LoadDefaults,   LoadListed,          Load,
    ListDefaultPaths,     LibraryPath,    PluginGetDescriptor, PluginGetPath,
    PluginSetOption,      FunctionCreate, MemoryCreate,        TableCreate,
    GlobalCreate,         ModuleCreate,   ModuleSetMemory,     MemoryAttach,
    TableAttach,          GlobalAttach,   FunctionGetHost,     CallingFrameCreate,
    CallingFrameDelete};

}  // namespace

const plugkit_Host* HostInterface() { return &Host; }

}  // namespace plugkit
