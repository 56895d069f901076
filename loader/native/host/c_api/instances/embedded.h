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

// Where an instance lives: nowhere but in the host library, or in an embedder, which is notified
// when the instance is gone. An embedder is asked on its own thread only, the one that gave it the
// instance: a plug-in may have threads, and their questions fail without a change of anything.
class Home {
 public:
  Home() = default;
  Home(const plugkit_Embedder* embedder, void* handle)
      : table_(embedder), key_(handle), thread_(ThreadMark()) {}
  Home(const Home&) = delete;
  ~Home() {
    if (table_ && table_->Release) table_->Release(table_->Data, key_);
  }

  // False when the instance lives in an embedder already.
  bool MoveTo(const plugkit_Embedder* embedder, void* handle) {
    if (table_ || !embedder) return false;
    table_ = embedder;
    key_ = handle;
    thread_ = ThreadMark();
    return true;
  }

  explicit operator bool() const { return table_ != nullptr; }
  // Whether this thread may ask: what is in the host library can be asked on any.
  bool IsHere() const { return table_ == nullptr || thread_ == ThreadMark(); }
  void* Handle() const { return key_; }

  // Calls one function of the embedder: In.Call(&plugkit_Embedder::TableSize). On another thread,
  // the answer is RuntimeError, false, zero or NULL.
  template <class Answer, class... Parameters, class... Arguments>
  Answer Call(Answer (*plugkit_Embedder::*member)(void*, void*, Parameters...),
              Arguments... values) const {
    if (!IsHere()) return NoAnswer<Answer>();
    return (table_->*member)(table_->Data, key_, values...);
  }

 private:
  const plugkit_Embedder* table_ = nullptr;
  void* key_ = nullptr;
  uint64_t thread_ = 0;
};

WasmEdge_FunctionInstanceContext* FunctionCreate(const WasmEdge_FunctionTypeContext* typeOrNull,
                                                 const plugkit_Embedder* embedder, void* handle);
WasmEdge_MemoryInstanceContext* MemoryCreate(const WasmEdge_MemoryTypeContext* type,
                                             const plugkit_Embedder* embedder, void* handle);
WasmEdge_TableInstanceContext* TableCreate(const WasmEdge_TableTypeContext* type,
                                           const plugkit_Embedder* embedder, void* handle);
WasmEdge_GlobalInstanceContext* GlobalCreate(const WasmEdge_GlobalTypeContext* type,
                                             const plugkit_Embedder* embedder, void* handle);
WasmEdge_ModuleInstanceContext* ModuleCreate(WasmEdge_String name, const plugkit_Embedder* embedder,
                                             void* handle);
void ModuleSetMemory(WasmEdge_ModuleInstanceContext* module, uint32_t index,
                     WasmEdge_MemoryInstanceContext* memory);
bool MemoryAttach(WasmEdge_MemoryInstanceContext* memory, const plugkit_Embedder* embedder,
                  void* handle);
bool TableAttach(WasmEdge_TableInstanceContext* table, const plugkit_Embedder* embedder,
                 void* handle);
bool GlobalAttach(WasmEdge_GlobalInstanceContext* global, const plugkit_Embedder* embedder,
                  void* handle);
bool FunctionGetHost(const WasmEdge_FunctionInstanceContext* function, plugkit_HostFunction* host,
                     void** handle);
WasmEdge_CallingFrameContext* CallingFrameCreate(WasmEdge_ExecutorContext* executor,
                                                 const WasmEdge_ModuleInstanceContext* module);
void CallingFrameDelete(WasmEdge_CallingFrameContext* frame);

}  // namespace plugkit
