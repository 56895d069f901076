// A function: a host function of a plug-in, or one that lives in an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_FunctionInstanceContext {
  WasmEdge_FunctionTypeContext Type;
  plugkit_HostFunction Host = {};  // empty in an embedder; Module is given with a copy only
  uint64_t Cost = 0;
  plugkit::Home Home;
  bool TypeKnown = true;  // only an embedder creates functions without a type
  const WasmEdge_ModuleInstanceContext* Owner = nullptr;
};
