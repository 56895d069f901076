// What needs a WebAssembly engine fails with its result, and says why to the log callback; levels
// and callback of the log.
#include <string.h>
#include <wasmedge/wasmedge.h>

#include "check.h"

static int messages;
static char last[1024];

static void receive(const WasmEdge_LogMessage* message) {
  ++messages;
  memcpy(last, message->Message.Buf, message->Message.Length);
  last[message->Message.Length] = 0;
  CHECK(message->LoggerName.Length > 0 && message->Time > 0 && message->ThreadId != 0);
}

// The last call logged exactly one message, which says that there is no engine.
static bool told(void) {
  bool once = messages == 1 && strstr(last, "no WebAssembly engine");
  messages = 0;
  return once;
}

int main(void) {
  const char* path = "module.wasm";
  const WasmEdge_Bytes bytes = {0, NULL};
  const WasmEdge_String name = WasmEdge_StringWrap("run", 3);
  WasmEdge_LogSetCallback(receive);

  WasmEdge_LoaderContext* loader = WasmEdge_LoaderCreate(NULL);
  WasmEdge_ASTModuleContext* module = NULL;
  CHECK(WasmEdge_ResultGetCode(WasmEdge_LoaderParseFromFile(loader, &module, path)) ==
        WasmEdge_ErrCode_RuntimeError);
  CHECK(told() && !module);
  CHECK(!WasmEdge_ResultOK(WasmEdge_LoaderParseFromBytes(loader, &module, bytes)) && told());
  WasmEdge_LoaderDelete(loader);

  WasmEdge_CompilerContext* compiler = WasmEdge_CompilerCreate(NULL);
  CHECK(WasmEdge_ResultGetCode(WasmEdge_CompilerCompile(compiler, path, path)) ==
        WasmEdge_ErrCode_AOTDisabled);
  CHECK(told());
  WasmEdge_CompilerDelete(compiler);

  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  CHECK(WasmEdge_ResultGetCode(WasmEdge_VMLoadWasmFromFile(vm, path)) ==
        WasmEdge_ErrCode_RuntimeError);
  CHECK(told());
  CHECK(!WasmEdge_ResultOK(WasmEdge_VMRunWasmFromBytes(vm, bytes, name, NULL, 0, NULL, 0)));
  CHECK(told());
  WasmEdge_Async* async = WasmEdge_VMAsyncRunWasmFromFile(vm, path, name, NULL, 0);
  CHECK(async && told());
  CHECK(WasmEdge_AsyncWaitFor(async, 0) && WasmEdge_AsyncGetReturnsLength(async) == 0);
  CHECK(WasmEdge_ResultGetCode(WasmEdge_AsyncGet(async, NULL, 0)) == WasmEdge_ErrCode_RuntimeError);
  WasmEdge_AsyncDelete(async);
  WasmEdge_VMDelete(vm);

  const char* arguments[] = {"wasmedge"};
  CHECK(WasmEdge_Driver_Tool(1, arguments) == 1 && told());

  // A warning, below the default level; then let through; then nothing at all.
  WasmEdge_ModuleInstanceDelete(WasmEdge_ModuleInstanceCreateWASI(NULL, 0, NULL, 0, NULL, 0));
  CHECK(messages == 0);
  WasmEdge_LogSetLevel(WasmEdge_LogLevel_Warn);
  WasmEdge_ModuleInstanceDelete(WasmEdge_ModuleInstanceCreateWASI(NULL, 0, NULL, 0, NULL, 0));
  CHECK(messages == 1);
  WasmEdge_LogOff();
  CHECK(WasmEdge_Driver_Compiler(1, arguments) == 1 && messages == 1);
  WasmEdge_LogSetDebugLevel();
  CHECK(WasmEdge_Driver_UniTool(1, arguments) == 1 && messages == 2);
  WasmEdge_LogSetErrorLevel();
  return 0;
}
