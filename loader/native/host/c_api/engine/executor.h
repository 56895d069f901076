// What calls functions.
#pragma once

#include <wasmedge/wasmedge_instance.h>

#include "statistics.h"

struct WasmEdge_ExecutorContext {
  WasmEdge_StatisticsContext* CostStatistics = nullptr;  // NULL: costs are not measured
  void (*Before)(void*) = nullptr;
  void* BeforeData = nullptr;
  void (*After)(void*) = nullptr;
  void* AfterData = nullptr;

  WasmEdge_ExecutorContext() = default;
  WasmEdge_ExecutorContext(const WasmEdge_ConfigureContext* Configure,
                           WasmEdge_StatisticsContext* Statistics);

  // Calls a function from outside WebAssembly. Returns is written on success only, at most
  // ReturnLen values.
  WasmEdge_Result Invoke(const WasmEdge_FunctionInstanceContext& Function,
                         const WasmEdge_Value* Params, uint32_t ParamLen, WasmEdge_Value* Returns,
                         uint32_t ReturnLen);
};
