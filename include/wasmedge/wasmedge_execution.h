// wasmedge_execution.h: loading, validating and executing step by step, the store of named modules,
// what a host function learns about its caller, and results of asynchronous calls.
#ifndef WASMEDGE_WASMEDGE_EXECUTION_H
#define WASMEDGE_WASMEDGE_EXECUTION_H

#include <wasmedge/wasmedge_ast.h>
#include <wasmedge/wasmedge_configure.h>

#ifdef __cplusplus
extern "C" {
#endif

// --- Loader ------------------------------------------------------------------------------------

// A loader; ConfCxt may be NULL and is copied. The caller frees it with LoaderDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_LoaderContext* WasmEdge_LoaderCreate(
    const WasmEdge_ConfigureContext* ConfCxt);

// Parses a file. The caller frees *Module with ASTModuleDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_LoaderParseFromFile(
    WasmEdge_LoaderContext* Cxt, WasmEdge_ASTModuleContext** Module, const char* Path);

// Parses bytes, which are not kept. The caller frees *Module with ASTModuleDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_LoaderParseFromBytes(
    WasmEdge_LoaderContext* Cxt, WasmEdge_ASTModuleContext** Module, const WasmEdge_Bytes Bytes);

// Writes a parsed module back into bytes. The caller frees Buf with BytesDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_LoaderSerializeASTModule(
    WasmEdge_LoaderContext* Cxt, const WasmEdge_ASTModuleContext* ASTCxt, WasmEdge_Bytes* Buf);

// Frees a loader made by LoaderCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_LoaderDelete(WasmEdge_LoaderContext* Cxt);

// --- Validator ---------------------------------------------------------------------------------

// A validator; ConfCxt may be NULL and is copied. The caller frees it with ValidatorDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_ValidatorContext* WasmEdge_ValidatorCreate(
    const WasmEdge_ConfigureContext* ConfCxt);

// Validates a parsed module and marks it as valid.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_ValidatorValidate(WasmEdge_ValidatorContext* Cxt, const WasmEdge_ASTModuleContext* ASTCxt);

// Frees a validator made by ValidatorCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_ValidatorDelete(WasmEdge_ValidatorContext* Cxt);

// --- Executor ----------------------------------------------------------------------------------

// An executor; ConfCxt may be NULL and is copied, StatCxt may be NULL and must outlive it. The
// caller frees it with ExecutorDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_ExecutorContext* WasmEdge_ExecutorCreate(
    const WasmEdge_ConfigureContext* ConfCxt, WasmEdge_StatisticsContext* StatCxt);

// Instantiates a valid module without a name. The caller frees *ModuleCxt with
// ModuleInstanceDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_ExecutorInstantiate(
    WasmEdge_ExecutorContext* Cxt, WasmEdge_ModuleInstanceContext** ModuleCxt,
    WasmEdge_StoreContext* StoreCxt, const WasmEdge_ASTModuleContext* ASTCxt);

// Instantiates a valid module under a name in the store. The caller frees *ModuleCxt with
// ModuleInstanceDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_ExecutorRegister(WasmEdge_ExecutorContext* Cxt, WasmEdge_ModuleInstanceContext** ModuleCxt,
                          WasmEdge_StoreContext* StoreCxt, const WasmEdge_ASTModuleContext* ASTCxt,
                          WasmEdge_String ModuleName);

// Puts a host module into the store under its own name. The module stays with the caller and leaves
// the store when it is deleted.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_ExecutorRegisterImport(WasmEdge_ExecutorContext* Cxt, WasmEdge_StoreContext* StoreCxt,
                                const WasmEdge_ModuleInstanceContext* ImportCxt);

// Puts a host module into the store under another name. The module stays with the caller.
WASMEDGE_CAPI_EXPORT_API5 WasmEdge_Result WasmEdge_ExecutorRegisterImportWithAlias(
    WasmEdge_ExecutorContext* Cxt, WasmEdge_StoreContext* StoreCxt,
    const WasmEdge_ModuleInstanceContext* ImportCxt, const WasmEdge_String ModuleName);

