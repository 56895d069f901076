// Making, reading, writing and growing tables.
#include "table_instance.h"

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "host/c_api/values/value.h"
#include "host/c_api/values/value_type.h"

namespace {

// The greatest table that the WebAssembly engines of browsers allow, too.
const uint64_t MostElements = 10000000;

WasmEdge_TableInstanceContext* Make(const WasmEdge_TableTypeContext& Type, WasmEdge_Value Initial) {
  if (Type.Limit.Min > MostElements) {
    plugkit::Log(WasmEdge_LogLevel_Error,
                 "Cannot create a table: it has %llu elements, expected at most %llu",
                 static_cast<unsigned long long>(Type.Limit.Min),
                 static_cast<unsigned long long>(MostElements));
    return nullptr;
  }
  Initial.Type = Type.Element;
  return new WasmEdge_TableInstanceContext{
      Type, Initial, std::vector<WasmEdge_Value>(static_cast<size_t>(Type.Limit.Min), Initial), {}};
}

}  // namespace

namespace plugkit {

WasmEdge_TableInstanceContext* TableCreate(const WasmEdge_TableTypeContext* Type,
                                           const plugkit_Embedder* Embedder, void* Handle) {
  if (!Type || !Embedder) return nullptr;
  return new WasmEdge_TableInstanceContext{
      *Type, DefaultValue(Type->Element), {}, {Embedder, Handle}};
}

bool TableAttach(WasmEdge_TableInstanceContext* Table, const plugkit_Embedder* Embedder,
                 void* Handle) {
  if (!Table || !Table->Home.MoveTo(Embedder, Handle)) return false;
  Table->Elements = {};
  return true;
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

extern "C" {

WasmEdge_TableInstanceContext* WasmEdge_TableInstanceCreate(
    const WasmEdge_TableTypeContext* TabType) {
  if (!TabType || !WasmEdge_ValTypeIsRefNull(TabType->Element)) return nullptr;
  return Make(*TabType, plugkit::DefaultValue(TabType->Element));
}

WasmEdge_TableInstanceContext* WasmEdge_TableInstanceCreateWithInit(
    const WasmEdge_TableTypeContext* TabType, const WasmEdge_Value Value) {
  if (!TabType || !plugkit::TypeFits(TabType->Element, Value.Type)) return nullptr;
  return Make(*TabType, Value);
}

const WasmEdge_TableTypeContext* WasmEdge_TableInstanceGetTableType(
    const WasmEdge_TableInstanceContext* Cxt) {
  if (!Cxt) return nullptr;
  Cxt->Type.Limit.Min = WasmEdge_TableInstanceGetSize(Cxt);
  if (!Cxt->Type.Limit.HasMax) Cxt->Type.Limit.Max = Cxt->Type.Limit.Min;
  return &Cxt->Type;
}

WasmEdge_Result WasmEdge_TableInstanceGetData(const WasmEdge_TableInstanceContext* Cxt,
                                              WasmEdge_Value* Data, const uint64_t Offset) {
  if (!Cxt || !Data) return NullGiven();
  if (Cxt->Home) return Cxt->Home.Call(&plugkit_Embedder::TableGet, Offset, Data);
  if (Offset >= Cxt->Elements.size()) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  *Data = Cxt->Elements[static_cast<size_t>(Offset)];
  return WasmEdge_Result_Success;
}

WasmEdge_Result WasmEdge_TableInstanceSetData(WasmEdge_TableInstanceContext* Cxt,
                                              WasmEdge_Value Data, const uint64_t Offset) {
  if (!Cxt) return NullGiven();
  if (!plugkit::TypeFits(Cxt->Type.Element, Data.Type)) {
    return Failure(WasmEdge_ErrCode_RefTypeMismatch);
  }
  if (Cxt->Home) {
    return Cxt->Home.Call(&plugkit_Embedder::TableSet, Offset,
                          static_cast<const WasmEdge_Value*>(&Data));
  }
  if (Offset >= Cxt->Elements.size()) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  Cxt->Elements[static_cast<size_t>(Offset)] = Data;
  return WasmEdge_Result_Success;
}

uint64_t WasmEdge_TableInstanceGetSize(const WasmEdge_TableInstanceContext* Cxt) {
  if (!Cxt) return 0;
  return Cxt->Home ? Cxt->Home.Call(&plugkit_Embedder::TableSize) : Cxt->Elements.size();
}

WasmEdge_Result WasmEdge_TableInstanceGrow(WasmEdge_TableInstanceContext* Cxt,
                                           const uint64_t Size) {
  if (!Cxt) return NullGiven();
  if (Cxt->Home) return Cxt->Home.Call(&plugkit_Embedder::TableGrow, Size);
  const WasmEdge_LimitContext& Limit = Cxt->Type.Limit;
  uint64_t Most = Limit.HasMax && Limit.Max < MostElements ? Limit.Max : MostElements;
  uint64_t Before = Cxt->Elements.size();
  if (Before > Most || Size > Most - Before) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  Cxt->Elements.resize(static_cast<size_t>(Before + Size), Cxt->Initial);
  return WasmEdge_Result_Success;
}

void WasmEdge_TableInstanceDelete(WasmEdge_TableInstanceContext* Cxt) { delete Cxt; }
}
