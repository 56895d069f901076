// Log levels and the callback. The words of a message are each library's own: what is printed is
// whether one came, and what came with it.
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wasmedge/wasmedge.h>

static int errors, warnings, others;
static WasmEdge_LogMessage last;

static void receive(const WasmEdge_LogMessage* message) {
  if (message->Level == WasmEdge_LogLevel_Error) {
    errors++;
  } else if (message->Level == WasmEdge_LogLevel_Warn) {
    warnings++;
  } else {
    others++;
  }
  last = *message;
}

// Nothing can be read from there: an error.
static void provoke(const char* when) {
  errors = 0;
  WasmEdge_LoaderContext* loader = WasmEdge_LoaderCreate(NULL);
  WasmEdge_ASTModuleContext* module = NULL;
  WasmEdge_LoaderParseFromFile(loader, &module, "/nowhere/at/all.wasm");
  WasmEdge_LoaderDelete(loader);
  printf("%s: %s\n", when, errors ? "told" : "silent");
}

int main(void) {
  WasmEdge_LogSetCallback(receive);
  provoke("at first");
  printf("text %s, logger %s, time %s, thread %s\n", last.Message.Length ? "given" : "empty",
         last.LoggerName.Length ? "named" : "unnamed",
         last.Time > time(NULL) - 60 && last.Time <= time(NULL) ? "now" : "other",
         last.ThreadId ? "given" : "zero");
  static const struct {
    WasmEdge_LogLevel level;
    const char* name;
  } levels[] = {{WasmEdge_LogLevel_Trace, "trace"}, {WasmEdge_LogLevel_Debug, "debug"},
                {WasmEdge_LogLevel_Info, "info"},   {WasmEdge_LogLevel_Warn, "warning"},
                {WasmEdge_LogLevel_Error, "error"}, {WasmEdge_LogLevel_Critical, "critical"}};
  for (unsigned i = 0; i < sizeof(levels) / sizeof(*levels); ++i) {
    WasmEdge_LogSetLevel(levels[i].level);
    provoke(levels[i].name);
  }
  WasmEdge_LogSetDebugLevel();
  provoke("debug level");
  WasmEdge_LogOff();
  provoke("off");
  WasmEdge_LogSetErrorLevel();
  provoke("error level");
  // In this order: a stock library starts again at its first level.
  WasmEdge_LogSetCallback(NULL);
  WasmEdge_LogSetLevel(WasmEdge_LogLevel_Critical);
  provoke("without the callback");
  printf("warnings %d, others %d\n", warnings, others);
  return 0;
}
