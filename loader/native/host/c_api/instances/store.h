// Modules by name. A store owns none of them: a module that is deleted leaves its stores.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "module_instance.h"

struct WasmEdge_StoreContext {
  ~WasmEdge_StoreContext();

  // False when the name is taken.
  bool Add(std::string_view name, WasmEdge_ModuleInstanceContext* module);
  WasmEdge_ModuleInstanceContext* Find(std::string_view name) const;
  uint32_t List(WasmEdge_String* names, uint32_t length) const;
  void Clear();

  std::map<std::string, WasmEdge_ModuleInstanceContext*, std::less<>> byName;
};

namespace plugkit {

// Takes a module out of every store, under every name.
void LeaveStores(WasmEdge_ModuleInstanceContext* module);

}  // namespace plugkit
