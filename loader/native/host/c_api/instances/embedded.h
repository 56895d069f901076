// Instances whose contents live in the program that embeds the host library (see
// ../embedder.h). The functions here fill the table of that header; host_interface.cc hands it out.
#pragma once

#include "embedder.h"

namespace plugkit {

// Where an instance lives: nowhere but in the host library, or in an embedder, which is told when
// the instance is gone.
class Home {
 public:
  Home() = default;
  Home(const plugkit_Embedder* Embedder, void* Handle) : Table(Embedder), Key(Handle) {}
  Home(const Home&) = delete;
  ~Home() {
    if (Table && Table->Release) Table->Release(Table->Data, Key);
  }

  // False when the instance lives in an embedder already.
  bool MoveTo(const plugkit_Embedder* Embedder, void* Handle) {
    if (Table || !Embedder) return false;
    Table = Embedder;
    Key = Handle;
    return true;
  }

  explicit operator bool() const { return Table != nullptr; }
  void* Handle() const { return Key; }

  // Calls one function of the embedder: In.Call(&plugkit_Embedder::TableSize).
  template <class Function, class... Arguments>
  auto Call(Function plugkit_Embedder::*Member, Arguments... Values) const {
    return (Table->*Member)(Table->Data, Key, Values...);
  }

 private:
  const plugkit_Embedder* Table = nullptr;
  void* Key = nullptr;
};

WasmEdge_FunctionInstanceContext* FunctionCreate(const WasmEdge_FunctionTypeContext* TypeOrNull,
                                                 const plugkit_Embedder* Embedder, void* Handle);
WasmEdge_MemoryInstanceContext* MemoryCreate(const WasmEdge_MemoryTypeContext* Type,
                                             const plugkit_Embedder* Embedder, void* Handle);
WasmEdge_TableInstanceContext* TableCreate(const WasmEdge_TableTypeContext* Type,
                                           const plugkit_Embedder* Embedder, void* Handle);
WasmEdge_GlobalInstanceContext* GlobalCreate(const WasmEdge_GlobalTypeContext* Type,
                                             const plugkit_Embedder* Embedder, void* Handle);
WasmEdge_ModuleInstanceContext* ModuleCreate(WasmEdge_String Name, const plugkit_Embedder* Embedder,
                                             void* Handle);
void ModuleSetMemory(WasmEdge_ModuleInstanceContext* Module, uint32_t Index,
                     WasmEdge_MemoryInstanceContext* Memory);
bool MemoryAttach(WasmEdge_MemoryInstanceContext* Memory, const plugkit_Embedder* Embedder,
                  void* Handle);
bool TableAttach(WasmEdge_TableInstanceContext* Table, const plugkit_Embedder* Embedder,
                 void* Handle);
bool GlobalAttach(WasmEdge_GlobalInstanceContext* Global, const plugkit_Embedder* Embedder,
                  void* Handle);
bool FunctionGetHost(const WasmEdge_FunctionInstanceContext* Function, plugkit_HostFunction* Host,
                     void** Handle);
WasmEdge_CallingFrameContext* CallingFrameCreate(WasmEdge_ExecutorContext* Executor,
                                                 const WasmEdge_ModuleInstanceContext* Module);
void CallingFrameDelete(WasmEdge_CallingFrameContext* Frame);

}  // namespace plugkit
