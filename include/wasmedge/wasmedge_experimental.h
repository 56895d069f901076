// wasmedge_experimental.h: functions that may change from release to release.
#ifndef WASMEDGE_WASMEDGE_EXPERIMENTAL_H
#define WASMEDGE_WASMEDGE_EXPERIMENTAL_H

#include <wasmedge/wasmedge_execution.h>

#ifdef __cplusplus
extern "C" {
#endif

// Func is called with Data before each host function. Both stay with the caller and must outlive
// the executor.
WASMEDGE_CAPI_EXPORT void WasmEdge_ExecutorExperimentalRegisterPreHostFunction(
    WasmEdge_ExecutorContext* Cxt, void* Data, void (*Func)(void*));

// Func is called with Data after each host function. Both stay with the caller and must outlive the
// executor.
WASMEDGE_CAPI_EXPORT void WasmEdge_ExecutorExperimentalRegisterPostHostFunction(
    WasmEdge_ExecutorContext* Cxt, void* Data, void (*Func)(void*));

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_EXPERIMENTAL_H
