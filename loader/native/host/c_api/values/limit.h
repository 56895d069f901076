// Limits of memories and tables.
#pragma once

#include <wasmedge/wasmedge_ast.h>

struct WasmEdge_LimitContext {
  uint64_t min = 0;
  // The minimum when there is no maximum.
  uint64_t max = 0;
  bool hasMax = false;
  bool shared = false;
  bool is64Bit = false;
};

namespace plugkit {

// The limits as plug-ins up to API version 4 know them: 12 bytes, passed by value; the fields have
// their names.
struct OldLimit {
  bool HasMax;
  bool Shared;
  uint32_t Min;
  uint32_t Max;
};

WasmEdge_LimitContext FromOldLimit(OldLimit old);

// As much of a number as 32 bits hold.
inline uint32_t Clamp(uint64_t number) {
  return number > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(number);
}

// Numbers that do not fit become the greatest that does; a missing limit is all zero.
OldLimit ToOldLimit(const WasmEdge_LimitContext* limit);

bool LimitsEqual(const WasmEdge_LimitContext* first, const WasmEdge_LimitContext* second);

}  // namespace plugkit
