// What a program should live through, each in a process of its own.
//   crashes PLUGIN   the path of any plug-in
#define _POSIX_C_SOURCE 200809L  // fork, setenv
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wasmedge/wasmedge.h>

static const char* plugin;

static WasmEdge_MemoryInstanceContext* memory(uint64_t min, uint64_t max) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreateWithMax(min, max, false, false);
  WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_MemoryInstanceContext* made = WasmEdge_MemoryInstanceCreate(type);
  WasmEdge_MemoryTypeDelete(type);
  WasmEdge_LimitDelete(limit);
  return made;
}

static void trailing_colon(void) {
  char paths[4096];
  snprintf(paths, sizeof(paths), "%s", plugin);
  dirname(paths);
  strcat(paths, ":");
  setenv("WASMEDGE_PLUGIN_PATH", paths, 1);
  WasmEdge_PluginLoadWithDefaultPaths();
}

static void empty_paths(void) {
  setenv("WASMEDGE_PLUGIN_PATH", "", 1);
  WasmEdge_PluginLoadWithDefaultPaths();
}

static void only_colons(void) {
  setenv("WASMEDGE_PLUGIN_PATH", "::", 1);
  WasmEdge_PluginLoadWithDefaultPaths();
}

static void missing_directory(void) {
  setenv("WASMEDGE_PLUGIN_PATH", "/nowhere/at/all", 1);
  WasmEdge_PluginLoadWithDefaultPaths();
}

static void unreadable(void) { WasmEdge_PluginLoadFromPath("/proc/1/root"); }

static void null_path(void) { WasmEdge_PluginLoadFromPath(NULL); }

static void null_string(void) { WasmEdge_StringDelete(WasmEdge_StringCreateByBuffer(NULL, 4)); }

static void null_bytes(void) { WasmEdge_BytesDelete(WasmEdge_BytesCreate(NULL, 4)); }

static void null_types(void) {
  WasmEdge_FunctionTypeDelete(WasmEdge_FunctionTypeCreate(NULL, 2, NULL, 2));
}

static void null_list(void) {
  WasmEdge_ValType type = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeContext* function = WasmEdge_FunctionTypeCreate(&type, 1, NULL, 0);
  WasmEdge_FunctionTypeGetParameters(function, NULL, 1);
}

static void null_module(void) {
  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  WasmEdge_VMRegisterModuleFromImport(vm, NULL);
}

static void null_parameters(void) {
  WasmEdge_ValType type = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeContext* function = WasmEdge_FunctionTypeCreate(&type, 1, NULL, 0);
  WasmEdge_ExecutorContext* executor = WasmEdge_ExecutorCreate(NULL, NULL);
  WasmEdge_FunctionInstanceContext* nothing =
      WasmEdge_FunctionInstanceCreate(function, NULL, NULL, 0);
  WasmEdge_ExecutorInvoke(executor, nothing, NULL, 1, NULL, 0);
}

static void null_create(void) {
  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  WasmEdge_VMLoadWasmFromBytes(vm, WasmEdge_BytesWrap(NULL, 4));
}

static void far_memory(void) { memory(1ULL << 40, 1ULL << 41); }

static void validate_too_early(void) {
  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  WasmEdge_VMInstantiate(vm);
}

static void bad_proposal(void) {
  WasmEdge_ConfigureContext* c = WasmEdge_ConfigureCreate();
  WasmEdge_ConfigureAddProposal(c, (enum WasmEdge_Proposal)77777);
}
static void bad_message(void) {
  WasmEdge_ResultGetMessage(WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, 0xffff));
}
static void alias_twice(void) {
  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  WasmEdge_ModuleInstanceContext* m = WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("m", 1));
  WasmEdge_VMRegisterModuleFromImport(vm, m);
  WasmEdge_VMRegisterModuleFromImportWithAlias(vm, WasmEdge_StringWrap("n", 1), m);
  WasmEdge_VMForceDeleteRegisteredModule(vm, WasmEdge_StringWrap("n", 1));
  WasmEdge_VMDelete(vm);
}
static void null_frame_type(void) {
  WasmEdge_ValTypeGenI32();
  WasmEdge_TableTypeContext* t = WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenFuncRef(), NULL);
  WasmEdge_TableInstanceCreate(t);
  WasmEdge_MemoryInstanceCreate(WasmEdge_MemoryTypeCreate(NULL));
}

static void survives(const char* what, void (*run)(void)) {
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    WasmEdge_LogOff();
    alarm(5);
    run();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    printf("%s: signal %d\n", what, WTERMSIG(status));
  } else {
    printf("%s: fine\n", what);
  }
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  plugin = argv[1];
  survives("a search path that ends with a colon", trailing_colon);
  survives("an empty search path", empty_paths);
  survives("a search path of colons", only_colons);
  survives("missing dir", missing_directory);
  survives("unreadable", unreadable);
  survives("null path", null_path);
  survives("null string", null_string);
  survives("null bytes", null_bytes);
  survives("null types", null_types);
  survives("null list", null_list);
  survives("null module", null_module);
  survives("null function", null_parameters);
  survives("null wasm", null_create);
  survives("far memory", far_memory);
  survives("early", validate_too_early);
  survives("proposal", bad_proposal);
  survives("message", bad_message);
  survives("alias", alias_twice);
  survives("null types", null_frame_type);
  return 0;
}
