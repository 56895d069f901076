// Making, reading and writing globals.
#include "global_instance.h"

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "host/c_api/values/value.h"
#include "host/c_api/values/value_type.h"

namespace plugkit {

WasmEdge_GlobalInstanceContext* GlobalCreate(const WasmEdge_GlobalTypeContext* Type,
                                             const plugkit_Embedder* Embedder, void* Handle) {
  if (!Type || !Embedder) return nullptr;
  return new WasmEdge_GlobalInstanceContext{*Type, DefaultValue(Type->Value), {Embedder, Handle}};
}

bool GlobalAttach(WasmEdge_GlobalInstanceContext* Global, const plugkit_Embedder* Embedder,
                  void* Handle) {
  return Global && Global->Home.MoveTo(Embedder, Handle);
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

extern "C" {

WasmEdge_GlobalInstanceContext* WasmEdge_GlobalInstanceCreate(
    const WasmEdge_GlobalTypeContext* GlobType, const WasmEdge_Value Value) {
  if (!GlobType || !plugkit::TypeFits(GlobType->Value, Value.Type)) return nullptr;
  return new WasmEdge_GlobalInstanceContext{*GlobType, Value, {}};
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
  if (!plugkit::TypeFits(Cxt->Type.Value, Value.Type)) {
    return Failure(WasmEdge_ErrCode_SetValueErrorType);
  }
  if (Cxt->Home) return Cxt->Home.Call(&plugkit_Embedder::GlobalSet, &Value);
  Cxt->Value = Value;
  return WasmEdge_Result_Success;
}

void WasmEdge_GlobalInstanceDelete(WasmEdge_GlobalInstanceContext* Cxt) { delete Cxt; }
}
