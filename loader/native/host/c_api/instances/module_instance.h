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
  std::map<std::string, Instance*, std::less<>> ByName;
  std::vector<std::unique_ptr<Instance>> Owned;

  void Add(WasmEdge_String Name, Instance* Given, const WasmEdge_ModuleInstanceContext* Owner) {
    if (!Given->Owner) Owned.emplace_back(Given);
    Given->Owner = Owner;
    ByName[std::string(View(Name))] = Given;
  }

  Instance* Find(WasmEdge_String Name) const {
    auto Found = ByName.find(View(Name));
    return Found == ByName.end() ? nullptr : Found->second;
  }
};

}  // namespace plugkit

struct WasmEdge_ModuleInstanceContext {
  WasmEdge_ModuleInstanceContext(std::string_view Name, void* HostData, void (*Finalizer)(void*))
      : Name(Name), HostData(HostData), Finalizer(Finalizer) {}
  WasmEdge_ModuleInstanceContext(std::string_view Name, const plugkit_Embedder* Embedder,
                                 void* Handle)
      : Name(Name), Home(Embedder, Handle) {}
  ~WasmEdge_ModuleInstanceContext();

  // Lets the embedder add the exports before the first look at them.
  void Populate() const;
  // The memory of this index: the one the embedder set, else the one added in this place.
  WasmEdge_MemoryInstanceContext* MemoryAt(uint32_t Index) const;

  std::string Name;
  void* HostData = nullptr;
  void (*Finalizer)(void*) = nullptr;
  bool IsWasi = false;

  plugkit::Exports<WasmEdge_FunctionInstanceContext> Functions;
  plugkit::Exports<WasmEdge_TableInstanceContext> Tables;
  plugkit::Exports<WasmEdge_MemoryInstanceContext> Memories;
  plugkit::Exports<WasmEdge_TagInstanceContext> Tags;
  plugkit::Exports<WasmEdge_GlobalInstanceContext> Globals;

  std::vector<std::unique_ptr<WasmEdge_MemoryInstanceContext>> Indexed;
  std::vector<std::unique_ptr<WasmEdge_MemoryInstanceContext>> Replaced;
  // One entry for each name in each store; guarded by the lock of store.cc.
  std::vector<WasmEdge_StoreContext*> Stores;

  plugkit::Home Home;
  mutable bool Populated = false;
};

namespace plugkit {

// The module takes ownership of what is added. It fails for what another module or the embedder
// owns.
WasmEdge_Result AddFunction(WasmEdge_ModuleInstanceContext* Module, WasmEdge_String Name,
                            WasmEdge_FunctionInstanceContext* Function);
WasmEdge_Result AddTable(WasmEdge_ModuleInstanceContext* Module, WasmEdge_String Name,
                         WasmEdge_TableInstanceContext* Table);
WasmEdge_Result AddMemory(WasmEdge_ModuleInstanceContext* Module, WasmEdge_String Name,
                          WasmEdge_MemoryInstanceContext* Memory);
WasmEdge_Result AddGlobal(WasmEdge_ModuleInstanceContext* Module, WasmEdge_String Name,
                          WasmEdge_GlobalInstanceContext* Global);

}  // namespace plugkit
