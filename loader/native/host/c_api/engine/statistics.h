// What executors count. A call adds the cost of its host function; there are no
// instructions to count here.
#pragma once

#include <wasmedge/wasmedge_configure.h>

#include <atomic>

struct WasmEdge_StatisticsContext {
  std::atomic<uint64_t> totalCost{0};
  std::atomic<uint64_t> costLimit{UINT64_MAX};

  // False, adding nothing, when the limit would be passed.
  bool AddCost(uint64_t cost);
};
