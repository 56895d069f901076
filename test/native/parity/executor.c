// Executor and store: registering host modules, calling host functions, what they see, how they
// fail.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static WasmEdge_String text(const char* s) { return WasmEdge_StringWrap(s, (uint32_t)strlen(s)); }

static void result(const char* what, WasmEdge_Result r) { printf("%s: raw %08x\n", what, r.Code); }

static WasmEdge_Result add(void* data, const WasmEdge_CallingFrameContext* frame,
                           const WasmEdge_Value* params, WasmEdge_Value* returns) {
  *(const void**)data = WasmEdge_CallingFrameGetExecutor(frame);
  printf("called from %s, memory %s\n",
         WasmEdge_CallingFrameGetModuleInstance(frame) ? "a module" : "outside",
         WasmEdge_CallingFrameGetMemoryInstance(frame, 0) ? "set" : "null");
  returns[0] =
      WasmEdge_ValueGenI32(WasmEdge_ValueGetI32(params[0]) + WasmEdge_ValueGetI32(params[1]));
  return WasmEdge_Result_Success;
}

static WasmEdge_Result fail(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)frame, (void)params, (void)returns;
  return *(WasmEdge_Result*)data;
}

static WasmEdge_Result wrapped(void* This, void* data, const WasmEdge_CallingFrameContext* frame,
                               const WasmEdge_Value* params, const uint32_t paramLen,
                               WasmEdge_Value* returns, const uint32_t returnLen) {
  (void)frame, (void)params;
  printf("wrapped %s %s %u %u\n", (const char*)This, (const char*)data, paramLen, returnLen);
  for (uint32_t i = 0; i < returnLen; ++i) returns[i] = WasmEdge_ValueGenI64(i);
  return WasmEdge_Result_Success;
}

static WasmEdge_Result wrongType(void* data, const WasmEdge_CallingFrameContext* frame,
                                 const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params;
  returns[0] = WasmEdge_ValueGenF64(1.5);
  return WasmEdge_Result_Success;
}

