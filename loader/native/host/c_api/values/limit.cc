// Making, asking and comparing limits. WasmEdge_LimitIsEqual itself has two forms and is
// in versions_*.cc.
#include "limit.h"

namespace plugkit {

WasmEdge_LimitContext FromOldLimit(OldLimit Old) {
  WasmEdge_LimitContext Limit;
  Limit.Min = Old.Min;
  Limit.Max = Old.HasMax ? Old.Max : Old.Min;
  Limit.HasMax = Old.HasMax;
  Limit.Shared = Old.Shared;
  return Limit;
}

OldLimit ToOldLimit(const WasmEdge_LimitContext* Limit) {
  if (!Limit) return OldLimit{false, false, 0, 0};
  return OldLimit{Limit->HasMax, Limit->Shared, Clamp(Limit->Min), Clamp(Limit->Max)};
}

bool LimitsEqual(const WasmEdge_LimitContext* First, const WasmEdge_LimitContext* Second) {
  if (!First || !Second) return false;
  return First->Min == Second->Min && First->Max == Second->Max &&
         First->HasMax == Second->HasMax && First->Shared == Second->Shared &&
         First->Is64Bit == Second->Is64Bit;
}

}  // namespace plugkit

extern "C" {

WasmEdge_LimitContext* WasmEdge_LimitCreate(const uint64_t Min, const bool Is64Bit) {
  return new WasmEdge_LimitContext{Min, Min, false, false, Is64Bit};
}

WasmEdge_LimitContext* WasmEdge_LimitCreateWithMax(const uint64_t Min, const uint64_t Max,
                                                   const bool Is64Bit, const bool IsShared) {
  return new WasmEdge_LimitContext{Min, Max, true, IsShared, Is64Bit};
}

uint64_t WasmEdge_LimitGetMin(const WasmEdge_LimitContext* Cxt) { return Cxt ? Cxt->Min : 0; }
uint64_t WasmEdge_LimitGetMax(const WasmEdge_LimitContext* Cxt) { return Cxt ? Cxt->Max : 0; }
bool WasmEdge_LimitHasMax(const WasmEdge_LimitContext* Cxt) { return Cxt && Cxt->HasMax; }
bool WasmEdge_LimitIsShared(const WasmEdge_LimitContext* Cxt) { return Cxt && Cxt->Shared; }
bool WasmEdge_LimitIs64Bit(const WasmEdge_LimitContext* Cxt) { return Cxt && Cxt->Is64Bit; }

void WasmEdge_LimitDelete(WasmEdge_LimitContext* Cxt) { delete Cxt; }
}
