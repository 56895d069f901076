// What a host function learns about its caller.
#pragma once

#include <wasmedge/wasmedge_execution.h>

struct WasmEdge_CallingFrameContext {
  WasmEdge_ExecutorContext* executor;
  // The instance that calls; for a call from outside WebAssembly the function's own, or NULL.
  const WasmEdge_ModuleInstanceContext* module;
};
