// Making and asking functions. Calling them is in invoke.cc.
#include "function_instance.h"

#include "owned.h"

namespace plugkit {

WasmEdge_FunctionInstanceContext* FunctionCreate(const WasmEdge_FunctionTypeContext* TypeOrNull,
                                                 const plugkit_Embedder* Embedder, void* Handle) {
  if (!Embedder) return nullptr;
  return new WasmEdge_FunctionInstanceContext{
      TypeOrNull ? *TypeOrNull : WasmEdge_FunctionTypeContext{},
      {},
      0,
      {Embedder, Handle},
      TypeOrNull != nullptr,
      nullptr};
}

bool FunctionGetHost(const WasmEdge_FunctionInstanceContext* Function, plugkit_HostFunction* Host,
                     void** Handle) {
  if (Function->Home) {
    *Handle = Function->Home.Handle();
    return false;
  }
  *Host = Function->Host;
  Host->Module = Function->Owner;
  return true;
}

}  // namespace plugkit

extern "C" {

WasmEdge_FunctionInstanceContext* WasmEdge_FunctionInstanceCreate(
    const WasmEdge_FunctionTypeContext* Type, WasmEdge_HostFunc_t HostFunc, void* Data,
    const uint64_t Cost) {
  if (!Type || !HostFunc) return nullptr;
  return new WasmEdge_FunctionInstanceContext{
      *Type, {HostFunc, nullptr, nullptr, Data, nullptr}, Cost, {}, true, nullptr};
}

WasmEdge_FunctionInstanceContext* WasmEdge_FunctionInstanceCreateBinding(
    const WasmEdge_FunctionTypeContext* Type, WasmEdge_WrapFunc_t WrapFunc, void* Binding,
    void* Data, const uint64_t Cost) {
  if (!Type || !WrapFunc) return nullptr;
  return new WasmEdge_FunctionInstanceContext{
      *Type, {nullptr, WrapFunc, Binding, Data, nullptr}, Cost, {}, true, nullptr};
}

const void* WasmEdge_FunctionInstanceGetData(const WasmEdge_FunctionInstanceContext* Cxt) {
  return Cxt ? Cxt->Host.Data : nullptr;
}

const WasmEdge_FunctionTypeContext* WasmEdge_FunctionInstanceGetFunctionType(
    const WasmEdge_FunctionInstanceContext* Cxt) {
  if (!Cxt) return nullptr;
  if (Cxt->TypeKnown) return &Cxt->Type;
  return Cxt->Home.Call(&plugkit_Embedder::FunctionType);
}

void WasmEdge_FunctionInstanceDelete(WasmEdge_FunctionInstanceContext* Cxt) {
  plugkit::DeleteUnowned(Cxt, "function");
}
}
