// Tables: elements, bounds, types, growth.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void result(const char* what, WasmEdge_Result r) {
  printf("%s: %u\n", what, WasmEdge_ResultGetCode(r));
}

static WasmEdge_Result host(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params, (void)returns;
  return WasmEdge_Result_Success;
}

static WasmEdge_TableTypeContext* tableType(WasmEdge_ValType element, uint64_t min, uint64_t max) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreateWithMax(min, max, false, false);
  WasmEdge_TableTypeContext* type = WasmEdge_TableTypeCreate(element, limit);
  WasmEdge_LimitDelete(limit);
  return type;
}

int main(void) {
  WasmEdge_LogOff();
  int object = 0, other = 0;
  WasmEdge_TableTypeContext* type = tableType(WasmEdge_ValTypeGenExternRef(), 2, 5);
  WasmEdge_TableInstanceContext* table = WasmEdge_TableInstanceCreate(type);
  WasmEdge_Value value = WasmEdge_ValueGenI32(1);
  result("read", WasmEdge_TableInstanceGetData(table, &value, 1));
  printf("null %d extern %d\n", WasmEdge_ValueIsNullRef(value),
         WasmEdge_ValTypeIsExternRef(value.Type));
  result("write", WasmEdge_TableInstanceSetData(table, WasmEdge_ValueGenExternRef(&object), 1));
  result("read", WasmEdge_TableInstanceGetData(table, &value, 1));
  printf("same %d\n", WasmEdge_ValueGetExternRef(value) == &object);
  result("read beyond", WasmEdge_TableInstanceGetData(table, &value, 2));
  result("write beyond", WasmEdge_TableInstanceSetData(table, value, 2));
  result("read far", WasmEdge_TableInstanceGetData(table, &value, UINT64_MAX));
  result("write funcref", WasmEdge_TableInstanceSetData(table, WasmEdge_ValueGenFuncRef(NULL), 0));
  result("write i32", WasmEdge_TableInstanceSetData(table, WasmEdge_ValueGenI32(1), 0));
  result("write null", WasmEdge_TableInstanceSetData(table, WasmEdge_ValueGenExternRef(NULL), 0));
  result("grow", WasmEdge_TableInstanceGrow(table, 2));
  printf("size %llu\n", (unsigned long long)WasmEdge_TableInstanceGetSize(table));
  result("read new", WasmEdge_TableInstanceGetData(table, &value, 3));
  printf("null %d\n", WasmEdge_ValueIsNullRef(value));
  result("grow too far", WasmEdge_TableInstanceGrow(table, 2));
  result("grow by nothing", WasmEdge_TableInstanceGrow(table, 0));
  result("grow by far", WasmEdge_TableInstanceGrow(table, UINT64_MAX));
  printf("size %llu\n", (unsigned long long)WasmEdge_TableInstanceGetSize(table));
  const WasmEdge_LimitContext* limit =
      WasmEdge_TableTypeGetLimit(WasmEdge_TableInstanceGetTableType(table));
  printf("min %llu max %llu\n", (unsigned long long)WasmEdge_LimitGetMin(limit),
         (unsigned long long)WasmEdge_LimitGetMax(limit));
  WasmEdge_TableInstanceDelete(table);

  table = WasmEdge_TableInstanceCreateWithInit(type, WasmEdge_ValueGenExternRef(&other));
  printf("with value: %s\n", table ? "made" : "null");
  result("read", WasmEdge_TableInstanceGetData(table, &value, 0));
  printf("same %d\n", WasmEdge_ValueGetExternRef(value) == &other);
  result("grow", WasmEdge_TableInstanceGrow(table, 1));
  result("read new", WasmEdge_TableInstanceGetData(table, &value, 2));
  printf("null %d same %d\n", WasmEdge_ValueIsNullRef(value),
         WasmEdge_ValueGetExternRef(value) == &other);
  WasmEdge_TableInstanceDelete(table);
  table = WasmEdge_TableInstanceCreateWithInit(type, WasmEdge_ValueGenFuncRef(NULL));
  printf("with a wrong value: %s\n", table ? "made" : "null");
  WasmEdge_TableInstanceDelete(table);
  WasmEdge_TableTypeDelete(type);

  type = tableType(WasmEdge_ValTypeGenFuncRef(), 1, 1);
  table = WasmEdge_TableInstanceCreate(type);
  WasmEdge_FunctionTypeContext* functionType = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  WasmEdge_FunctionInstanceContext* function =
      WasmEdge_FunctionInstanceCreate(functionType, host, NULL, 0);
  result("write", WasmEdge_TableInstanceSetData(table, WasmEdge_ValueGenFuncRef(function), 0));
  result("read", WasmEdge_TableInstanceGetData(table, &value, 0));
  printf("same %d\n", WasmEdge_ValueGetFuncRef(value) == function);
  for (int i = 0; i < 8; ++i) printf(" %02x", value.Type.Data[i]);
  printf("\n");
  WasmEdge_TableInstanceDelete(table);
  WasmEdge_FunctionInstanceDelete(function);
  WasmEdge_FunctionTypeDelete(functionType);
  WasmEdge_TableTypeDelete(type);
  return 0;
}
