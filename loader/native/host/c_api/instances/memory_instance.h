// A memory: bytes of the host library, or a view of bytes in an embedder.
#pragma once

#include "embedded.h"
#include "host/c_api/values/types.h"

struct WasmEdge_MemoryInstanceContext {
  explicit WasmEdge_MemoryInstanceContext(const WasmEdge_MemoryTypeContext& type);
  WasmEdge_MemoryInstanceContext(const WasmEdge_MemoryTypeContext& type,
                                 const plugkit_Embedder* embedder, void* handle);
  ~WasmEdge_MemoryInstanceContext();

  bool MoveTo(const plugkit_Embedder* embedder, void* handle);
  // Length bytes at Offset, or NULL when they are out of bounds. Called for every access.
  uint8_t* At(uint64_t offset, uint64_t length) const {
    if (!home.IsHere()) return nullptr;
    if (stays_ && Holds(offset, length)) return base_ + offset;
    return Look(offset, length);
  }
  // Why there are no bytes there.
  WasmEdge_Result Missing() const;
  uint64_t Pages() const;
  bool Grow(uint64_t count);

  mutable WasmEdge_MemoryTypeContext type;  // its minimum follows the size
  plugkit::Home home;
  const WasmEdge_ModuleInstanceContext* owner = nullptr;

 private:
  bool Holds(uint64_t offset, uint64_t length) const {
    return offset <= size_ && length <= size_ - offset;
  }
  uint8_t* Look(uint64_t offset, uint64_t length) const;
  void Refresh() const;

  uint8_t* owned_ = nullptr;  // the bytes while they are here; after a move, until deletion
  mutable uint8_t* base_ = nullptr;
  mutable uint64_t size_ = 0;
  // Base holds from now on; Size may be less than what there is by now.
  mutable bool stays_ = false;
};
