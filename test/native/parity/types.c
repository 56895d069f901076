// Limits and the types of functions, tables, memories and globals.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void limit(const char* name, const WasmEdge_LimitContext* l) {
  if (!l) {
    printf("%s: null\n", name);
    return;
  }
  printf("%s: min %llu max %llu has %d shared %d wide %d\n", name,
         (unsigned long long)WasmEdge_LimitGetMin(l), (unsigned long long)WasmEdge_LimitGetMax(l),
         WasmEdge_LimitHasMax(l), WasmEdge_LimitIsShared(l), WasmEdge_LimitIs64Bit(l));
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_LimitContext* limits[] = {WasmEdge_LimitCreate(1, false),
                                     WasmEdge_LimitCreate(1, true),
                                     WasmEdge_LimitCreate(1ULL << 40, false),
                                     WasmEdge_LimitCreateWithMax(1, 2, false, false),
                                     WasmEdge_LimitCreateWithMax(1, 2, false, true),
                                     WasmEdge_LimitCreateWithMax(1, 2, true, false),
                                     WasmEdge_LimitCreateWithMax(1, 2, true, true),
                                     WasmEdge_LimitCreateWithMax(3, 1, false, false),
                                     WasmEdge_LimitCreateWithMax(1, 1, false, false),
                                     WasmEdge_LimitCreateWithMax(0, UINT64_MAX, true, false)};
  const int count = sizeof(limits) / sizeof(*limits);
  for (int i = 0; i < count; ++i) {
    limit("limit", limits[i]);
    for (int k = 0; k < count; ++k) printf("%d", WasmEdge_LimitIsEqual(limits[i], limits[k]));
    printf("\n");
  }

  WasmEdge_ValType params[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenF64(),
                               WasmEdge_ValTypeGenExternRef()};
  WasmEdge_ValType returns[] = {WasmEdge_ValTypeGenV128(), WasmEdge_ValTypeGenI64()};
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(params, 3, returns, 2);
  params[0] = WasmEdge_ValTypeGenI64();
  WasmEdge_ValType list[4];
  printf("parameters %u, returns %u\n", WasmEdge_FunctionTypeGetParametersLength(type),
         WasmEdge_FunctionTypeGetReturnsLength(type));
  printf("first two of %u:", WasmEdge_FunctionTypeGetParameters(type, list, 2));
  printf(" %02x %02x\n", list[0].Data[2], list[1].Data[2]);
  printf("all of %u:", WasmEdge_FunctionTypeGetReturns(type, list, 4));
  printf(" %02x %02x\n", list[0].Data[2], list[1].Data[2]);
  WasmEdge_FunctionTypeDelete(type);
  type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  printf("empty lists: %u %u\n", WasmEdge_FunctionTypeGetParametersLength(type),
         WasmEdge_FunctionTypeGetReturnsLength(type));
  WasmEdge_FunctionTypeDelete(type);

  for (int i = 0; i < count; ++i) {
    WasmEdge_MemoryTypeContext* memory = WasmEdge_MemoryTypeCreate(limits[i]);
    limit("memory type", WasmEdge_MemoryTypeGetLimit(memory));
    WasmEdge_MemoryTypeDelete(memory);
    WasmEdge_TableTypeContext* table =
        WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenFuncRef(), limits[i]);
    limit("table type", WasmEdge_TableTypeGetLimit(table));
    WasmEdge_TableTypeDelete(table);
  }
  WasmEdge_TableTypeContext* table =
      WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenExternRef(), limits[3]);
  printf("externref table: %d\n", WasmEdge_ValTypeIsExternRef(WasmEdge_TableTypeGetRefType(table)));
  WasmEdge_TableTypeDelete(table);
  table = WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenI32(), limits[3]);
  printf("i32 table: %s\n", table ? "made" : "null");
  WasmEdge_TableTypeDelete(table);

  WasmEdge_GlobalTypeContext* global =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenF32(), WasmEdge_Mutability_Var);
  printf("global: f32 %d mutability %d\n",
         WasmEdge_ValTypeIsF32(WasmEdge_GlobalTypeGetValType(global)),
         (int)WasmEdge_GlobalTypeGetMutability(global));
  WasmEdge_GlobalTypeDelete(global);
  for (int i = 0; i < count; ++i) WasmEdge_LimitDelete(limits[i]);
  return 0;
}
