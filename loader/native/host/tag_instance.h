// tag_instance.h: a tag of exceptions. The API has no function that makes one.
#pragma once

#include "types.h"

struct WasmEdge_TagInstanceContext {
  WasmEdge_TagTypeContext Type;
};
