// Registering, finding and forgetting modules. One lock for all stores: modules and
// stores know each other, and whichever goes first has to tell the other.
#include "store.h"

#include <algorithm>

#include "host/system/mutex.h"

using plugkit::LockGuard;

namespace {
plugkit::Mutex lock;
}

WasmEdge_StoreContext::~WasmEdge_StoreContext() { Clear(); }

bool WasmEdge_StoreContext::Add(std::string_view name, WasmEdge_ModuleInstanceContext* module) {
  LockGuard held(lock);
  if (!byName.emplace(std::string(name), module).second) return false;
  module->stores.push_back(this);
  return true;
}

WasmEdge_ModuleInstanceContext* WasmEdge_StoreContext::Find(std::string_view name) const {
  LockGuard held(lock);
  auto found = byName.find(name);
  return found == byName.end() ? nullptr : found->second;
}

uint32_t WasmEdge_StoreContext::List(WasmEdge_String* names, uint32_t length) const {
  LockGuard held(lock);
  return plugkit::ListNames(byName, names, length);
}

void WasmEdge_StoreContext::Clear() {
  LockGuard held(lock);
  for (auto& [Name, Module] : byName) {
    auto& stores = Module->stores;
    stores.erase(std::remove(stores.begin(), stores.end(), this), stores.end());
  }
  byName.clear();
}

namespace plugkit {

void LeaveStores(WasmEdge_ModuleInstanceContext* module) {
  LockGuard held(lock);
  for (WasmEdge_StoreContext* store : module->stores) {
    for (auto it = store->byName.begin(); it != store->byName.end();) {
      it = it->second == module ? store->byName.erase(it) : std::next(it);
    }
  }
  module->stores.clear();
}

}  // namespace plugkit

extern "C" {

WasmEdge_StoreContext* WasmEdge_StoreCreate(void) { return new WasmEdge_StoreContext; }

const WasmEdge_ModuleInstanceContext* WasmEdge_StoreFindModule(const WasmEdge_StoreContext* cxt,
                                                               const WasmEdge_String name) {
  return cxt ? cxt->Find(plugkit::View(name)) : nullptr;
}

uint32_t WasmEdge_StoreListModuleLength(const WasmEdge_StoreContext* cxt) {
  return cxt ? cxt->List(nullptr, 0) : 0;
}

uint32_t WasmEdge_StoreListModule(const WasmEdge_StoreContext* cxt, WasmEdge_String* names,
                                  const uint32_t len) {
  return cxt ? cxt->List(names, len) : 0;
}

void WasmEdge_StoreDelete(WasmEdge_StoreContext* cxt) { delete cxt; }
}
