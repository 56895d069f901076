// A configuration. Executors and virtual machines copy it.
#pragma once

#include <wasmedge/wasmedge_configure.h>

struct WasmEdge_ConfigureContext {
  WasmEdge_ConfigureContext();

  uint32_t proposals = 0;  // one bit each
  bool wasi = false;
  uint64_t maxMemoryPage = 65536;
  // The next three are one byte each, as in the stock library: more of a number is lost.
  uint8_t runMode = WasmEdge_RunMode_Interpreter;
  bool allowAfunix = false;
  uint8_t optimizationLevel = WasmEdge_CompilerOptimizationLevel_O3;
  uint8_t outputFormat = WasmEdge_CompilerOutputFormat_Wasm;
  bool dumpIr = false;
  bool genericBinary = false;
  bool interruptible = false;
  bool countInstructions = false;
  bool measureCost = false;
  bool measureTime = false;
};
