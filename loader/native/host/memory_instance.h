// memory_instance.h: a memory: bytes of the host library, or a view of bytes in an embedder.
#pragma once

#include "embedded.h"
#include "types.h"

struct WasmEdge_MemoryInstanceContext {
  explicit WasmEdge_MemoryInstanceContext(const WasmEdge_MemoryTypeContext& Type);
  WasmEdge_MemoryInstanceContext(const WasmEdge_MemoryTypeContext& Type,
                                 const plugkit_Embedder* Embedder, void* Handle);
  ~WasmEdge_MemoryInstanceContext();

  bool MoveTo(const plugkit_Embedder* Embedder, void* Handle);
  // Length bytes at Offset, or NULL when they are out of bounds. Called for every access.
  uint8_t* At(uint64_t Offset, uint64_t Length) const {
    if (*Epoch == Seen && Offset <= Size && Length <= Size - Offset) return Base + Offset;
    return Look(Offset, Length);
  }
  uint64_t Pages() const;
  bool Grow(uint64_t Count);
  WasmEdge_Result GrowInHome(uint64_t Count);

  mutable WasmEdge_MemoryTypeContext Type;  // its minimum follows the size
  plugkit::Home Home;

 private:
  uint8_t* Look(uint64_t Offset, uint64_t Length) const;
  void View(bool (*plugkit_Embedder::*Ask)(void*, void*, uint8_t**, uint64_t*)) const;

  uint8_t* Owned = nullptr;  // the bytes while they are here; after a move, until deletion
  mutable uint8_t* Base = nullptr;
  mutable uint64_t Size = 0;
  // The view holds as long as *Epoch is the number seen. Memories of the host library look at a
  // number that never changes.
  const uint64_t* Epoch;
  mutable uint64_t Seen;
};
