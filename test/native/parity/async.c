// Asynchronous calls of a host function: waiting, results, failures, giving up early.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static WasmEdge_Result twice(void* data, const WasmEdge_CallingFrameContext* frame,
                             const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI32(2 * WasmEdge_ValueGetI32(params[0]));
  return WasmEdge_Result_Success;
}

static WasmEdge_Result fail(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params, (void)returns;
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 9);
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_ExecutorContext* executor = WasmEdge_ExecutorCreate(NULL, NULL);
  WasmEdge_ValType i32[] = {WasmEdge_ValTypeGenI32()};
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(i32, 1, i32, 1);
  WasmEdge_FunctionInstanceContext* functions[] = {
      WasmEdge_FunctionInstanceCreate(type, twice, NULL, 0),
      WasmEdge_FunctionInstanceCreate(type, fail, NULL, 0)};
  for (int i = 0; i < 2; ++i) {
    WasmEdge_Value param = WasmEdge_ValueGenI32(21), value = WasmEdge_ValueGenI32(-1);
    WasmEdge_Async* async = WasmEdge_ExecutorAsyncInvoke(executor, functions[i], &param, 1);
    param = WasmEdge_ValueGenI32(0);
    WasmEdge_AsyncWait(async);
    printf("ended %d, returns %u\n", WasmEdge_AsyncWaitFor(async, 1000),
           WasmEdge_AsyncGetReturnsLength(async));
    WasmEdge_Result r = WasmEdge_AsyncGet(async, &value, 1);
    printf("raw %08x value %d\n", r.Code, WasmEdge_ValueGetI32(value));
    WasmEdge_AsyncDelete(async);
  }
  for (int i = 0; i < 50; ++i) {
    WasmEdge_Value param = WasmEdge_ValueGenI32(i);
    WasmEdge_Async* call = WasmEdge_ExecutorAsyncInvoke(executor, functions[0], &param, 1);
    WasmEdge_AsyncWait(call);  // a stock library does not wait for the call when it is deleted
    WasmEdge_AsyncDelete(call);
  }
  WasmEdge_Async* async = WasmEdge_ExecutorAsyncInvoke(executor, functions[0], NULL, 0);
  printf("without its parameter: %s\n", async ? "made" : "null");
  if (async) {
    WasmEdge_Result r = WasmEdge_AsyncGet(async, NULL, 0);
    printf("raw %08x returns %u\n", r.Code, WasmEdge_AsyncGetReturnsLength(async));
    WasmEdge_AsyncDelete(async);
  }
  for (int i = 0; i < 2; ++i) WasmEdge_FunctionInstanceDelete(functions[i]);
  WasmEdge_FunctionTypeDelete(type);
  WasmEdge_ExecutorDelete(executor);
  return 0;
}
