// A configuration. Executors and virtual machines copy it.
#pragma once

#include <wasmedge/configure.h>

struct WasmEdge_ConfigureContext {
  WasmEdge_ConfigureContext();

  uint32_t Proposals = 0;  // one bit each
  bool Wasi = false;
  uint64_t MaxMemoryPage = 65536;
  WasmEdge_RunMode RunMode = WasmEdge_RunMode_Interpreter;
  bool AllowAFUNIX = false;
  WasmEdge_CompilerOptimizationLevel OptimizationLevel = WasmEdge_CompilerOptimizationLevel_O3;
  WasmEdge_CompilerOutputFormat OutputFormat = WasmEdge_CompilerOutputFormat_Wasm;
  bool DumpIR = false;
  bool GenericBinary = false;
  bool Interruptible = false;
  bool CountInstructions = false;
  bool MeasureCost = false;
  bool MeasureTime = false;
};
