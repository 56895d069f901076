// Many asynchronous calls at once, on one executor and with modules entering and leaving one store.
#include <wasmedge/wasmedge.h>

#include "check.h"

enum { Calls = 64 };

static WasmEdge_StoreContext* store;
static WasmEdge_ExecutorContext* executor;

// Registers a module of its own name, finds it, deletes it.
static WasmEdge_Result registers(void* data, const WasmEdge_CallingFrameContext* frame,
                                 const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame;
  char name = (char)('0' + WasmEdge_ValueGetI32(params[0]));
  for (int i = 0; i < 50; ++i) {
    WasmEdge_ModuleInstanceContext* module =
        WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap(&name, 1));
    CHECK(WasmEdge_ResultOK(WasmEdge_ExecutorRegisterImport(executor, store, module)));
    CHECK(WasmEdge_StoreFindModule(store, WasmEdge_StringWrap(&name, 1)) == module);
    WasmEdge_ModuleInstanceDelete(module);
  }
  returns[0] = params[0];
  return WasmEdge_Result_Success;
}

int main(void) {
  store = WasmEdge_StoreCreate();
  executor = WasmEdge_ExecutorCreate(NULL, NULL);
  WasmEdge_ValType i32 = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(&i32, 1, &i32, 1);
  WasmEdge_FunctionInstanceContext* function =
      WasmEdge_FunctionInstanceCreate(type, registers, NULL, 0);
  WasmEdge_Async* calls[Calls];
  for (int i = 0; i < Calls; ++i) {
    WasmEdge_Value param = WasmEdge_ValueGenI32(i);
    calls[i] = WasmEdge_ExecutorAsyncInvoke(executor, function, &param, 1);
    if (i % 3 == 0) WasmEdge_AsyncCancel(calls[i]);
  }
  for (int i = 0; i < Calls; ++i) {
    WasmEdge_Value value = WasmEdge_ValueGenI32(-1);
    WasmEdge_Result result = WasmEdge_AsyncGet(calls[i], &value, 1);
    if (i % 3 == 0 && !WasmEdge_ResultOK(result)) {
      CHECK(WasmEdge_ResultGetCode(result) == WasmEdge_ErrCode_Interrupted);
    } else {
      CHECK(WasmEdge_ResultOK(result) && WasmEdge_ValueGetI32(value) == i);
    }
    WasmEdge_AsyncDelete(calls[i]);
  }
  CHECK(WasmEdge_StoreListModuleLength(store) == 0);
  WasmEdge_FunctionInstanceDelete(function);
  WasmEdge_FunctionTypeDelete(type);
  WasmEdge_ExecutorDelete(executor);
  WasmEdge_StoreDelete(store);
  return 0;
}
