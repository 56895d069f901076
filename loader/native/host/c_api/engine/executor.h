// What calls functions.
#pragma once

#include <wasmedge/wasmedge_instance.h>

#include "statistics.h"

struct WasmEdge_ExecutorContext {
  WasmEdge_StatisticsContext* costStatistics = nullptr;  // NULL: costs are not measured
  void (*before)(void*) = nullptr;
  void* beforeData = nullptr;
  void (*after)(void*) = nullptr;
  void* afterData = nullptr;

  WasmEdge_ExecutorContext() = default;
  WasmEdge_ExecutorContext(const WasmEdge_ConfigureContext* configure,
                           WasmEdge_StatisticsContext* statistics);

  // Calls a function from outside WebAssembly. Returns is written on success only, at most
  // ReturnLen values.
  WasmEdge_Result Invoke(const WasmEdge_FunctionInstanceContext& function,
                         const WasmEdge_Value* params, uint32_t paramLen, WasmEdge_Value* returns,
                         uint32_t returnLen);
};
