// Making, reading, writing and growing tables.
#include "table_instance.h"

#include <cstdlib>

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "host/c_api/values/value.h"
#include "host/c_api/values/value_type.h"
#include "owned.h"

namespace {

// The greatest table that the WebAssembly engines of browsers allow, too.
const uint64_t MostElements = 10000000;

WasmEdge_TableInstanceContext* Make(const WasmEdge_TableTypeContext& Type,
                                    const WasmEdge_Value& Initial) {
  const auto Count = static_cast<unsigned long long>(Type.Limit.Min);
  if (Count > MostElements) {
    plugkit::Log(WasmEdge_LogLevel_Error,
                 "Cannot create a table: it has %llu elements, expected at most %llu", Count,
                 static_cast<unsigned long long>(MostElements));
    return nullptr;
  }
  auto* Made = new WasmEdge_TableInstanceContext(Type, Initial);
  if (Made->Resize(Count)) return Made;
  plugkit::Log(WasmEdge_LogLevel_Error, "Cannot create a table of %llu elements: out of memory",
               Count);
  delete Made;
  return nullptr;
}

}  // namespace

WasmEdge_TableInstanceContext::~WasmEdge_TableInstanceContext() { std::free(Elements); }

bool WasmEdge_TableInstanceContext::MoveTo(const plugkit_Embedder* Embedder, void* Handle) {
  if (!Home.MoveTo(Embedder, Handle)) return false;
  std::free(Elements);
  Elements = nullptr;
  Size = 0;
  return true;
}

bool WasmEdge_TableInstanceContext::Resize(uint64_t To) {
  if (To == 0) return true;
  void* Resized = std::realloc(Elements, static_cast<size_t>(To * sizeof(*Elements)));
  if (!Resized) return false;
  Elements = static_cast<uint128_t*>(Resized);
  while (Size < To) Elements[Size++] = Initial;
  return true;
}

namespace plugkit {

WasmEdge_TableInstanceContext* TableCreate(const WasmEdge_TableTypeContext* Type,
                                           const plugkit_Embedder* Embedder, void* Handle) {
  if (!Type || !Embedder) return nullptr;
  return new WasmEdge_TableInstanceContext(*Type, Embedder, Handle);
}

bool TableAttach(WasmEdge_TableInstanceContext* Table, const plugkit_Embedder* Embedder,
                 void* Handle) {
  return Table && Table->MoveTo(Embedder, Handle);
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
  if (!TabType) return nullptr;
  const WasmEdge_Result Checked = plugkit::CheckReference(TabType->Element, Value);
  return WasmEdge_ResultOK(Checked) ? Make(*TabType, Value) : nullptr;
}

const WasmEdge_TableTypeContext* WasmEdge_TableInstanceGetTableType(
    const WasmEdge_TableInstanceContext* Cxt) {
  if (!Cxt || !Cxt->Home.IsHere()) return nullptr;
  Cxt->Type.Limit.Min = WasmEdge_TableInstanceGetSize(Cxt);
  return &Cxt->Type;
}

WasmEdge_Result WasmEdge_TableInstanceGetData(const WasmEdge_TableInstanceContext* Cxt,
                                              WasmEdge_Value* Data, const uint64_t Offset) {
  if (!Cxt || !Data) return NullGiven();
  if (Cxt->Home) return Cxt->Home.Call(&plugkit_Embedder::TableGet, Offset, Data);
  if (Offset >= Cxt->Size) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  *Data = Cxt->Get(Offset);
  return WasmEdge_Result_Success;
}

WasmEdge_Result WasmEdge_TableInstanceSetData(WasmEdge_TableInstanceContext* Cxt,
                                              WasmEdge_Value Data, const uint64_t Offset) {
  if (!Cxt) return NullGiven();
  // Stricter than a new table: only references go in.
  if (!WasmEdge_ValTypeIsRef(Data.Type)) return Failure(WasmEdge_ErrCode_RefTypeMismatch);
  const WasmEdge_Result Checked = plugkit::CheckReference(Cxt->Type.Element, Data);
  if (!WasmEdge_ResultOK(Checked)) return Checked;
  Data.Type = Cxt->Type.Element;
  if (Cxt->Home) {
    return Cxt->Home.Call(&plugkit_Embedder::TableSet, Offset,
                          static_cast<const WasmEdge_Value*>(&Data));
  }
  if (Offset >= Cxt->Size) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  Cxt->Elements[Offset] = Data.Value;
  return WasmEdge_Result_Success;
}

uint64_t WasmEdge_TableInstanceGetSize(const WasmEdge_TableInstanceContext* Cxt) {
  if (!Cxt) return 0;
  return Cxt->Home ? Cxt->Home.Call(&plugkit_Embedder::TableSize) : Cxt->Size;
}

WasmEdge_Result WasmEdge_TableInstanceGrow(WasmEdge_TableInstanceContext* Cxt,
                                           const uint64_t Size) {
  if (!Cxt) return NullGiven();
  if (Cxt->Home) return Cxt->Home.Call(&plugkit_Embedder::TableGrow, Size);
  const WasmEdge_LimitContext& Limit = Cxt->Type.Limit;
  uint64_t Most = Limit.HasMax && Limit.Max < MostElements ? Limit.Max : MostElements;
  if (Size == 0) return WasmEdge_Result_Success;
  const uint64_t Before = Cxt->Size;
  if (Before > Most || Size > Most - Before || !Cxt->Resize(Before + Size)) {
    return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  }
  return WasmEdge_Result_Success;
}

void WasmEdge_TableInstanceDelete(WasmEdge_TableInstanceContext* Cxt) {
  plugkit::DeleteUnowned(Cxt, "table");
}
}
