// enum_configure.h: the enumerations of configurations. Enumerators
// marked "newer" do not exist in the headers of WasmEdge 0.17.1: a source that has to compile there
// as well avoids them.
#ifndef WASMEDGE_ENUM_CONFIGURE_H
#define WASMEDGE_ENUM_CONFIGURE_H

#include <wasmedge/version.h>

// The WebAssembly standards a configuration can stand for.
typedef enum WasmEdge_Standard {
  WasmEdge_Standard_WASM_1 = 0,
  WasmEdge_Standard_WASM_2 = 1,
  WasmEdge_Standard_WASM_3 = 2
} WasmEdge_Standard;

// WebAssembly proposals a configuration switches on or off. Up to API version 4 the numbers are
// those of 0.14; runtimes of 0.16 have others.
#if WASMEDGE_PLUGIN_API_VERSION >= 5
typedef enum WasmEdge_Proposal {
  WasmEdge_Proposal_ImportExportMutGlobals = 0,
  WasmEdge_Proposal_NonTrapFloatToIntConversions = 1,
  WasmEdge_Proposal_SignExtensionOperators = 2,
  WasmEdge_Proposal_MultiValue = 3,
  WasmEdge_Proposal_BulkMemoryOperations = 4,
  WasmEdge_Proposal_ReferenceTypes = 5,
  WasmEdge_Proposal_SIMD = 6,
  WasmEdge_Proposal_TailCall = 7,
  WasmEdge_Proposal_ExtendedConst = 8,
  WasmEdge_Proposal_FunctionReferences = 9,
  WasmEdge_Proposal_GC = 10,
  WasmEdge_Proposal_MultiMemories = 11,
  WasmEdge_Proposal_RelaxSIMD = 12,
  WasmEdge_Proposal_Annotations = 13,
  WasmEdge_Proposal_ExceptionHandling = 14,
  WasmEdge_Proposal_Memory64 = 15,
  WasmEdge_Proposal_Threads = 16,
  WasmEdge_Proposal_Component = 17
} WasmEdge_Proposal;
#else
typedef enum WasmEdge_Proposal {
  WasmEdge_Proposal_ImportExportMutGlobals = 0,
  WasmEdge_Proposal_NonTrapFloatToIntConversions = 1,
  WasmEdge_Proposal_SignExtensionOperators = 2,
  WasmEdge_Proposal_MultiValue = 3,
  WasmEdge_Proposal_BulkMemoryOperations = 4,
  WasmEdge_Proposal_ReferenceTypes = 5,
  WasmEdge_Proposal_SIMD = 6,
  WasmEdge_Proposal_TailCall = 7,
  WasmEdge_Proposal_ExtendedConst = 8,
  WasmEdge_Proposal_FunctionReferences = 9,
  WasmEdge_Proposal_GC = 10,
  WasmEdge_Proposal_MultiMemories = 11,
  WasmEdge_Proposal_Threads = 12,
  WasmEdge_Proposal_RelaxSIMD = 13,
  WasmEdge_Proposal_Annotations = 14,
  WasmEdge_Proposal_Memory64 = 15,
  WasmEdge_Proposal_ExceptionHandling = 16,
  WasmEdge_Proposal_Component = 17
} WasmEdge_Proposal;
#endif

// Host modules a virtual machine can register by itself.
typedef enum WasmEdge_HostRegistration {
  WasmEdge_HostRegistration_Wasi = 0
} WasmEdge_HostRegistration;

// How hard the ahead-of-time compiler tries.
typedef enum WasmEdge_CompilerOptimizationLevel {
  WasmEdge_CompilerOptimizationLevel_O0 = 0,
  WasmEdge_CompilerOptimizationLevel_O1 = 1,
  WasmEdge_CompilerOptimizationLevel_O2 = 2,
  WasmEdge_CompilerOptimizationLevel_O3 = 3,
  WasmEdge_CompilerOptimizationLevel_Os = 4,
  WasmEdge_CompilerOptimizationLevel_Oz = 5
} WasmEdge_CompilerOptimizationLevel;

// What the ahead-of-time compiler writes.
typedef enum WasmEdge_CompilerOutputFormat {
  WasmEdge_CompilerOutputFormat_Native = 0,
  WasmEdge_CompilerOutputFormat_Wasm = 1
} WasmEdge_CompilerOutputFormat;

// How a virtual machine executes.
typedef enum WasmEdge_RunMode {
  WasmEdge_RunMode_Interpreter = 0,
  WasmEdge_RunMode_JIT = 1,
  WasmEdge_RunMode_AOT = 2,
  WasmEdge_RunMode_LazyJIT = 3,  // newer
} WasmEdge_RunMode;

#endif  // WASMEDGE_ENUM_CONFIGURE_H
