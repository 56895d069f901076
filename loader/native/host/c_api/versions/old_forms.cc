// Facts are in facts/c-api.json, "upToApi4". A parameter of 32 bits is all that these
// forms look at: what is in the rest of its register is undefined.
#include "old_forms.h"

#include <wasmedge/wasmedge.h>

#include "host/c_api/values/types.h"

namespace plugkit {

bool OldLimitIsEqual(OldLimit First, OldLimit Second) {
  const WasmEdge_LimitContext A = FromOldLimit(First), B = FromOldLimit(Second);
  return LimitsEqual(&A, &B);
}

WasmEdge_TableTypeContext* OldTableTypeCreate(WasmEdge_ValType Element, OldLimit Limit) {
  const WasmEdge_LimitContext New = FromOldLimit(Limit);
  return CreateTableType(Element, &New);
}

OldLimit OldTableTypeGetLimit(const WasmEdge_TableTypeContext* Type) {
  return ToOldLimit(TableTypeLimit(Type));
}

WasmEdge_MemoryTypeContext* OldMemoryTypeCreate(OldLimit Limit) {
  const WasmEdge_LimitContext New = FromOldLimit(Limit);
  return CreateMemoryType(&New);
}

OldLimit OldMemoryTypeGetLimit(const WasmEdge_MemoryTypeContext* Type) {
  return ToOldLimit(MemoryTypeLimit(Type));
}

namespace {

void SetMaxMemoryPage(WasmEdge_ConfigureContext* Configure, uint32_t Page) {
  WasmEdge_ConfigureSetMaxMemoryPage(Configure, Page);
}
uint32_t GetMaxMemoryPage(const WasmEdge_ConfigureContext* Configure) {
  return Clamp(WasmEdge_ConfigureGetMaxMemoryPage(Configure));
}

WasmEdge_Result TableGetData(const WasmEdge_TableInstanceContext* Table, WasmEdge_Value* Data,
                             uint32_t Offset) {
  return WasmEdge_TableInstanceGetData(Table, Data, Offset);
}
WasmEdge_Result TableSetData(WasmEdge_TableInstanceContext* Table, WasmEdge_Value Data,
                             uint32_t Offset) {
  return WasmEdge_TableInstanceSetData(Table, Data, Offset);
}
uint32_t TableGetSize(const WasmEdge_TableInstanceContext* Table) {
  return Clamp(WasmEdge_TableInstanceGetSize(Table));
}
WasmEdge_Result TableGrow(WasmEdge_TableInstanceContext* Table, uint32_t Size) {
  return WasmEdge_TableInstanceGrow(Table, Size);
}

WasmEdge_Result MemoryGetData(const WasmEdge_MemoryInstanceContext* Memory, uint8_t* Data,
                              uint32_t Offset, uint32_t Length) {
  return WasmEdge_MemoryInstanceGetData(Memory, Data, Offset, Length);
}
WasmEdge_Result MemorySetData(WasmEdge_MemoryInstanceContext* Memory, const uint8_t* Data,
                              uint32_t Offset, uint32_t Length) {
  return WasmEdge_MemoryInstanceSetData(Memory, Data, Offset, Length);
}
uint8_t* MemoryGetPointer(WasmEdge_MemoryInstanceContext* Memory, uint32_t Offset,
                          uint32_t Length) {
  return WasmEdge_MemoryInstanceGetPointer(Memory, Offset, Length);
}
const uint8_t* MemoryGetPointerConst(const WasmEdge_MemoryInstanceContext* Memory, uint32_t Offset,
                                     uint32_t Length) {
  return WasmEdge_MemoryInstanceGetPointerConst(Memory, Offset, Length);
}
uint32_t MemoryGetPageSize(const WasmEdge_MemoryInstanceContext* Memory) {
  return Clamp(WasmEdge_MemoryInstanceGetPageSize(Memory));
}
WasmEdge_Result MemoryGrowPage(WasmEdge_MemoryInstanceContext* Memory, uint32_t Page) {
  return WasmEdge_MemoryInstanceGrowPage(Memory, Page);
}

struct Entry {
  std::string_view Name;
  const void* Form;
};

template <class Function>
Entry Old(std::string_view Name, Function* Form) {
  return {Name, reinterpret_cast<const void*>(Form)};
}

}  // namespace

const void* FindOldForm(std::string_view Name) {
  const Entry Forms[] = {
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
  for (const Entry& Each : Forms) {
    if (Each.Name == Name) return Each.Form;
  }
  return nullptr;
}

}  // namespace plugkit
