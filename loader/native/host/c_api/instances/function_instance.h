// A function: a host function of a plug-in, or one that lives in an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_FunctionInstanceContext {
  WasmEdge_FunctionTypeContext Type;
  plugkit_HostFunction Host = {nullptr, nullptr, nullptr, nullptr};  // empty in an embedder
  uint64_t Cost = 0;
  plugkit::Home Home;
  bool TypeKnown = true;  // only an embedder creates functions without a type
};
