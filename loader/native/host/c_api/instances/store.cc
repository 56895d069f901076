// Registering, finding and forgetting modules. One lock for all stores: modules and
// stores know each other, and whichever goes first has to tell the other.
#include "store.h"

#include <algorithm>

#include "host/system/mutex.h"

using plugkit::LockGuard;

namespace {
plugkit::Mutex Lock;
}

WasmEdge_StoreContext::~WasmEdge_StoreContext() { Clear(); }

bool WasmEdge_StoreContext::Add(std::string_view Name, WasmEdge_ModuleInstanceContext* Module) {
  LockGuard Held(Lock);
  if (!ByName.emplace(std::string(Name), Module).second) return false;
  Module->Stores.push_back(this);
  return true;
}

WasmEdge_ModuleInstanceContext* WasmEdge_StoreContext::Find(std::string_view Name) const {
  LockGuard Held(Lock);
  auto Found = ByName.find(Name);
  return Found == ByName.end() ? nullptr : Found->second;
}

uint32_t WasmEdge_StoreContext::List(WasmEdge_String* Names, uint32_t Length) const {
  LockGuard Held(Lock);
  return plugkit::ListNames(ByName, Names, Length);
}

void WasmEdge_StoreContext::Clear() {
  LockGuard Held(Lock);
  for (auto& [Name, Module] : ByName) {
    auto& Stores = Module->Stores;
    Stores.erase(std::remove(Stores.begin(), Stores.end(), this), Stores.end());
  }
  ByName.clear();
}

namespace plugkit {

void LeaveStores(WasmEdge_ModuleInstanceContext* Module) {
  LockGuard Held(Lock);
  for (WasmEdge_StoreContext* Store : Module->Stores) {
    for (auto It = Store->ByName.begin(); It != Store->ByName.end();) {
      It = It->second == Module ? Store->ByName.erase(It) : std::next(It);
    }
  }
  Module->Stores.clear();
}

}  // namespace plugkit

extern "C" {

WasmEdge_StoreContext* WasmEdge_StoreCreate(void) { return new WasmEdge_StoreContext; }

const WasmEdge_ModuleInstanceContext* WasmEdge_StoreFindModule(const WasmEdge_StoreContext* Cxt,
                                                               const WasmEdge_String Name) {
  return Cxt ? Cxt->Find(plugkit::View(Name)) : nullptr;
}

uint32_t WasmEdge_StoreListModuleLength(const WasmEdge_StoreContext* Cxt) {
  return Cxt ? Cxt->List(nullptr, 0) : 0;
}

uint32_t WasmEdge_StoreListModule(const WasmEdge_StoreContext* Cxt, WasmEdge_String* Names,
                                  const uint32_t Len) {
  return Cxt ? Cxt->List(Names, Len) : 0;
}

void WasmEdge_StoreDelete(WasmEdge_StoreContext* Cxt) { delete Cxt; }
}
