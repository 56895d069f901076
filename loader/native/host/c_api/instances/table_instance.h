// A table of references: elements of the host library, or those of an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_TableInstanceContext {
  WasmEdge_TableInstanceContext(const WasmEdge_TableTypeContext& Type,
                                const WasmEdge_Value& Initial)
      : Type(Type), Initial(Initial.Value) {}
  WasmEdge_TableInstanceContext(const WasmEdge_TableTypeContext& Type,
                                const plugkit_Embedder* Embedder, void* Handle)
      : Type(Type), Home(Embedder, Handle) {}
  ~WasmEdge_TableInstanceContext();

  bool MoveTo(const plugkit_Embedder* Embedder, void* Handle);
  // False, changing nothing, when there is not enough memory.
  bool Resize(uint64_t To);
  WasmEdge_Value Get(uint64_t Index) const { return {Elements[Index], Type.Element}; }

  mutable WasmEdge_TableTypeContext Type;  // its minimum follows the size
  uint128_t Initial = {};                  // what new elements are
  // What values hold; their type is the table's. Empty in an embedder.
  uint128_t* Elements = nullptr;
  uint64_t Size = 0;
  plugkit::Home Home;
  const WasmEdge_ModuleInstanceContext* Owner = nullptr;
};
