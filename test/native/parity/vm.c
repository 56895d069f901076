// The virtual machine without WebAssembly: host modules registered, listed, found and called.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static WasmEdge_String text(const char* s) { return WasmEdge_StringWrap(s, (uint32_t)strlen(s)); }

static void result(const char* what, WasmEdge_Result r) { printf("%s: raw %08x\n", what, r.Code); }

static void finalize(void* data) { printf("finalized %s\n", (const char*)data); }

static WasmEdge_Result twice(void* data, const WasmEdge_CallingFrameContext* frame,
                             const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI32(2 * WasmEdge_ValueGetI32(params[0]));
  return WasmEdge_Result_Success;
}

static bool isOurs(WasmEdge_String name) {
  return WasmEdge_StringIsEqual(name, text("env")) || WasmEdge_StringIsEqual(name, text("alias")) ||
         WasmEdge_StringIsEqual(name, text("wasi_snapshot_preview1"));
}

// The modules that this program registers; `others` counts the rest.
static uint32_t others;

static void modules(const WasmEdge_VMContext* vm) {
  WasmEdge_String names[32];
  uint32_t count = WasmEdge_VMListRegisteredModule(vm, names, 32);
  printf("modules %d:", WasmEdge_VMListRegisteredModuleLength(vm) == count);
  others = 0;
  for (uint32_t i = 0; i < count && i < 32; ++i) {
    if (isOurs(names[i])) {
      printf(" %.*s", (int)names[i].Length, names[i].Buf);
    } else {
      others++;
    }
  }
  printf("\n");
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_StoreContext* store = WasmEdge_StoreCreate();
  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, store);
  printf("own store %d, others %d%d%d%d\n", WasmEdge_VMGetStoreContext(vm) == store,
         WasmEdge_VMGetLoaderContext(vm) != NULL, WasmEdge_VMGetValidatorContext(vm) != NULL,
         WasmEdge_VMGetExecutorContext(vm) != NULL, WasmEdge_VMGetStatisticsContext(vm) != NULL);
  modules(vm);
  printf("modules that nobody registered: %s\n", others ? "some" : "none");
  WasmEdge_ValType i32[] = {WasmEdge_ValTypeGenI32()};
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(i32, 1, i32, 1);
  WasmEdge_ModuleInstanceContext* env = WasmEdge_ModuleInstanceCreate(text("env"));
  WasmEdge_ModuleInstanceAddFunction(env, text("twice"),
                                     WasmEdge_FunctionInstanceCreate(type, twice, NULL, 0));
  result("register", WasmEdge_VMRegisterModuleFromImport(vm, env));
  result("register again", WasmEdge_VMRegisterModuleFromImport(vm, env));
  result("register by alias", WasmEdge_VMRegisterModuleFromImportWithAlias(vm, text("alias"), env));
  modules(vm);
  printf("in the store: %d\n", WasmEdge_StoreFindModule(store, text("env")) == env);
  printf("found %d, none %s\n", WasmEdge_VMGetRegisteredModule(vm, text("env")) == env,
         WasmEdge_VMGetRegisteredModule(vm, text("none")) ? "set" : "null");
  WasmEdge_Value param = WasmEdge_ValueGenI32(21), value = WasmEdge_ValueGenI32(0);
  result("call",
         WasmEdge_VMExecuteRegistered(vm, text("env"), text("twice"), &param, 1, &value, 1));
  printf("value %d\n", WasmEdge_ValueGetI32(value));
  result("call a missing function",
         WasmEdge_VMExecuteRegistered(vm, text("env"), text("none"), &param, 1, &value, 1));
  result("call a missing module",
         WasmEdge_VMExecuteRegistered(vm, text("none"), text("twice"), &param, 1, &value, 1));
  result("call without parameters",
         WasmEdge_VMExecuteRegistered(vm, text("env"), text("twice"), NULL, 0, &value, 1));
  WasmEdge_Async* async =
      WasmEdge_VMAsyncExecuteRegistered(vm, text("env"), text("twice"), &param, 1);
  printf("async %s\n", async ? "made" : "null");
  if (async) {
    value = WasmEdge_ValueGenI32(0);
    result("async", WasmEdge_AsyncGet(async, &value, 1));
    printf("value %d\n", WasmEdge_ValueGetI32(value));
    WasmEdge_AsyncDelete(async);
  }
  const WasmEdge_FunctionTypeContext* found =
      WasmEdge_VMGetFunctionTypeRegistered(vm, text("env"), text("twice"));
  printf("type %s, parameters %u\n", found ? "set" : "null",
         WasmEdge_FunctionTypeGetParametersLength(found));
  printf("type of none: %s\n",
         WasmEdge_VMGetFunctionTypeRegistered(vm, text("env"), text("none")) ? "set" : "null");
  printf("active %s, functions %u, type %s\n", WasmEdge_VMGetActiveModule(vm) ? "set" : "null",
         WasmEdge_VMGetFunctionListLength(vm),
         WasmEdge_VMGetFunctionType(vm, text("twice")) ? "set" : "null");
  result("validate before loading", WasmEdge_VMValidate(vm));
  result("instantiate before loading", WasmEdge_VMInstantiate(vm));
  result("execute before loading", WasmEdge_VMExecute(vm, text("twice"), &param, 1, &value, 1));
  printf("wasi %s\n",
         WasmEdge_VMGetImportModuleContext(vm, WasmEdge_HostRegistration_Wasi) ? "set" : "null");
  WasmEdge_ModuleInstanceContext* given =
      WasmEdge_ModuleInstanceCreateWithData(text("given"), (void*)"given away", finalize);
  result("register by a free alias",
         WasmEdge_VMRegisterModuleFromImportWithAlias(vm, text("wasi_snapshot_preview1"), given));
  modules(vm);
  WasmEdge_VMForceDeleteRegisteredModule(vm, text("wasi_snapshot_preview1"));
  modules(vm);
  WasmEdge_VMForceDeleteRegisteredModule(vm, text("none"));
  WasmEdge_VMCleanup(vm);
  modules(vm);
  printf("in the store: %d\n", WasmEdge_StoreFindModule(store, text("env")) == env);
  WasmEdge_VMDelete(vm);
  WasmEdge_StoreDelete(store);
  WasmEdge_ModuleInstanceDelete(env);
  WasmEdge_FunctionTypeDelete(type);

  vm = WasmEdge_VMCreate(NULL, NULL);
  printf("a store of its own: %d\n", WasmEdge_VMGetStoreContext(vm) != NULL);
  WasmEdge_VMDelete(vm);
  WasmEdge_ConfigureContext* conf = WasmEdge_ConfigureCreate();
  WasmEdge_ConfigureAddHostRegistration(conf, WasmEdge_HostRegistration_Wasi);
  vm = WasmEdge_VMCreate(conf, NULL);
  modules(vm);
  WasmEdge_ModuleInstanceContext* wasi =
      WasmEdge_VMGetImportModuleContext(vm, WasmEdge_HostRegistration_Wasi);
  printf("wasi %s %.*s\n", wasi ? "set" : "null",
         (int)WasmEdge_ModuleInstanceGetModuleName(wasi).Length,
         WasmEdge_ModuleInstanceGetModuleName(wasi).Buf);
  printf("exit code %u\n", WasmEdge_ModuleInstanceWASIGetExitCode(wasi));
  WasmEdge_VMCleanup(vm);
  modules(vm);
  WasmEdge_VMDelete(vm);
  WasmEdge_ConfigureDelete(conf);
  return 0;
}
