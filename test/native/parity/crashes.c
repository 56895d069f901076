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

static void trailing_colon(void) {
  char paths[4096];
  snprintf(paths, sizeof(paths), "%s", plugin);
  dirname(paths);
  strcat(paths, ":");
  setenv("WASMEDGE_PLUGIN_PATH", paths, 1);
  WasmEdge_PluginLoadWithDefaultPaths();
}

static void empty_path(void) {
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

static void null_path(void) { WasmEdge_PluginLoadFromPath(NULL); }

static void null_types(void) { WasmEdge_FunctionTypeCreate(NULL, 2, NULL, 2); }

static void null_list(void) {
  WasmEdge_ValType type = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeGetParameters(WasmEdge_FunctionTypeCreate(&type, 1, NULL, 0), NULL, 1);
}

static void null_function(void) {
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  WasmEdge_FunctionInstanceCreate(type, NULL, NULL, 0);
}

static void unknown_proposal(void) {
  WasmEdge_ConfigureAddProposal(WasmEdge_ConfigureCreate(), (enum WasmEdge_Proposal)77777);
}

static void huge_memory(void) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1ULL << 40, false);
  WasmEdge_MemoryInstanceCreate(WasmEdge_MemoryTypeCreate(limit));
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
  survives("an empty search path", empty_path);
  survives("a search path that ends with a colon", trailing_colon);
  survives("a search path of colons", only_colons);
  survives("a search path that leads nowhere", missing_directory);
  survives("no path", null_path);
  survives("a function type of values that are not given", null_types);
  survives("parameters into no list", null_list);
  survives("no host function", null_function);
  survives("an unknown proposal", unknown_proposal);
  survives("a memory larger than any address", huge_memory);
  return 0;
}
