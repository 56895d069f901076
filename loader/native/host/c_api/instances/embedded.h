// Instances whose contents live in the program that embeds the host library (see
// ../embedder.h). The functions here fill the table of that header; host_interface.cc hands it out.
#pragma once

#include "embedder.h"
#include "host/c_api/values/result.h"
#include "host/system/thread.h"

namespace plugkit {

// What a question gets that is asked on a thread where the embedder cannot answer.
template <class Answer>
Answer NoAnswer() {
  return Answer{};
}
template <>
inline WasmEdge_Result NoAnswer<WasmEdge_Result>() {
  return Failure(WasmEdge_ErrCode_RuntimeError);
}

// Where an instance lives: nowhere but in the host library, or in an embedder, which is told when
// the instance is gone. An embedder is asked on its own thread only, the one that gave it the
// instance: a plug-in may have threads, and their questions fail without a change of anything.
class Home {
 public:
  Home() = default;
  Home(const plugkit_Embedder* Embedder, void* Handle)
      : Table(Embedder), Key(Handle), Thread(ThreadMark()) {}
  Home(const Home&) = delete;
  ~Home() {
    if (Table && Table->Release) Table->Release(Table->Data, Key);
  }

  // False when the instance lives in an embedder already.
  bool MoveTo(const plugkit_Embedder* Embedder, void* Handle) {
    if (Table || !Embedder) return false;
    Table = Embedder;
    Key = Handle;
    Thread = ThreadMark();
    return true;
  }

  explicit operator bool() const { return Table != nullptr; }
  // Whether this thread may ask: what is in the host library can be asked on any.
  bool IsHere() const { return Table == nullptr || Thread == ThreadMark(); }
  void* Handle() const { return Key; }

  // Calls one function of the embedder: In.Call(&plugkit_Embedder::TableSize). On another thread,
  // the answer is RuntimeError, false, zero or NULL.
  template <class Answer, class... Parameters, class... Arguments>
  Answer Call(Answer (*plugkit_Embedder::*Member)(void*, void*, Parameters...),
              Arguments... Values) const {
    if (!IsHere()) return NoAnswer<Answer>();
    return (Table->*Member)(Table->Data, Key, Values...);
  }

 private:
  const plugkit_Embedder* Table = nullptr;
  void* Key = nullptr;
  uint64_t Thread = 0;
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
