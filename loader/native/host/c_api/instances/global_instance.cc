// Making, reading and writing globals.
#include "global_instance.h"

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "host/c_api/values/value.h"
#include "host/c_api/values/value_type.h"
#include "owned.h"

namespace plugkit {

WasmEdge_GlobalInstanceContext* GlobalCreate(const WasmEdge_GlobalTypeContext* Type,
                                             const plugkit_Embedder* Embedder, void* Handle) {
  if (!Type || !Embedder) return nullptr;
  return new WasmEdge_GlobalInstanceContext{
      *Type, DefaultValue(Type->Value), {Embedder, Handle}, nullptr};
}

bool GlobalAttach(WasmEdge_GlobalInstanceContext* Global, const plugkit_Embedder* Embedder,
                  void* Handle) {
  return Global && Global->Home.MoveTo(Embedder, Handle);
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

namespace {

// Whether a global of this type takes a value, or what is wrong with it.
WasmEdge_Result Check(const WasmEdge_GlobalTypeContext& Type, const WasmEdge_Value& Value) {
  if (plugkit::IsReference(Type.Value)) return plugkit::CheckReference(Type.Value, Value);
  return WasmEdge_ValTypeIsEqual(Type.Value, Value.Type)
             ? WasmEdge_Result_Success
             : Failure(WasmEdge_ErrCode_SetValueErrorType);
}

}  // namespace

extern "C" {

WasmEdge_GlobalInstanceContext* WasmEdge_GlobalInstanceCreate(
    const WasmEdge_GlobalTypeContext* GlobType, const WasmEdge_Value Value) {
  if (!GlobType || !WasmEdge_ResultOK(Check(*GlobType, Value))) return nullptr;
  WasmEdge_Value Held = Value;
  Held.Type = GlobType->Value;
  return new WasmEdge_GlobalInstanceContext{*GlobType, Held, {}, nullptr};
}

const WasmEdge_GlobalTypeContext* WasmEdge_GlobalInstanceGetGlobalType(
    const WasmEdge_GlobalInstanceContext* Cxt) {
  return Cxt ? &Cxt->Type : nullptr;
}

WasmEdge_Value WasmEdge_GlobalInstanceGetValue(const WasmEdge_GlobalInstanceContext* Cxt) {
  if (!Cxt) return WasmEdge_ValueGenI32(0);
  if (!Cxt->Home) return Cxt->Value;
  WasmEdge_Value Value = plugkit::DefaultValue(Cxt->Type.Value);
  if (!WasmEdge_ResultOK(Cxt->Home.Call(&plugkit_Embedder::GlobalGet, &Value))) {
    plugkit::Log(WasmEdge_LogLevel_Error, "Cannot read a global: the program that holds it failed");
  }
  return Value;
}

WasmEdge_Result WasmEdge_GlobalInstanceSetValue(WasmEdge_GlobalInstanceContext* Cxt,
                                                const WasmEdge_Value Value) {
  if (!Cxt) return NullGiven();
  if (Cxt->Type.Mutability == WasmEdge_Mutability_Const) {
    return Failure(WasmEdge_ErrCode_SetValueToConst);
  }
  const WasmEdge_Result Checked = Check(Cxt->Type, Value);
  if (!WasmEdge_ResultOK(Checked)) return Checked;
  WasmEdge_Value Held = Value;
  Held.Type = Cxt->Type.Value;
  if (Cxt->Home) {
    return Cxt->Home.Call(&plugkit_Embedder::GlobalSet, &Held);
  }
  Cxt->Value = Held;
  return WasmEdge_Result_Success;
}

void WasmEdge_GlobalInstanceDelete(WasmEdge_GlobalInstanceContext* Cxt) {
  plugkit::DeleteUnowned(Cxt, "global");
}
}
