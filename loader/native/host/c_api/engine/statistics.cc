// The figures of executors.
#include "statistics.h"

#include <limits>

bool WasmEdge_StatisticsContext::AddCost(uint64_t cost) {
  uint64_t before = totalCost.load();
  do {
    uint64_t limit = costLimit.load();
    if (before > limit || cost > limit - before) return false;
  } while (!totalCost.compare_exchange_weak(before, before + cost));
  return true;
}

extern "C" {

WasmEdge_StatisticsContext* WasmEdge_StatisticsCreate(void) {
  return new WasmEdge_StatisticsContext;
}

uint64_t WasmEdge_StatisticsGetInstrCount(const WasmEdge_StatisticsContext*) { return 0; }

// No instructions in no time.
double WasmEdge_StatisticsGetInstrPerSecond(const WasmEdge_StatisticsContext* cxt) {
  return cxt ? std::numeric_limits<double>::quiet_NaN() : 0;
}

uint64_t WasmEdge_StatisticsGetTotalCost(const WasmEdge_StatisticsContext* cxt) {
  return cxt ? cxt->totalCost.load() : 0;
}

// Costs of instructions, of which none is executed here.
void WasmEdge_StatisticsSetCostTable(WasmEdge_StatisticsContext*, uint64_t*, const uint32_t) {}

void WasmEdge_StatisticsSetCostLimit(WasmEdge_StatisticsContext* cxt, const uint64_t limit) {
  if (cxt) cxt->costLimit = limit;
}

void WasmEdge_StatisticsClear(WasmEdge_StatisticsContext* cxt) {
  if (cxt) cxt->totalCost = 0;
}

void WasmEdge_StatisticsDelete(WasmEdge_StatisticsContext* cxt) { delete cxt; }
}
