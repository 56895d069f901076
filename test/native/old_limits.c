// The forms that plug-ins up to API version 4 use on Linux: limits as a 12-byte struct, at the
// oldest version node. And that a function which adds an instance answers the same at each of its
// nodes.
#include <wasmedge/wasmedge.h>

#include "check.h"

typedef struct OldLimit {
  bool HasMax;
  bool Shared;
  uint32_t Min;
  uint32_t Max;
} OldLimit;

bool limitIsEqual(OldLimit, OldLimit);
WasmEdge_MemoryTypeContext* memoryTypeCreate(OldLimit);
OldLimit memoryTypeGetLimit(const WasmEdge_MemoryTypeContext*);
WasmEdge_TableTypeContext* tableTypeCreate(WasmEdge_ValType, OldLimit);
OldLimit tableTypeGetLimit(const WasmEdge_TableTypeContext*);
WasmEdge_Result addMemory(WasmEdge_ModuleInstanceContext*, WasmEdge_String,
                          WasmEdge_MemoryInstanceContext*);
void addMemory17(WasmEdge_ModuleInstanceContext*, WasmEdge_String, WasmEdge_MemoryInstanceContext*);
__asm__(".symver limitIsEqual, WasmEdge_LimitIsEqual@WASMEDGE_0.16");
__asm__(".symver memoryTypeCreate, WasmEdge_MemoryTypeCreate@WASMEDGE_0.16");
__asm__(".symver memoryTypeGetLimit, WasmEdge_MemoryTypeGetLimit@WASMEDGE_0.16");
__asm__(".symver tableTypeCreate, WasmEdge_TableTypeCreate@WASMEDGE_0.16");
__asm__(".symver tableTypeGetLimit, WasmEdge_TableTypeGetLimit@WASMEDGE_0.16");
__asm__(".symver addMemory, WasmEdge_ModuleInstanceAddMemory@WASMEDGE_0.18");
__asm__(".symver addMemory17, WasmEdge_ModuleInstanceAddMemory@WASMEDGE_0.17");

int main(void) {
  const OldLimit limit = {true, false, 1, 5}, other = {false, false, 1, 5};
  CHECK(limitIsEqual(limit, limit) && !limitIsEqual(limit, other));
  CHECK(limitIsEqual(other, (OldLimit){false, false, 1, 9}));  // no maximum, so it means nothing

  WasmEdge_MemoryTypeContext* memory = memoryTypeCreate(limit);
  OldLimit back = memoryTypeGetLimit(memory);
  CHECK(back.HasMax && !back.Shared && back.Min == 1 && back.Max == 5);
  const WasmEdge_LimitContext* now = WasmEdge_MemoryTypeGetLimit(memory);
  CHECK(WasmEdge_LimitGetMin(now) == 1 && WasmEdge_LimitGetMax(now) == 5 &&
        !WasmEdge_LimitIs64Bit(now));

  WasmEdge_TableTypeContext* table = tableTypeCreate(WasmEdge_ValTypeGenFuncRef(), other);
  back = tableTypeGetLimit(table);
  CHECK(!back.HasMax && back.Min == 1);
  CHECK(!tableTypeCreate(WasmEdge_ValTypeGenI32(), other));
  back = tableTypeGetLimit(NULL);
  CHECK(!back.HasMax && back.Min == 0);
  WasmEdge_TableTypeDelete(table);

  // Numbers the old form cannot hold.
  WasmEdge_LimitContext* wide = WasmEdge_LimitCreateWithMax(3, 1ULL << 40, true, true);
  WasmEdge_MemoryTypeContext* wideType = WasmEdge_MemoryTypeCreate(wide);
  back = memoryTypeGetLimit(wideType);
  CHECK(back.Shared && back.Min == 3 && back.Max == UINT32_MAX);
  WasmEdge_MemoryTypeDelete(wideType);
  WasmEdge_LimitDelete(wide);

  WasmEdge_ModuleInstanceContext* module = WasmEdge_ModuleInstanceCreate((WasmEdge_String){0, 0});
  CHECK(
      addMemory(module, WasmEdge_StringWrap("a", 1), WasmEdge_MemoryInstanceCreate(memory)).Code ==
      0);
  CHECK(addMemory(module, WasmEdge_StringWrap("b", 1), NULL).Code ==
        WasmEdge_ErrCode_WrongVMWorkflow);
  addMemory17(module, WasmEdge_StringWrap("b", 1), WasmEdge_MemoryInstanceCreate(memory));
  CHECK(WasmEdge_ModuleInstanceListMemoryLength(module) == 2);
  WasmEdge_ModuleInstanceDelete(module);
  WasmEdge_MemoryTypeDelete(memory);
  return 0;
}
