// Plug-ins: loaded by path and from the default paths, listed, found, their modules made and
// called.
//   plugins PLUGIN   the path of our plug-in arith
#define _POSIX_C_SOURCE 200809L  // setenv
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static WasmEdge_String text(const char* s) { return WasmEdge_StringWrap(s, (uint32_t)strlen(s)); }

// A stock library has plug-ins of its own, so only those that came since are counted.
static uint32_t own;

static void loaded(const char* when) {
  WasmEdge_String names[32];
  const uint32_t count = WasmEdge_PluginListPlugins(names, 32);
  const WasmEdge_PluginContext* arith = WasmEdge_PluginFind(text("arith"));
  printf("%s: %u, length %s, arith %s\n", when, count - own,
         WasmEdge_PluginListPluginsLength() == count ? "same" : "other", arith ? "found" : "none");
}

static void names(const WasmEdge_ModuleInstanceContext* module) {
  WasmEdge_String list[64];
  const uint32_t count = WasmEdge_ModuleInstanceListFunction(module, list, 64);
  printf("functions %u:", count);
  for (uint32_t i = 0; i < count && i < 64; ++i) {
    const WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionInstanceGetFunctionType(
        WasmEdge_ModuleInstanceFindFunction(module, list[i]));
    printf(" %.*s/%u/%u", (int)list[i].Length, list[i].Buf,
           WasmEdge_FunctionTypeGetParametersLength(type),
           WasmEdge_FunctionTypeGetReturnsLength(type));
  }
  printf("\n");
}

static void call(const WasmEdge_ModuleInstanceContext* module, const char* name,
                 WasmEdge_Value first, WasmEdge_Value second, uint32_t count) {
  WasmEdge_ExecutorContext* executor = WasmEdge_ExecutorCreate(NULL, NULL);
  const WasmEdge_Value params[] = {first, second};
  WasmEdge_Value returns[2] = {WasmEdge_ValueGenI32(-1), WasmEdge_ValueGenI32(-1)};
  const WasmEdge_Result result = WasmEdge_ExecutorInvoke(
      executor, WasmEdge_ModuleInstanceFindFunction(module, text(name)), params, count, returns, 2);
  printf("%s: raw %08x values %lld %d\n", name, result.Code,
         (long long)WasmEdge_ValueGetI64(returns[0]), WasmEdge_ValueGetI32(returns[1]));
  WasmEdge_ExecutorDelete(executor);
}

// A virtual machine makes the modules of the plug-ins that are loaded.
static void accumulate(const char* when, WasmEdge_VMContext* vm) {
  const WasmEdge_Value five = WasmEdge_ValueGenI64(5);
  WasmEdge_Value sum = WasmEdge_ValueGenI64(-1);
  const WasmEdge_Result result =
      WasmEdge_VMExecuteRegistered(vm, text("arith"), text("accumulate"), &five, 1, &sum, 1);
  printf("%s: raw %08x value %lld\n", when, result.Code, (long long)WasmEdge_ValueGetI64(sum));
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  WasmEdge_LogOff();
  own = WasmEdge_PluginListPluginsLength();
  WasmEdge_PluginLoadFromPath("/nowhere/at/all.so");
  loaded("a missing file");
  WasmEdge_PluginLoadFromPath("/dev/null");
  loaded("not a file");
  WasmEdge_PluginLoadFromPath("/etc/passwd");
  loaded("not a library");
  WasmEdge_PluginLoadFromPath("");
  loaded("no path");

  WasmEdge_PluginLoadFromPath(argv[1]);
  loaded("a plug-in");
  const WasmEdge_PluginContext* plugin = WasmEdge_PluginFind(text("arith"));
  WasmEdge_PluginLoadFromPath(argv[1]);
  loaded("the same again");
  char directory[4096];
  snprintf(directory, sizeof(directory), "%s", argv[1]);
  dirname(directory);
  WasmEdge_PluginLoadFromPath(directory);
  loaded("its directory");
  setenv("WASMEDGE_PLUGIN_PATH", directory, 1);
  WasmEdge_PluginLoadWithDefaultPaths();
  loaded("default paths");
  printf("still the same: %d\n", WasmEdge_PluginFind(text("arith")) == plugin);
  plugin = WasmEdge_PluginFind(text("arith"));
  printf("another: %s\n", WasmEdge_PluginFind(text("none")) ? "found" : "none");
  printf("nothing: %s\n", WasmEdge_PluginFind(text("")) ? "found" : "none");

  const WasmEdge_String name = WasmEdge_PluginGetPluginName(plugin);
  printf("name %.*s\n", (int)name.Length, name.Buf);
  WasmEdge_String modules[2] = {text("untouched"), text("untouched")};
  printf("modules %u, into nothing %u, into none %u", WasmEdge_PluginListModuleLength(plugin),
         WasmEdge_PluginListModule(plugin, NULL, 0), WasmEdge_PluginListModule(plugin, modules, 0));
  printf(" %.*s", (int)modules[0].Length, modules[0].Buf);
  printf(", into two %u", WasmEdge_PluginListModule(plugin, modules, 2));
  printf(" %.*s %.*s\n", (int)modules[0].Length, modules[0].Buf, (int)modules[1].Length,
         modules[1].Buf);

  printf("a module of another name: %s\n",
         WasmEdge_PluginCreateModule(plugin, text("none")) ? "made" : "null");
  WasmEdge_ModuleInstanceContext* one = WasmEdge_PluginCreateModule(plugin, modules[0]);
  WasmEdge_ModuleInstanceContext* two = WasmEdge_PluginCreateModule(plugin, modules[0]);
  printf("two modules: %s\n", one && two && one != two ? "made" : "not");
  names(one);
  call(one, "add", WasmEdge_ValueGenI32(40), WasmEdge_ValueGenI32(2), 2);
  call(one, "divmod", WasmEdge_ValueGenI32(17), WasmEdge_ValueGenI32(5), 2);
  call(one, "divmod", WasmEdge_ValueGenI32(17), WasmEdge_ValueGenI32(0), 2);
  call(one, "accumulate", WasmEdge_ValueGenI64(5), WasmEdge_ValueGenI64(0), 1);
  call(one, "accumulate", WasmEdge_ValueGenI64(5), WasmEdge_ValueGenI64(0), 1);
  call(two, "accumulate", WasmEdge_ValueGenI64(5), WasmEdge_ValueGenI64(0), 1);
  call(one, "fail", WasmEdge_ValueGenI32(99), WasmEdge_ValueGenI32(0), 1);
  call(one, "terminate", WasmEdge_ValueGenI32(0), WasmEdge_ValueGenI32(0), 0);
  call(one, "none", WasmEdge_ValueGenI32(0), WasmEdge_ValueGenI32(0), 0);
  WasmEdge_ModuleInstanceDelete(one);
  call(two, "accumulate", WasmEdge_ValueGenI64(5), WasmEdge_ValueGenI64(0), 1);
  WasmEdge_ModuleInstanceDelete(two);

  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  accumulate("in a virtual machine", vm);
  accumulate("again", vm);
  WasmEdge_VMCleanup(vm);
  accumulate("after cleaning it up", vm);
  WasmEdge_VMDelete(vm);
  return 0;
}
