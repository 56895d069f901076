// The figures of executors.
#include "statistics.h"

#include <limits>

bool WasmEdge_StatisticsContext::AddCost(uint64_t Cost) {
  uint64_t Before = TotalCost.load();
  do {
    uint64_t Limit = CostLimit.load();
    if (Before > Limit || Cost > Limit - Before) return false;
  } while (!TotalCost.compare_exchange_weak(Before, Before + Cost));
  return true;
}

extern "C" {

WasmEdge_StatisticsContext* WasmEdge_StatisticsCreate(void) {
  return new WasmEdge_StatisticsContext;
}

uint64_t WasmEdge_StatisticsGetInstrCount(const WasmEdge_StatisticsContext*) { return 0; }

// No instructions in no time.
double WasmEdge_StatisticsGetInstrPerSecond(const WasmEdge_StatisticsContext* Cxt) {
  return Cxt ? std::numeric_limits<double>::quiet_NaN() : 0;
}

uint64_t WasmEdge_StatisticsGetTotalCost(const WasmEdge_StatisticsContext* Cxt) {
  return Cxt ? Cxt->TotalCost.load() : 0;
}

// Costs of instructions, of which none is executed here.
void WasmEdge_StatisticsSetCostTable(WasmEdge_StatisticsContext*, uint64_t*, const uint32_t) {}

void WasmEdge_StatisticsSetCostLimit(WasmEdge_StatisticsContext* Cxt, const uint64_t Limit) {
  if (Cxt) Cxt->CostLimit = Limit;
}

void WasmEdge_StatisticsClear(WasmEdge_StatisticsContext* Cxt) {
  if (Cxt) Cxt->TotalCost = 0;
}

void WasmEdge_StatisticsDelete(WasmEdge_StatisticsContext* Cxt) { delete Cxt; }
}
