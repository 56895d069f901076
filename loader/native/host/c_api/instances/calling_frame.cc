// Asking a calling frame.
#include "calling_frame.h"

#include "module_instance.h"

namespace plugkit {

WasmEdge_CallingFrameContext* CallingFrameCreate(WasmEdge_ExecutorContext* executor,
                                                 const WasmEdge_ModuleInstanceContext* module) {
  return new WasmEdge_CallingFrameContext{executor, module};
}

void CallingFrameDelete(WasmEdge_CallingFrameContext* frame) { delete frame; }

}  // namespace plugkit

extern "C" {

WasmEdge_ExecutorContext* WasmEdge_CallingFrameGetExecutor(
    const WasmEdge_CallingFrameContext* cxt) {
  return cxt ? cxt->executor : nullptr;
}

const WasmEdge_ModuleInstanceContext* WasmEdge_CallingFrameGetModuleInstance(
    const WasmEdge_CallingFrameContext* cxt) {
  return cxt ? cxt->module : nullptr;
}

WasmEdge_MemoryInstanceContext* WasmEdge_CallingFrameGetMemoryInstance(
    const WasmEdge_CallingFrameContext* cxt, const uint32_t idx) {
  return cxt && cxt->module ? cxt->module->MemoryAt(idx) : nullptr;
}
}
