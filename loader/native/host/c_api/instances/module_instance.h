// A module instance: named exports, the data of its host, the stores it is in.
//
// A module belongs to one thread at a time, like its plug-in's data; only being put into and taken
// out of stores is safe from any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "embedded.h"
#include "function_instance.h"
#include "global_instance.h"
#include "host/c_api/values/text.h"
#include "memory_instance.h"
#include "table_instance.h"
#include "tag_instance.h"

namespace plugkit {

// The exports of one kind. A name that is added again means the newer instance; the older one lives
// on, since references may point to it. An instance may have several names.
template <class Instance>
struct Exports {
  std::map<std::string, Instance*, std::less<>> byName;
  std::vector<std::unique_ptr<Instance>> owned;

  void Add(WasmEdge_String name, Instance* given, const WasmEdge_ModuleInstanceContext* owner) {
    if (!given->owner) owned.emplace_back(given);
    given->owner = owner;
    byName[std::string(View(name))] = given;
  }

  Instance* Find(WasmEdge_String name) const {
    auto found = byName.find(View(name));
    return found == byName.end() ? nullptr : found->second;
  }
};

}  // namespace plugkit

struct WasmEdge_ModuleInstanceContext {
  WasmEdge_ModuleInstanceContext(std::string_view name, void* hostData, void (*finalizer)(void*))
      : name(name), hostData(hostData), finalizer(finalizer) {}
  WasmEdge_ModuleInstanceContext(std::string_view name, const plugkit_Embedder* embedder,
                                 void* handle)
      : name(name), home(embedder, handle) {}
  ~WasmEdge_ModuleInstanceContext();

  // Lets the embedder add the exports before the first look at them.
  void Populate() const;
  // The memory of this index: the one the embedder set, else the one added in this place.
  WasmEdge_MemoryInstanceContext* MemoryAt(uint32_t index) const;

  std::string name;
  void* hostData = nullptr;
  void (*finalizer)(void*) = nullptr;
  bool isWasi = false;

  plugkit::Exports<WasmEdge_FunctionInstanceContext> functions;
  plugkit::Exports<WasmEdge_TableInstanceContext> tables;
  plugkit::Exports<WasmEdge_MemoryInstanceContext> memories;
  plugkit::Exports<WasmEdge_TagInstanceContext> tags;
  plugkit::Exports<WasmEdge_GlobalInstanceContext> globals;

  std::vector<std::unique_ptr<WasmEdge_MemoryInstanceContext>> indexed;
  std::vector<std::unique_ptr<WasmEdge_MemoryInstanceContext>> replaced;
  // One entry for each name in each store; guarded by the lock of store.cc.
  std::vector<WasmEdge_StoreContext*> stores;

  plugkit::Home home;
  mutable bool populated = false;
};

namespace plugkit {

// The module takes ownership of what is added. It fails for what another module or the embedder
// owns.
WasmEdge_Result AddFunction(WasmEdge_ModuleInstanceContext* module, WasmEdge_String name,
                            WasmEdge_FunctionInstanceContext* function);
WasmEdge_Result AddTable(WasmEdge_ModuleInstanceContext* module, WasmEdge_String name,
                         WasmEdge_TableInstanceContext* table);
WasmEdge_Result AddMemory(WasmEdge_ModuleInstanceContext* module, WasmEdge_String name,
                          WasmEdge_MemoryInstanceContext* memory);
WasmEdge_Result AddGlobal(WasmEdge_ModuleInstanceContext* module, WasmEdge_String name,
                          WasmEdge_GlobalInstanceContext* global);

}  // namespace plugkit
