// Making, asking and comparing limits. WasmEdge_LimitIsEqual itself has two forms and is
// in versions_*.cc.
#include "limit.h"

namespace plugkit {

WasmEdge_LimitContext FromOldLimit(OldLimit old) {
  WasmEdge_LimitContext limit;
  limit.min = old.Min;
  limit.max = old.HasMax ? old.Max : old.Min;
  limit.hasMax = old.HasMax;
  limit.shared = old.Shared;
  return limit;
}

OldLimit ToOldLimit(const WasmEdge_LimitContext* limit) {
  if (!limit) return OldLimit{false, false, 0, 0};
  return OldLimit{limit->hasMax, limit->shared, Clamp(limit->min), Clamp(limit->max)};
}

bool LimitsEqual(const WasmEdge_LimitContext* first, const WasmEdge_LimitContext* second) {
  if (!first || !second) return false;
  return first->min == second->min && first->max == second->max &&
         first->hasMax == second->hasMax && first->shared == second->shared &&
         first->is64Bit == second->is64Bit;
}

}  // namespace plugkit

extern "C" {

WasmEdge_LimitContext* WasmEdge_LimitCreate(const uint64_t min, const bool is64Bit) {
  return new WasmEdge_LimitContext{min, min, false, false, is64Bit};
}

WasmEdge_LimitContext* WasmEdge_LimitCreateWithMax(const uint64_t min, const uint64_t max,
                                                   const bool is64Bit, const bool isShared) {
  return new WasmEdge_LimitContext{min, max, true, isShared, is64Bit};
}

uint64_t WasmEdge_LimitGetMin(const WasmEdge_LimitContext* cxt) { return cxt ? cxt->min : 0; }
uint64_t WasmEdge_LimitGetMax(const WasmEdge_LimitContext* cxt) { return cxt ? cxt->max : 0; }
bool WasmEdge_LimitHasMax(const WasmEdge_LimitContext* cxt) { return cxt && cxt->hasMax; }
bool WasmEdge_LimitIsShared(const WasmEdge_LimitContext* cxt) { return cxt && cxt->shared; }
bool WasmEdge_LimitIs64Bit(const WasmEdge_LimitContext* cxt) { return cxt && cxt->is64Bit; }

void WasmEdge_LimitDelete(WasmEdge_LimitContext* cxt) { delete cxt; }
}
