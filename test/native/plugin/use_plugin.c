// Uses a plug-in from C, without Node: loads the paths given, or the default paths when none is,
// and calls add(20, 22) of the first module of every plug-in. Run by test/host/plugin-use.test.ts.
#include <inttypes.h>
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static int CallAdd(WasmEdge_ModuleInstanceContext* Module) {
  WasmEdge_String Name = WasmEdge_StringCreateByCString("add");
  WasmEdge_FunctionInstanceContext* Add = WasmEdge_ModuleInstanceFindFunction(Module, Name);
  WasmEdge_StringDelete(Name);
  if (!Add) {
    printf("  no function add\n");
    return 1;
  }
  WasmEdge_ExecutorContext* Executor = WasmEdge_ExecutorCreate(NULL, NULL);
  const WasmEdge_Value Params[] = {WasmEdge_ValueGenI32(20), WasmEdge_ValueGenI32(22)};
  WasmEdge_Value Returns[1];
  const WasmEdge_Result Result = WasmEdge_ExecutorInvoke(Executor, Add, Params, 2, Returns, 1);
  if (WasmEdge_ResultOK(Result)) {
    printf("  add(20, 22) = %" PRId32 "\n", WasmEdge_ValueGetI32(Returns[0]));
  } else {
    printf("  add failed: %s\n", WasmEdge_ResultGetMessage(Result));
  }
  WasmEdge_ExecutorDelete(Executor);
  return !WasmEdge_ResultOK(Result);
}

static int UsePlugin(WasmEdge_String Name) {
  const WasmEdge_PluginContext* Plugin = WasmEdge_PluginFind(Name);
  WasmEdge_String ModuleName;
  printf("plug-in %.*s, modules: %" PRIu32 "\n", (int)Name.Length, Name.Buf,
         WasmEdge_PluginListModuleLength(Plugin));
  if (WasmEdge_PluginListModule(Plugin, &ModuleName, 1) == 0) return 1;
  WasmEdge_ModuleInstanceContext* Module = WasmEdge_PluginCreateModule(Plugin, ModuleName);
  printf("  module %.*s %s\n", (int)ModuleName.Length, ModuleName.Buf,
         Module ? "created" : "not created");
  const int Failed = Module ? CallAdd(Module) : 1;
  WasmEdge_ModuleInstanceDelete(Module);
  return Failed;
}

int main(int Count, char** Paths) {
  if (Count < 2) WasmEdge_PluginLoadWithDefaultPaths();
  for (int I = 1; I < Count; ++I) WasmEdge_PluginLoadFromPath(Paths[I]);
  WasmEdge_String Names[16];
  const uint32_t Found = WasmEdge_PluginListPlugins(Names, 16);
  printf("plug-ins: %" PRIu32 "\n", Found);
  int Failed = 0;
  for (uint32_t I = 0; I < Found && I < 16; ++I) Failed |= UsePlugin(Names[I]);
  return Failed;
}
