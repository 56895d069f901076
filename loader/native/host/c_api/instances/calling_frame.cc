// Asking a calling frame.
#include "calling_frame.h"

#include "module_instance.h"

namespace plugkit {

WasmEdge_CallingFrameContext* CallingFrameCreate(WasmEdge_ExecutorContext* Executor,
                                                 const WasmEdge_ModuleInstanceContext* Module) {
  return new WasmEdge_CallingFrameContext{Executor, Module};
}

void CallingFrameDelete(WasmEdge_CallingFrameContext* Frame) { delete Frame; }

}  // namespace plugkit

extern "C" {

WasmEdge_ExecutorContext* WasmEdge_CallingFrameGetExecutor(
    const WasmEdge_CallingFrameContext* Cxt) {
  return Cxt ? Cxt->Executor : nullptr;
}

const WasmEdge_ModuleInstanceContext* WasmEdge_CallingFrameGetModuleInstance(
    const WasmEdge_CallingFrameContext* Cxt) {
  return Cxt ? Cxt->Module : nullptr;
}

WasmEdge_MemoryInstanceContext* WasmEdge_CallingFrameGetMemoryInstance(
    const WasmEdge_CallingFrameContext* Cxt, const uint32_t Idx) {
  return Cxt && Cxt->Module ? Cxt->Module->MemoryAt(Idx) : nullptr;
}
}
