// What a host function learns about its caller.
#pragma once

#include <wasmedge/execution.h>

struct WasmEdge_CallingFrameContext {
  WasmEdge_ExecutorContext* Executor;
  const WasmEdge_ModuleInstanceContext* Module;  // NULL: called from outside WebAssembly
};
