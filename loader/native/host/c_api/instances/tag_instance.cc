// Asking tags.
#include "tag_instance.h"

#include <wasmedge/wasmedge_instance.h>

extern "C" const WasmEdge_TagTypeContext* WasmEdge_TagInstanceGetTagType(
    const WasmEdge_TagInstanceContext* cxt) {
  return cxt ? &cxt->type : nullptr;
}
