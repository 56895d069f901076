// A function: a host function of a plug-in, or one that lives in an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_FunctionInstanceContext {
  WasmEdge_FunctionTypeContext type;
  plugkit_HostFunction host = {};  // empty in an embedder; Module is given with a copy only
  uint64_t cost = 0;
  plugkit::Home home;
  bool typeKnown = true;  // only an embedder creates functions without a type
  const WasmEdge_ModuleInstanceContext* owner = nullptr;
};
