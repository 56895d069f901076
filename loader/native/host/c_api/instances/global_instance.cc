// Making, reading and writing globals.
#include "global_instance.h"

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "host/c_api/values/value.h"
#include "host/c_api/values/value_type.h"
#include "owned.h"

namespace plugkit {

WasmEdge_GlobalInstanceContext* GlobalCreate(const WasmEdge_GlobalTypeContext* type,
                                             const plugkit_Embedder* embedder, void* handle) {
  if (!type || !embedder) return nullptr;
  return new WasmEdge_GlobalInstanceContext{
      *type, DefaultValue(type->value), {embedder, handle}, nullptr};
}

bool GlobalAttach(WasmEdge_GlobalInstanceContext* global, const plugkit_Embedder* embedder,
                  void* handle) {
  return global && global->home.MoveTo(embedder, handle);
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

namespace {

// Whether a global of this type takes a value, or what is wrong with it.
WasmEdge_Result Check(const WasmEdge_GlobalTypeContext& type, const WasmEdge_Value& value) {
  if (plugkit::IsReference(type.value)) return plugkit::CheckReference(type.value, value);
  return WasmEdge_ValTypeIsEqual(type.value, value.Type)
             ? WasmEdge_Result_Success
             : Failure(WasmEdge_ErrCode_SetValueErrorType);
}

}  // namespace

extern "C" {

WasmEdge_GlobalInstanceContext* WasmEdge_GlobalInstanceCreate(
    const WasmEdge_GlobalTypeContext* globType, const WasmEdge_Value value) {
  if (!globType || !WasmEdge_ResultOK(Check(*globType, value))) return nullptr;
  WasmEdge_Value held = value;
  held.Type = globType->value;
  return new WasmEdge_GlobalInstanceContext{*globType, held, {}, nullptr};
}

const WasmEdge_GlobalTypeContext* WasmEdge_GlobalInstanceGetGlobalType(
    const WasmEdge_GlobalInstanceContext* cxt) {
  return cxt ? &cxt->type : nullptr;
}

WasmEdge_Value WasmEdge_GlobalInstanceGetValue(const WasmEdge_GlobalInstanceContext* cxt) {
  if (!cxt) return WasmEdge_ValueGenI32(0);
  if (!cxt->home) return cxt->value;
  WasmEdge_Value value = plugkit::DefaultValue(cxt->type.value);
  if (!WasmEdge_ResultOK(cxt->home.Call(&plugkit_Embedder::GlobalGet, &value))) {
    plugkit::Log(WasmEdge_LogLevel_Error, "Cannot read a global: the program that holds it failed");
  }
  return value;
}

WasmEdge_Result WasmEdge_GlobalInstanceSetValue(WasmEdge_GlobalInstanceContext* cxt,
                                                const WasmEdge_Value value) {
  if (!cxt) return NullGiven();
  if (cxt->type.mutability == WasmEdge_Mutability_Const) {
    return Failure(WasmEdge_ErrCode_SetValueToConst);
  }
  const WasmEdge_Result checked = Check(cxt->type, value);
  if (!WasmEdge_ResultOK(checked)) return checked;
  WasmEdge_Value held = value;
  held.Type = cxt->type.value;
  if (cxt->home) {
    return cxt->home.Call(&plugkit_Embedder::GlobalSet, &held);
  }
  cxt->value = held;
  return WasmEdge_Result_Success;
}

void WasmEdge_GlobalInstanceDelete(WasmEdge_GlobalInstanceContext* cxt) {
  plugkit::DeleteUnowned(cxt, "global");
}
}
