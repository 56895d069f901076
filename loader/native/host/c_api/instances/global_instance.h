// A global: a value of the host library, or one of an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_GlobalInstanceContext {
  WasmEdge_GlobalTypeContext type;
  WasmEdge_Value value;  // unused in an embedder
  plugkit::Home home;
  const WasmEdge_ModuleInstanceContext* owner = nullptr;
};
