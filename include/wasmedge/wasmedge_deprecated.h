// wasmedge_deprecated.h: functions that have a better successor, named at each. Kept for programs
// written for older releases.
#ifndef WASMEDGE_WASMEDGE_DEPRECATED_H
#define WASMEDGE_WASMEDGE_DEPRECATED_H

#include <wasmedge/wasmedge_compiler.h>
#include <wasmedge/wasmedge_vm.h>

#ifdef __cplusplus
extern "C" {
#endif

// Use CompilerCompileFromBytes.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_CompilerCompileFromBuffer(WasmEdge_CompilerContext* Cxt, const uint8_t* InBuffer,
                                   const uint64_t InBufferLen, const char* OutPath);

// Use VMRegisterModuleFromBytes.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_VMRegisterModuleFromBuffer(WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName,
                                    const uint8_t* Buf, const uint32_t BufLen);

// Use VMRunWasmFromBytes.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRunWasmFromBuffer(
    WasmEdge_VMContext* Cxt, const uint8_t* Buf, const uint32_t BufLen,
    const WasmEdge_String FuncName, const WasmEdge_Value* Params, const uint32_t ParamLen,
    WasmEdge_Value* Returns, const uint32_t ReturnLen);

// Use VMAsyncRunWasmFromBytes. The caller frees the returned object with AsyncDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromBuffer(
    WasmEdge_VMContext* Cxt, const uint8_t* Buf, const uint32_t BufLen,
    const WasmEdge_String FuncName, const WasmEdge_Value* Params, const uint32_t ParamLen);

// Use VMLoadWasmFromBytes.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMLoadWasmFromBuffer(WasmEdge_VMContext* Cxt,
                                                                   const uint8_t* Buf,
                                                                   const uint32_t BufLen);

// Use ConfigureSetRunMode.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureSetForceInterpreter(WasmEdge_ConfigureContext* Cxt,
                                                                const bool IsForceInterpreter);

// Use ConfigureGetRunMode.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureIsForceInterpreter(
    const WasmEdge_ConfigureContext* Cxt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_DEPRECATED_H
