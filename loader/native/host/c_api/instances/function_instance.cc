// Making and asking functions. Calling them is in ../engine/executor.cc.
#include "function_instance.h"

#include "owned.h"

namespace plugkit {

WasmEdge_FunctionInstanceContext* FunctionCreate(const WasmEdge_FunctionTypeContext* typeOrNull,
                                                 const plugkit_Embedder* embedder, void* handle) {
  if (!embedder) return nullptr;
  return new WasmEdge_FunctionInstanceContext{
      typeOrNull ? *typeOrNull : WasmEdge_FunctionTypeContext{},
      {},
      0,
      {embedder, handle},
      typeOrNull != nullptr,
      nullptr};
}

bool FunctionGetHost(const WasmEdge_FunctionInstanceContext* function, plugkit_HostFunction* host,
                     void** handle) {
  if (function->home) {
    *handle = function->home.Handle();
    return false;
  }
  *host = function->host;
  host->Module = function->owner;
  return true;
}

}  // namespace plugkit

extern "C" {

WasmEdge_FunctionInstanceContext* WasmEdge_FunctionInstanceCreate(
    const WasmEdge_FunctionTypeContext* type, WasmEdge_HostFunc_t hostFunc, void* data,
    const uint64_t cost) {
  if (!type || !hostFunc) return nullptr;
  return new WasmEdge_FunctionInstanceContext{
      *type, {hostFunc, nullptr, nullptr, data, nullptr}, cost, {}, true, nullptr};
}

WasmEdge_FunctionInstanceContext* WasmEdge_FunctionInstanceCreateBinding(
    const WasmEdge_FunctionTypeContext* type, WasmEdge_WrapFunc_t wrapFunc, void* binding,
    void* data, const uint64_t cost) {
  if (!type || !wrapFunc) return nullptr;
  return new WasmEdge_FunctionInstanceContext{
      *type, {nullptr, wrapFunc, binding, data, nullptr}, cost, {}, true, nullptr};
}

const void* WasmEdge_FunctionInstanceGetData(const WasmEdge_FunctionInstanceContext* cxt) {
  return cxt ? cxt->host.Data : nullptr;
}

const WasmEdge_FunctionTypeContext* WasmEdge_FunctionInstanceGetFunctionType(
    const WasmEdge_FunctionInstanceContext* cxt) {
  if (!cxt) return nullptr;
  if (cxt->typeKnown) return &cxt->type;
  return cxt->home.Call(&plugkit_Embedder::FunctionType);
}

void WasmEdge_FunctionInstanceDelete(WasmEdge_FunctionInstanceContext* cxt) {
  plugkit::DeleteUnowned(cxt, "function");
}
}
