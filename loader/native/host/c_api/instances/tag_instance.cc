// Asking tags.
#include "tag_instance.h"

#include <wasmedge/wasmedge_instance.h>

extern "C" const WasmEdge_TagTypeContext* WasmEdge_TagInstanceGetTagType(
    const WasmEdge_TagInstanceContext* Cxt) {
  return Cxt ? &Cxt->Type : nullptr;
}
