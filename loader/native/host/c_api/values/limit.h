// Limits of memories and tables.
#pragma once

#include <wasmedge/wasmedge_ast.h>

struct WasmEdge_LimitContext {
  uint64_t Min = 0;
  // The minimum when there is no maximum.
  uint64_t Max = 0;
  bool HasMax = false;
  bool Shared = false;
  bool Is64Bit = false;
};

namespace plugkit {

// The limits as plug-ins up to API version 4 know them: 12 bytes, passed by value.
struct OldLimit {
  bool HasMax;
  bool Shared;
  uint32_t Min;
  uint32_t Max;
};

WasmEdge_LimitContext FromOldLimit(OldLimit Old);

// As much of a number as 32 bits hold.
inline uint32_t Clamp(uint64_t Number) {
  return Number > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(Number);
}

// Numbers that do not fit become the greatest that does; a missing limit is all zero.
OldLimit ToOldLimit(const WasmEdge_LimitContext* Limit);

bool LimitsEqual(const WasmEdge_LimitContext* First, const WasmEdge_LimitContext* Second);

}  // namespace plugkit
