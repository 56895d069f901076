// A table of references: elements of the host library, or those of an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_TableInstanceContext {
  WasmEdge_TableInstanceContext(const WasmEdge_TableTypeContext& type,
                                const WasmEdge_Value& initial)
      : type(type), initial(initial.Value) {}
  WasmEdge_TableInstanceContext(const WasmEdge_TableTypeContext& type,
                                const plugkit_Embedder* embedder, void* handle)
      : type(type), home(embedder, handle) {}
  ~WasmEdge_TableInstanceContext();

  bool MoveTo(const plugkit_Embedder* embedder, void* handle);
  // False, changing nothing, when there is not enough memory.
  bool Resize(uint64_t to);
  WasmEdge_Value Get(uint64_t index) const { return {elements[index], type.element}; }

  mutable WasmEdge_TableTypeContext type;  // its minimum follows the size
  uint128_t initial = {};                  // what new elements are
  // What values hold; their type is the table's. Empty in an embedder.
  uint128_t* elements = nullptr;
  uint64_t size = 0;
  plugkit::Home home;
  const WasmEdge_ModuleInstanceContext* owner = nullptr;
};
