// A tag of exceptions. The API has no function that makes one.
#pragma once

#include "host/c_api/values/types.h"

struct WasmEdge_TagInstanceContext {
  WasmEdge_TagTypeContext type;
};
