#include "registry.h"

#include <map>

#include "host/system/mutex.h"

namespace plugkit {
namespace {

struct Registry {
  std::vector<const WasmEdge_PluginContext*> Plugins;
  std::map<std::string_view, const WasmEdge_PluginContext*> ByName;
};

Mutex Lock;
// Made at the first load and never deleted, so that no destructor runs at exit.
Registry* Loaded = nullptr;

}  // namespace

void Register(const WasmEdge_PluginContext* Plugin) {
  LockGuard Guard(Lock);
  if (!Loaded) Loaded = new Registry();
  Loaded->Plugins.push_back(Plugin);
  Loaded->ByName[Plugin->Name] = Plugin;
}

std::vector<const WasmEdge_PluginContext*> ListPlugins() {
  LockGuard Guard(Lock);
  return Loaded ? Loaded->Plugins : std::vector<const WasmEdge_PluginContext*>();
}

const WasmEdge_PluginContext* FindPlugin(std::string_view Name) {
  LockGuard Guard(Lock);
  if (!Loaded) return nullptr;
  const auto Found = Loaded->ByName.find(Name);
  return Found == Loaded->ByName.end() ? nullptr : Found->second;
}

}  // namespace plugkit
