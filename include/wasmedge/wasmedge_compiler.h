// wasmedge_compiler.h: compiling WebAssembly ahead of time. It needs a WebAssembly engine: without
// one, as in the host library of this package, compiling fails with WasmEdge_ErrCode_AOTDisabled.
#ifndef WASMEDGE_WASMEDGE_COMPILER_H
#define WASMEDGE_WASMEDGE_COMPILER_H

#include <wasmedge/wasmedge_configure.h>

#ifdef __cplusplus
extern "C" {
#endif

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

// --- Declared here as in the header of WasmEdge ------------------------------------------------

// Deprecated: use LoaderParseFromBytes. The caller frees *Module with ASTModuleDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_LoaderParseFromBuffer(WasmEdge_LoaderContext* Cxt, WasmEdge_ASTModuleContext** Module,
                               const uint8_t* Buf, const uint32_t BufLen);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_COMPILER_H
