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
const uint64_t kMostElements = 10000000;

WasmEdge_TableInstanceContext* Make(const WasmEdge_TableTypeContext& type,
                                    const WasmEdge_Value& initial) {
  const auto count = static_cast<unsigned long long>(type.limit.min);
  if (count > kMostElements) {
    plugkit::Log(WasmEdge_LogLevel_Error,
                 "Cannot create a table: it has %llu elements, expected at most %llu", count,
                 static_cast<unsigned long long>(kMostElements));
    return nullptr;
  }
  auto* made = new WasmEdge_TableInstanceContext(type, initial);
  if (made->Resize(count)) return made;
  plugkit::Log(WasmEdge_LogLevel_Error, "Cannot create a table of %llu elements: out of memory",
               count);
  delete made;
  return nullptr;
}

}  // namespace

WasmEdge_TableInstanceContext::~WasmEdge_TableInstanceContext() { std::free(elements); }

bool WasmEdge_TableInstanceContext::MoveTo(const plugkit_Embedder* embedder, void* handle) {
  if (!home.MoveTo(embedder, handle)) return false;
  std::free(elements);
  elements = nullptr;
  size = 0;
  return true;
}

bool WasmEdge_TableInstanceContext::Resize(uint64_t to) {
  if (to == 0) return true;
  void* resized = std::realloc(elements, static_cast<size_t>(to * sizeof(*elements)));
  if (!resized) return false;
  elements = static_cast<uint128_t*>(resized);
  while (size < to) elements[size++] = initial;
  return true;
}

namespace plugkit {

WasmEdge_TableInstanceContext* TableCreate(const WasmEdge_TableTypeContext* type,
                                           const plugkit_Embedder* embedder, void* handle) {
  if (!type || !embedder) return nullptr;
  return new WasmEdge_TableInstanceContext(*type, embedder, handle);
}

bool TableAttach(WasmEdge_TableInstanceContext* table, const plugkit_Embedder* embedder,
                 void* handle) {
  return table && table->MoveTo(embedder, handle);
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

extern "C" {

WasmEdge_TableInstanceContext* WasmEdge_TableInstanceCreate(
    const WasmEdge_TableTypeContext* tabType) {
  if (!tabType || !WasmEdge_ValTypeIsRefNull(tabType->element)) return nullptr;
  return Make(*tabType, plugkit::DefaultValue(tabType->element));
}

WasmEdge_TableInstanceContext* WasmEdge_TableInstanceCreateWithInit(
    const WasmEdge_TableTypeContext* tabType, const WasmEdge_Value value) {
  if (!tabType) return nullptr;
  const WasmEdge_Result checked = plugkit::CheckReference(tabType->element, value);
  return WasmEdge_ResultOK(checked) ? Make(*tabType, value) : nullptr;
}

const WasmEdge_TableTypeContext* WasmEdge_TableInstanceGetTableType(
    const WasmEdge_TableInstanceContext* cxt) {
  if (!cxt || !cxt->home.IsHere()) return nullptr;
  cxt->type.limit.min = WasmEdge_TableInstanceGetSize(cxt);
  return &cxt->type;
}

WasmEdge_Result WasmEdge_TableInstanceGetData(const WasmEdge_TableInstanceContext* cxt,
                                              WasmEdge_Value* data, const uint64_t offset) {
  if (!cxt || !data) return NullGiven();
  if (cxt->home) return cxt->home.Call(&plugkit_Embedder::TableGet, offset, data);
  if (offset >= cxt->size) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  *data = cxt->Get(offset);
  return WasmEdge_Result_Success;
}

WasmEdge_Result WasmEdge_TableInstanceSetData(WasmEdge_TableInstanceContext* cxt,
                                              WasmEdge_Value data, const uint64_t offset) {
  if (!cxt) return NullGiven();
  // Stricter than a new table: only references go in.
  if (!WasmEdge_ValTypeIsRef(data.Type)) return Failure(WasmEdge_ErrCode_RefTypeMismatch);
  const WasmEdge_Result checked = plugkit::CheckReference(cxt->type.element, data);
  if (!WasmEdge_ResultOK(checked)) return checked;
  data.Type = cxt->type.element;
  if (cxt->home) {
    return cxt->home.Call(&plugkit_Embedder::TableSet, offset,
                          static_cast<const WasmEdge_Value*>(&data));
  }
  if (offset >= cxt->size) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  cxt->elements[offset] = data.Value;
  return WasmEdge_Result_Success;
}

uint64_t WasmEdge_TableInstanceGetSize(const WasmEdge_TableInstanceContext* cxt) {
  if (!cxt) return 0;
  return cxt->home ? cxt->home.Call(&plugkit_Embedder::TableSize) : cxt->size;
}

WasmEdge_Result WasmEdge_TableInstanceGrow(WasmEdge_TableInstanceContext* cxt,
                                           const uint64_t size) {
  if (!cxt) return NullGiven();
  if (cxt->home) return cxt->home.Call(&plugkit_Embedder::TableGrow, size);
  const WasmEdge_LimitContext& limit = cxt->type.limit;
  uint64_t most = limit.hasMax && limit.max < kMostElements ? limit.max : kMostElements;
  if (size == 0) return WasmEdge_Result_Success;
  const uint64_t before = cxt->size;
  if (before > most || size > most - before || !cxt->Resize(before + size)) {
    return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  }
  return WasmEdge_Result_Success;
}

void WasmEdge_TableInstanceDelete(WasmEdge_TableInstanceContext* cxt) {
  plugkit::DeleteUnowned(cxt, "table");
}
}