static void hook(void* data) { printf("%s\n", (const char*)data); }

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_ConfigureContext* configure = WasmEdge_ConfigureCreate();
  WasmEdge_ConfigureStatisticsSetCostMeasuring(configure, true);
  WasmEdge_ConfigureStatisticsSetInstructionCounting(configure, true);
  WasmEdge_StatisticsContext* statistics = WasmEdge_StatisticsCreate();
  WasmEdge_ExecutorContext* executor = WasmEdge_ExecutorCreate(configure, statistics);
  WasmEdge_ConfigureDelete(configure);
  WasmEdge_StoreContext* store = WasmEdge_StoreCreate();
  WasmEdge_ValType i32s[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenI32()};
  WasmEdge_ValType i64s[] = {WasmEdge_ValTypeGenI64(), WasmEdge_ValTypeGenI64()};
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(i32s, 2, i32s, 1);
  const void* seen = NULL;
  WasmEdge_FunctionInstanceContext* function =
      WasmEdge_FunctionInstanceCreate(type, add, (void*)&seen, 7);

  WasmEdge_Value params[] = {WasmEdge_ValueGenI32(40), WasmEdge_ValueGenI32(2),
                             WasmEdge_ValueGenI32(1)};
  WasmEdge_Value returns[3] = {WasmEdge_ValueGenI32(-1), WasmEdge_ValueGenI32(-1),
                               WasmEdge_ValueGenI32(-1)};
  result("add", WasmEdge_ExecutorInvoke(executor, function, params, 2, returns, 1));
  printf("sum %d, executor %d\n", WasmEdge_ValueGetI32(returns[0]), seen == executor);
  result("add without a place", WasmEdge_ExecutorInvoke(executor, function, params, 2, NULL, 0));
  result("add with two places", WasmEdge_ExecutorInvoke(executor, function, params, 2, returns, 2));
  printf("second %d\n", WasmEdge_ValueGetI32(returns[1]));
  // In a module, and called from outside: the module is its own caller.
  WasmEdge_ModuleInstanceContext* own = WasmEdge_ModuleInstanceCreate(text("own"));
  WasmEdge_FunctionInstanceContext* owned =
      WasmEdge_FunctionInstanceCreate(type, add, (void*)&seen, 0);
  WasmEdge_ModuleInstanceAddFunction(own, text("add"), owned);
  result("add of a module", WasmEdge_ExecutorInvoke(executor, owned, params, 2, returns, 1));
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, false);
  WasmEdge_MemoryTypeContext* memory = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_ModuleInstanceAddMemory(own, text("m"), WasmEdge_MemoryInstanceCreate(memory));
  WasmEdge_MemoryTypeDelete(memory);
  WasmEdge_LimitDelete(limit);
  result("add of one with a memory",
         WasmEdge_ExecutorInvoke(executor, owned, params, 2, returns, 1));
  WasmEdge_Async* async = WasmEdge_ExecutorAsyncInvoke(executor, owned, params, 2);
  result("add asynchronously", WasmEdge_AsyncGet(async, returns, 1));
  WasmEdge_AsyncDelete(async);
  WasmEdge_ModuleInstanceDelete(own);
  result("one parameter", WasmEdge_ExecutorInvoke(executor, function, params, 1, returns, 1));
  result("three parameters", WasmEdge_ExecutorInvoke(executor, function, params, 3, returns, 1));
  printf("cost %llu, instructions %llu\n",
         (unsigned long long)WasmEdge_StatisticsGetTotalCost(statistics),
         (unsigned long long)WasmEdge_StatisticsGetInstrCount(statistics));
  params[1] = WasmEdge_ValueGenI64(2);
  result("wrong type", WasmEdge_ExecutorInvoke(executor, function, params, 2, returns, 1));

  WasmEdge_FunctionTypeContext* none = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  WasmEdge_Result codes[] = {WasmEdge_Result_Success,
                             WasmEdge_Result_Terminate,
                             WasmEdge_Result_Fail,
                             WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 77),
                             WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0),
                             WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, 1034),
                             WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, 3)};
  for (unsigned i = 0; i < sizeof(codes) / sizeof(*codes); ++i) {
    WasmEdge_FunctionInstanceContext* failing =
        WasmEdge_FunctionInstanceCreate(none, fail, &codes[i], 0);
    result("returned", WasmEdge_ExecutorInvoke(executor, failing, NULL, 0, NULL, 0));
    WasmEdge_FunctionInstanceDelete(failing);
  }

  WasmEdge_StatisticsClear(statistics);
  WasmEdge_StatisticsSetCostLimit(statistics, 13);
  params[1] = WasmEdge_ValueGenI32(2);
  result("within the limit", WasmEdge_ExecutorInvoke(executor, function, params, 2, returns, 1));
  result("beyond it", WasmEdge_ExecutorInvoke(executor, function, params, 2, returns, 1));
  printf("cost %llu\n", (unsigned long long)WasmEdge_StatisticsGetTotalCost(statistics));
  WasmEdge_StatisticsSetCostLimit(statistics, UINT64_MAX);
  WasmEdge_ExecutorExperimentalRegisterPreHostFunction(executor, (void*)"before", hook);
  WasmEdge_ExecutorExperimentalRegisterPostHostFunction(executor, (void*)"after", hook);
  WasmEdge_FunctionTypeContext* two = WasmEdge_FunctionTypeCreate(i32s, 1, i64s, 2);
  WasmEdge_FunctionInstanceContext* binding =
      WasmEdge_FunctionInstanceCreateBinding(two, wrapped, (void*)"this", (void*)"data", 0);
  result("binding", WasmEdge_ExecutorInvoke(executor, binding, params, 1, returns, 2));
  printf("%lld %lld\n", (long long)WasmEdge_ValueGetI64(returns[0]),
         (long long)WasmEdge_ValueGetI64(returns[1]));
  result("binding, one place", WasmEdge_ExecutorInvoke(executor, binding, params, 1, returns, 1));
  printf("data of the binding: %s\n", (const char*)WasmEdge_FunctionInstanceGetData(binding));
  printf(
      "its type: %u %u\n",
      WasmEdge_FunctionTypeGetParametersLength(WasmEdge_FunctionInstanceGetFunctionType(binding)),
      WasmEdge_FunctionTypeGetReturnsLength(WasmEdge_FunctionInstanceGetFunctionType(binding)));
  WasmEdge_FunctionInstanceContext* wrong =
      WasmEdge_FunctionInstanceCreate(type, wrongType, NULL, 0);
  result("result of a wrong type", WasmEdge_ExecutorInvoke(executor, wrong, params, 2, returns, 1));
  for (int i = 0; i < 8; ++i) printf(" %02x", returns[0].Type.Data[i]);
  printf("\n");

  printf("null type: %s, null function: %s\n",
         WasmEdge_FunctionInstanceCreate(NULL, add, NULL, 0) ? "set" : "null",
         WasmEdge_FunctionInstanceCreateBinding(NULL, wrapped, NULL, NULL, 0) ? "set" : "null");

  WasmEdge_ModuleInstanceContext* module = WasmEdge_ModuleInstanceCreate(text("env"));
  WasmEdge_ModuleInstanceContext* same = WasmEdge_ModuleInstanceCreate(text("env"));
  WasmEdge_ModuleInstanceContext* other = WasmEdge_ModuleInstanceCreate(text("a"));
  WasmEdge_ModuleInstanceAddFunction(module, text("add"), function);
  result("register", WasmEdge_ExecutorRegisterImport(executor, store, module));
  result("register again", WasmEdge_ExecutorRegisterImport(executor, store, module));
  result("register the same name", WasmEdge_ExecutorRegisterImport(executor, store, same));
  result("register other", WasmEdge_ExecutorRegisterImport(executor, store, other));
  result("register by alias",
         WasmEdge_ExecutorRegisterImportWithAlias(executor, store, same, text("alias")));
  result("register by a taken alias",
         WasmEdge_ExecutorRegisterImportWithAlias(executor, store, other, text("env")));
  printf("modules %u\n", WasmEdge_StoreListModuleLength(store));
  WasmEdge_String names[4];
  uint32_t count = WasmEdge_StoreListModule(store, names, 4);
  for (uint32_t i = 0; i < count && i < 4; ++i) {
    printf("%.*s\n", (int)names[i].Length, names[i].Buf);
  }
  printf("found %d, alias %d, none %s\n", WasmEdge_StoreFindModule(store, text("env")) == module,
         WasmEdge_StoreFindModule(store, text("alias")) == same,
         WasmEdge_StoreFindModule(store, text("none")) ? "set" : "null");
  WasmEdge_ModuleInstanceDelete(other);
  printf("modules after one was deleted: %u\n", WasmEdge_StoreListModuleLength(store));
  WasmEdge_ModuleInstanceDelete(same);
  printf("modules after the aliased one was deleted: %u\n", WasmEdge_StoreListModuleLength(store));
  WasmEdge_StoreDelete(store);
  printf("name after the store was deleted: %.*s\n",
         (int)WasmEdge_ModuleInstanceGetModuleName(module).Length,
         WasmEdge_ModuleInstanceGetModuleName(module).Buf);
  WasmEdge_ModuleInstanceDelete(module);
  WasmEdge_FunctionInstanceDelete(binding);
  WasmEdge_FunctionInstanceDelete(wrong);
  WasmEdge_FunctionTypeDelete(type);
  WasmEdge_FunctionTypeDelete(none);
  WasmEdge_FunctionTypeDelete(two);
  WasmEdge_ExecutorDelete(executor);
  WasmEdge_StatisticsDelete(statistics);
  return 0;
}
