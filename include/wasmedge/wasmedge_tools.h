// wasmedge_tools.h: the command-line tools of WasmEdge as functions. They need a WebAssembly
// engine: without one, as in the host library of this package, they print why and return a failure.
#ifndef WASMEDGE_WASMEDGE_TOOLS_H
#define WASMEDGE_WASMEDGE_TOOLS_H

#include <wasmedge/wasmedge_basic.h>

#ifdef __cplusplus
extern "C" {
#endif

// Runs the compiler with these arguments; returns its exit status.
WASMEDGE_CAPI_EXPORT int WasmEdge_Driver_Compiler(int Argc, const char* Argv[]);

// Runs the runtime with these arguments; returns its exit status.
WASMEDGE_CAPI_EXPORT int WasmEdge_Driver_Tool(int Argc, const char* Argv[]);

// Runs the tool that does both; returns its exit status.
WASMEDGE_CAPI_EXPORT int WasmEdge_Driver_UniTool(int Argc, const char* Argv[]);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_TOOLS_H
