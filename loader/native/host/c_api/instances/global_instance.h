// A global: a value of the host library, or one of an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_GlobalInstanceContext {
  WasmEdge_GlobalTypeContext Type;
  WasmEdge_Value Value;  // unused in an embedder
  plugkit::Home Home;
  const WasmEdge_ModuleInstanceContext* Owner = nullptr;
};