// Calls a function. Params and Returns belong to the caller; Returns is written on success, at most
// ReturnLen values.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_ExecutorInvoke(
    WasmEdge_ExecutorContext* Cxt, const WasmEdge_FunctionInstanceContext* FuncCxt,
    const WasmEdge_Value* Params, const uint32_t ParamLen, WasmEdge_Value* Returns,
    const uint32_t ReturnLen);

// Starts a call on a thread of its own; the parameters are copied. The caller frees the returned
// object with AsyncDelete. The function must outlive the call.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_ExecutorAsyncInvoke(
    WasmEdge_ExecutorContext* Cxt, const WasmEdge_FunctionInstanceContext* FuncCxt,
    const WasmEdge_Value* Params, const uint32_t ParamLen);

// Frees an executor made by ExecutorCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_ExecutorDelete(WasmEdge_ExecutorContext* Cxt);

// --- Store -------------------------------------------------------------------------------------

// An empty store. The caller frees it with StoreDelete; the modules in it stay with their owners.
WASMEDGE_CAPI_EXPORT WasmEdge_StoreContext* WasmEdge_StoreCreate(void);

// The module of this name, or NULL. It belongs to whoever registered it.
WASMEDGE_CAPI_EXPORT const WasmEdge_ModuleInstanceContext* WasmEdge_StoreFindModule(
    const WasmEdge_StoreContext* Cxt, const WasmEdge_String Name);

// The number of named modules.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_StoreListModuleLength(const WasmEdge_StoreContext* Cxt);

// Writes up to Len names and returns how many there are. The names belong to the store.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_StoreListModule(const WasmEdge_StoreContext* Cxt,
                                                       WasmEdge_String* Names, const uint32_t Len);

// Frees a store made by StoreCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_StoreDelete(WasmEdge_StoreContext* Cxt);

// --- Calling frame. Handed to a host function; it and what it hands out are valid during the call

// The executor of the call.
WASMEDGE_CAPI_EXPORT WasmEdge_ExecutorContext* WasmEdge_CallingFrameGetExecutor(
    const WasmEdge_CallingFrameContext* Cxt);

// The module that called. For a call from outside WebAssembly it is the function's own, or NULL
// when the function is in none.
WASMEDGE_CAPI_EXPORT const WasmEdge_ModuleInstanceContext* WasmEdge_CallingFrameGetModuleInstance(
    const WasmEdge_CallingFrameContext* Cxt);

// The memory of this index of the module above, or NULL.
WASMEDGE_CAPI_EXPORT WasmEdge_MemoryInstanceContext* WasmEdge_CallingFrameGetMemoryInstance(
    const WasmEdge_CallingFrameContext* Cxt, const uint32_t Idx);

// --- Asynchronous calls ------------------------------------------------------------------------

// Waits until the call has ended.
WASMEDGE_CAPI_EXPORT void WasmEdge_AsyncWait(const WasmEdge_Async* Cxt);

// Waits at most this long; whether the call has ended.
WASMEDGE_CAPI_EXPORT bool WasmEdge_AsyncWaitFor(const WasmEdge_Async* Cxt, uint64_t Milliseconds);

// Asks the call to end early. A host function that runs is not interrupted.
WASMEDGE_CAPI_EXPORT void WasmEdge_AsyncCancel(WasmEdge_Async* Cxt);

// Waits for the end and returns the number of results (0 after a failure).
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_AsyncGetReturnsLength(const WasmEdge_Async* Cxt);

// Waits for the end, writes at most ReturnLen results into Returns, and gives the result of the
// call.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_AsyncGet(const WasmEdge_Async* Cxt,
                                                       WasmEdge_Value* Returns,
                                                       const uint32_t ReturnLen);

// Waits for the end and frees the object.
WASMEDGE_CAPI_EXPORT void WasmEdge_AsyncDelete(WasmEdge_Async* Cxt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_EXECUTION_H
