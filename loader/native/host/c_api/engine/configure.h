// A configuration. Executors and virtual machines copy it.
#pragma once

#include <wasmedge/wasmedge_configure.h>

struct WasmEdge_ConfigureContext {
  WasmEdge_ConfigureContext();

  uint32_t Proposals = 0;  // one bit each
  bool Wasi = false;
  uint64_t MaxMemoryPage = 65536;
  // The next three are one byte each, as in the stock library: more of a number is lost.
  uint8_t RunMode = WasmEdge_RunMode_Interpreter;
  bool AllowAFUNIX = false;
  uint8_t OptimizationLevel = WasmEdge_CompilerOptimizationLevel_O3;
  uint8_t OutputFormat = WasmEdge_CompilerOutputFormat_Wasm;
  bool DumpIR = false;
  bool GenericBinary = false;
  bool Interruptible = false;
  bool CountInstructions = false;
  bool MeasureCost = false;
  bool MeasureTime = false;
};
