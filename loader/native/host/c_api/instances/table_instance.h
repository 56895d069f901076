// A table of references: elements of the host library, or those of an embedder.
#pragma once

#include <vector>

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_TableInstanceContext {
  mutable WasmEdge_TableTypeContext Type;  // its minimum follows the size
  WasmEdge_Value Initial;                  // what new elements are
  std::vector<WasmEdge_Value> Elements;    // empty in an embedder
  plugkit::Home Home;
};
