// stock.c: the same work in a stock WasmEdge.
//   stock interpreter|aot|jit [PLUGIN]
// Commands come from standard input, one a line; each is answered with the nanoseconds it took:
//   guest FILE          loads and instantiates it
//   run EXPORT COUNT    calls EXPORT(COUNT) of the guest
//   load PATH           WasmEdge_PluginLoadFromPath
//   create COUNT        makes the plug-in's module so often, and deletes it
// Started by stock.ts.
#define _POSIX_C_SOURCE 200809L  // clock_gettime
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wasmedge/wasmedge.h>

static void fail(const char* what, const char* why) {
  printf("fatal %s: %s\n", what, why);
  exit(1);
}

static WasmEdge_String wrap(const char* text) {
  return WasmEdge_StringWrap(text, (uint32_t)strlen(text));
}

static void check(WasmEdge_Result result, const char* what) {
  if (!WasmEdge_ResultOK(result)) fail(what, WasmEdge_ResultGetMessage(result));
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static enum WasmEdge_RunMode parse_mode(const char* mode) {
  if (!strcmp(mode, "interpreter")) return WasmEdge_RunMode_Interpreter;
  if (!strcmp(mode, "aot")) return WasmEdge_RunMode_AOT;
  if (!strcmp(mode, "jit")) return WasmEdge_RunMode_JIT;
  fail("mode", mode);
  return WasmEdge_RunMode_Interpreter;
}

static const WasmEdge_PluginContext* find_plugin(void) {
  WasmEdge_String names[64];
  const uint32_t count = WasmEdge_PluginListPlugins(names, 64);
  for (uint32_t i = 0; i < count && i < 64; i++) {
    if (names[i].Length >= 5 && !memcmp(names[i].Buf, "bench", 5)) {
      return WasmEdge_PluginFind(names[i]);
    }
  }
  fail("plug-in", "refused");
  return NULL;
}

int main(int argc, char** argv) {
  if (argc < 2) fail("usage", "stock MODE [PLUGIN]");
  WasmEdge_LogOff();
  WasmEdge_ConfigureContext* configure = WasmEdge_ConfigureCreate();
  WasmEdge_ConfigureSetRunMode(configure, parse_mode(argv[1]));
  if (argc > 2) WasmEdge_PluginLoadFromPath(argv[2]);
  const WasmEdge_PluginContext* plugin = argc > 2 ? find_plugin() : NULL;
  WasmEdge_VMContext* vm = NULL;
  char line[4096], text[4000];
  long count;
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    const double start = now();
    if (sscanf(line, "guest %3999s", text) == 1) {
      WasmEdge_VMDelete(vm);
      vm = WasmEdge_VMCreate(configure, NULL);
      check(WasmEdge_VMLoadWasmFromFile(vm, text), text);
      check(WasmEdge_VMValidate(vm), text);
      check(WasmEdge_VMInstantiate(vm), text);
    } else if (vm && sscanf(line, "run %3999s %ld", text, &count) == 2) {
      const WasmEdge_Value param = WasmEdge_ValueGenI32((int32_t)count);
      check(WasmEdge_VMExecute(vm, wrap(text), &param, 1, NULL, 0), text);
    } else if (sscanf(line, "load %3999s", text) == 1) {
      WasmEdge_PluginLoadFromPath(text);
    } else if (plugin && sscanf(line, "create %ld", &count) == 1) {
      while (count-- > 0) {
        WasmEdge_ModuleInstanceDelete(WasmEdge_PluginCreateModule(plugin, wrap("bench")));
      }
    } else {
      fail("command", line);
    }
    printf("%.0f\n", now() - start);
    fflush(stdout);
  }
  WasmEdge_VMDelete(vm);
  WasmEdge_ConfigureDelete(configure);
  return 0;
}
