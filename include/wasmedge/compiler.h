// compiler.h: compiling WebAssembly ahead of time. It needs a WebAssembly engine: without one, as
// in the host library of this package, compiling fails with WasmEdge_ErrCode_AOTDisabled.
#ifndef WASMEDGE_COMPILER_H
#define WASMEDGE_COMPILER_H

#include <wasmedge/configure.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct WasmEdge_CompilerContext WasmEdge_CompilerContext;

// A compiler; ConfCxt may be NULL and is copied. The caller frees it with CompilerDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_CompilerContext* WasmEdge_CompilerCreate(
    const WasmEdge_ConfigureContext* ConfCxt);

// Compiles a file into another.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_CompilerCompile(WasmEdge_CompilerContext* Cxt,
                                                              const char* InPath,
                                                              const char* OutPath);

// Compiles bytes, which are not kept, into a file.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_CompilerCompileFromBytes(
    WasmEdge_CompilerContext* Cxt, const WasmEdge_Bytes Bytes, const char* OutPath);

// Frees a compiler.
WASMEDGE_CAPI_EXPORT void WasmEdge_CompilerDelete(WasmEdge_CompilerContext* Cxt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_COMPILER_H
