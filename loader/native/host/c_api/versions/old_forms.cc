// Facts are in facts/c-api.json, "upToApi4". A parameter of 32 bits is all that these
// forms look at: what is in the rest of its register is undefined.
#include "old_forms.h"

#include <wasmedge/wasmedge.h>

#include "host/c_api/values/types.h"

namespace plugkit {

bool OldLimitIsEqual(OldLimit first, OldLimit second) {
  const WasmEdge_LimitContext a = FromOldLimit(first), b = FromOldLimit(second);
  return LimitsEqual(&a, &b);
}

WasmEdge_TableTypeContext* OldTableTypeCreate(WasmEdge_ValType element, OldLimit limit) {
  const WasmEdge_LimitContext current = FromOldLimit(limit);
  return CreateTableType(element, &current);
}

OldLimit OldTableTypeGetLimit(const WasmEdge_TableTypeContext* type) {
  return ToOldLimit(TableTypeLimit(type));
}

WasmEdge_MemoryTypeContext* OldMemoryTypeCreate(OldLimit limit) {
  const WasmEdge_LimitContext current = FromOldLimit(limit);
  return CreateMemoryType(&current);
}

OldLimit OldMemoryTypeGetLimit(const WasmEdge_MemoryTypeContext* type) {
  return ToOldLimit(MemoryTypeLimit(type));
}

namespace {

void SetMaxMemoryPage(WasmEdge_ConfigureContext* configure, uint32_t page) {
  WasmEdge_ConfigureSetMaxMemoryPage(configure, page);
}
uint32_t GetMaxMemoryPage(const WasmEdge_ConfigureContext* configure) {
  return Clamp(WasmEdge_ConfigureGetMaxMemoryPage(configure));
}

WasmEdge_Result TableGetData(const WasmEdge_TableInstanceContext* table, WasmEdge_Value* data,
                             uint32_t offset) {
  return WasmEdge_TableInstanceGetData(table, data, offset);
}
WasmEdge_Result TableSetData(WasmEdge_TableInstanceContext* table, WasmEdge_Value data,
                             uint32_t offset) {
  return WasmEdge_TableInstanceSetData(table, data, offset);
}
uint32_t TableGetSize(const WasmEdge_TableInstanceContext* table) {
  return Clamp(WasmEdge_TableInstanceGetSize(table));
}
WasmEdge_Result TableGrow(WasmEdge_TableInstanceContext* table, uint32_t size) {
  return WasmEdge_TableInstanceGrow(table, size);
}

WasmEdge_Result MemoryGetData(const WasmEdge_MemoryInstanceContext* memory, uint8_t* data,
                              uint32_t offset, uint32_t length) {
  return WasmEdge_MemoryInstanceGetData(memory, data, offset, length);
}
WasmEdge_Result MemorySetData(WasmEdge_MemoryInstanceContext* memory, const uint8_t* data,
                              uint32_t offset, uint32_t length) {
  return WasmEdge_MemoryInstanceSetData(memory, data, offset, length);
}
uint8_t* MemoryGetPointer(WasmEdge_MemoryInstanceContext* memory, uint32_t offset,
                          uint32_t length) {
  return WasmEdge_MemoryInstanceGetPointer(memory, offset, length);
}
const uint8_t* MemoryGetPointerConst(const WasmEdge_MemoryInstanceContext* memory, uint32_t offset,
                                     uint32_t length) {
  return WasmEdge_MemoryInstanceGetPointerConst(memory, offset, length);
}
uint32_t MemoryGetPageSize(const WasmEdge_MemoryInstanceContext* memory) {
  return Clamp(WasmEdge_MemoryInstanceGetPageSize(memory));
}
WasmEdge_Result MemoryGrowPage(WasmEdge_MemoryInstanceContext* memory, uint32_t page) {
  return WasmEdge_MemoryInstanceGrowPage(memory, page);
}

struct Entry {
  std::string_view name;
  const void* form;
};

template <class Function>
Entry Old(std::string_view name, Function* form) {
  return {name, reinterpret_cast<const void*>(form)};
}

}  // namespace

const void* FindOldForm(std::string_view name) {
  const Entry forms[] = {
      Old("WasmEdge_LimitIsEqual", OldLimitIsEqual),
      Old("WasmEdge_TableTypeCreate", OldTableTypeCreate),
      Old("WasmEdge_TableTypeGetLimit", OldTableTypeGetLimit),
      Old("WasmEdge_MemoryTypeCreate", OldMemoryTypeCreate),
      Old("WasmEdge_MemoryTypeGetLimit", OldMemoryTypeGetLimit),
      Old("WasmEdge_ConfigureSetMaxMemoryPage", SetMaxMemoryPage),
      Old("WasmEdge_ConfigureGetMaxMemoryPage", GetMaxMemoryPage),
      Old("WasmEdge_TableInstanceGetData", TableGetData),
      Old("WasmEdge_TableInstanceSetData", TableSetData),
      Old("WasmEdge_TableInstanceGetSize", TableGetSize),
      Old("WasmEdge_TableInstanceGrow", TableGrow),
      Old("WasmEdge_MemoryInstanceGetData", MemoryGetData),
      Old("WasmEdge_MemoryInstanceSetData", MemorySetData),
      Old("WasmEdge_MemoryInstanceGetPointer", MemoryGetPointer),
      Old("WasmEdge_MemoryInstanceGetPointerConst", MemoryGetPointerConst),
      Old("WasmEdge_MemoryInstanceGetPageSize", MemoryGetPageSize),
      Old("WasmEdge_MemoryInstanceGrowPage", MemoryGrowPage),
  };
  for (const Entry& each : forms) {
    if (each.name == name) return each.form;
  }
  return nullptr;
}

}  // namespace plugkit
