// Globals: values, constants, wrong types.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void result(const char* what, WasmEdge_Result r) {
  printf("%s: %u\n", what, WasmEdge_ResultGetCode(r));
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_GlobalTypeContext* var =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenI64(), WasmEdge_Mutability_Var);
  WasmEdge_GlobalTypeContext* constant =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenF64(), WasmEdge_Mutability_Const);
  WasmEdge_GlobalInstanceContext* global =
      WasmEdge_GlobalInstanceCreate(var, WasmEdge_ValueGenI64(5));
  printf("value %lld\n", (long long)WasmEdge_ValueGetI64(WasmEdge_GlobalInstanceGetValue(global)));
  result("write", WasmEdge_GlobalInstanceSetValue(global, WasmEdge_ValueGenI64(-6)));
  result("write i32", WasmEdge_GlobalInstanceSetValue(global, WasmEdge_ValueGenI32(7)));
  printf("value %lld i64 %d\n",
         (long long)WasmEdge_ValueGetI64(WasmEdge_GlobalInstanceGetValue(global)),
         WasmEdge_ValTypeIsI64(WasmEdge_GlobalInstanceGetValue(global).Type));
  printf("mutability %d\n",
         (int)WasmEdge_GlobalTypeGetMutability(WasmEdge_GlobalInstanceGetGlobalType(global)));
  WasmEdge_GlobalInstanceDelete(global);
  global = WasmEdge_GlobalInstanceCreate(constant, WasmEdge_ValueGenF64(0.5));
  result("write a constant", WasmEdge_GlobalInstanceSetValue(global, WasmEdge_ValueGenF64(1)));
  result("write i32 to a constant",
         WasmEdge_GlobalInstanceSetValue(global, WasmEdge_ValueGenI32(1)));
  printf("value %g\n", WasmEdge_ValueGetF64(WasmEdge_GlobalInstanceGetValue(global)));
  WasmEdge_GlobalInstanceDelete(global);
  global = WasmEdge_GlobalInstanceCreate(constant, WasmEdge_ValueGenI32(1));
  printf("of a wrong value: %s\n", global ? "made" : "null");
  WasmEdge_GlobalInstanceDelete(global);
  WasmEdge_GlobalTypeDelete(var);
  WasmEdge_GlobalTypeDelete(constant);

  WasmEdge_GlobalTypeContext* types[] = {
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenExternRef(), WasmEdge_Mutability_Var),
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenFuncRef(), WasmEdge_Mutability_Var),
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenV128(), WasmEdge_Mutability_Var)};
  int object = 0;
  WasmEdge_Value values[] = {WasmEdge_ValueGenExternRef(&object), WasmEdge_ValueGenExternRef(NULL),
                             WasmEdge_ValueGenFuncRef(NULL), WasmEdge_ValueGenV128(9)};
  for (int t = 0; t < 3; ++t) {
    for (int v = 0; v < 4; ++v) {
      global = WasmEdge_GlobalInstanceCreate(types[t], values[v]);
      printf("type %d value %d: %s null %d\n", t, v, global ? "made" : "null",
             global ? WasmEdge_ValueIsNullRef(WasmEdge_GlobalInstanceGetValue(global)) : -1);
      WasmEdge_GlobalInstanceDelete(global);
    }
    WasmEdge_GlobalTypeDelete(types[t]);
  }
  return 0;
}
