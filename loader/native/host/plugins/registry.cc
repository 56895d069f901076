#include "registry.h"

#include <map>

#include "host/system/mutex.h"

namespace plugkit {
namespace {

struct Registry {
  std::vector<const WasmEdge_PluginContext*> plugins;
  std::map<std::string_view, const WasmEdge_PluginContext*> byName;
};

Mutex lock;
// Made at the first load and never deleted, so that no destructor runs at exit.
Registry* loaded = nullptr;

}  // namespace

void Register(const WasmEdge_PluginContext* plugin) {
  LockGuard guard(lock);
  if (!loaded) loaded = new Registry();
  loaded->plugins.push_back(plugin);
  loaded->byName[plugin->name] = plugin;
}

std::vector<const WasmEdge_PluginContext*> ListPlugins() {
  LockGuard guard(lock);
  return loaded ? loaded->plugins : std::vector<const WasmEdge_PluginContext*>();
}

const WasmEdge_PluginContext* FindPlugin(std::string_view name) {
  LockGuard guard(lock);
  if (!loaded) return nullptr;
  const auto found = loaded->byName.find(name);
  return found == loaded->byName.end() ? nullptr : found->second;
}

}  // namespace plugkit
