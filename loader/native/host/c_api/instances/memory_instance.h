// A memory: bytes of the host library, or a view of bytes in an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_MemoryInstanceContext {
  explicit WasmEdge_MemoryInstanceContext(const WasmEdge_MemoryTypeContext& Type);
  WasmEdge_MemoryInstanceContext(const WasmEdge_MemoryTypeContext& Type,
                                 const plugkit_Embedder* Embedder, void* Handle);
  ~WasmEdge_MemoryInstanceContext();

  bool MoveTo(const plugkit_Embedder* Embedder, void* Handle);
  // Length bytes at Offset, or NULL when they are out of bounds. Called for every access.
  uint8_t* At(uint64_t Offset, uint64_t Length) const {
    if (!Home.IsHere()) return nullptr;
    if (Stays && Holds(Offset, Length)) return Base + Offset;
    return Look(Offset, Length);
  }
  // Why there are no bytes there.
  WasmEdge_Result Missing() const;
  uint64_t Pages() const;
  bool Grow(uint64_t Count);

  mutable WasmEdge_MemoryTypeContext Type;  // its minimum follows the size
  plugkit::Home Home;
  const WasmEdge_ModuleInstanceContext* Owner = nullptr;

 private:
  bool Holds(uint64_t Offset, uint64_t Length) const {
    return Offset <= Size && Length <= Size - Offset;
  }
  uint8_t* Look(uint64_t Offset, uint64_t Length) const;
  void Refresh() const;

  uint8_t* Owned = nullptr;  // the bytes while they are here; after a move, until deletion
  mutable uint8_t* Base = nullptr;
  mutable uint64_t Size = 0;
  // Base holds from now on; Size may be less than what there is by now.
  mutable bool Stays = false;
};
