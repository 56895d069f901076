// wasmedge_vm.h: the virtual machine: loads, validates, instantiates and runs in one object.
// Running WebAssembly needs an engine: without one, as in the host library of this package, loading
// fails with WasmEdge_ErrCode_RuntimeError, while modules of host functions are registered and
// executed.
#ifndef WASMEDGE_WASMEDGE_VM_H
#define WASMEDGE_WASMEDGE_VM_H

#include <wasmedge/wasmedge_instance.h>

#ifdef __cplusplus
extern "C" {
#endif

// --- Life --------------------------------------------------------------------------------------

// A virtual machine; ConfCxt may be NULL and is copied, StoreCxt may be NULL and must outlive it.
// The caller frees it with VMDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_VMContext* WasmEdge_VMCreate(const WasmEdge_ConfigureContext* ConfCxt,
                                                           WasmEdge_StoreContext* StoreCxt);

// Frees a virtual machine with all it holds.
WASMEDGE_CAPI_EXPORT void WasmEdge_VMDelete(WasmEdge_VMContext* Cxt);

// Forgets the loaded module and every registered one; those of the configuration are registered
// anew.
WASMEDGE_CAPI_EXPORT void WasmEdge_VMCleanup(WasmEdge_VMContext* Cxt);

// --- Registering -------------------------------------------------------------------------------

// Instantiates a file under a name. The module belongs to the virtual machine.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRegisterModuleFromFile(
    WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName, const char* Path);

// Instantiates bytes, which are not kept, under a name. The module belongs to the virtual machine.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRegisterModuleFromBytes(
    WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName, const WasmEdge_Bytes Bytes);

// Instantiates a parsed module under a name. The instance belongs to the virtual machine.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_VMRegisterModuleFromASTModule(WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName,
                                       const WasmEdge_ASTModuleContext* ASTCxt);

// Registers a host module under its own name. The module stays with the caller and must outlive the
// virtual machine.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRegisterModuleFromImport(
    WasmEdge_VMContext* Cxt, const WasmEdge_ModuleInstanceContext* ImportCxt);

// Registers a host module under another name. The module stays with the caller.
WASMEDGE_CAPI_EXPORT_API5 WasmEdge_Result WasmEdge_VMRegisterModuleFromImportWithAlias(
    WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName,
    const WasmEdge_ModuleInstanceContext* ImportCxt);

// --- Running in one step. Returns is written on success, at most ReturnLen values --------------

// Loads a file and calls one of its functions.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRunWasmFromFile(
    WasmEdge_VMContext* Cxt, const char* Path, const WasmEdge_String FuncName,
    const WasmEdge_Value* Params, const uint32_t ParamLen, WasmEdge_Value* Returns,
    const uint32_t ReturnLen);

// Loads bytes, which are not kept, and calls a function.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRunWasmFromBytes(
    WasmEdge_VMContext* Cxt, const WasmEdge_Bytes Bytes, const WasmEdge_String FuncName,
    const WasmEdge_Value* Params, const uint32_t ParamLen, WasmEdge_Value* Returns,
    const uint32_t ReturnLen);

// Instantiates a parsed module and calls a function.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMRunWasmFromASTModule(
    WasmEdge_VMContext* Cxt, const WasmEdge_ASTModuleContext* ASTCxt,
    const WasmEdge_String FuncName, const WasmEdge_Value* Params, const uint32_t ParamLen,
    WasmEdge_Value* Returns, const uint32_t ReturnLen);

// The same on a thread of its own. The caller frees the returned object with AsyncDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromFile(WasmEdge_VMContext* Cxt,
                                                                     const char* Path,
                                                                     const WasmEdge_String FuncName,
                                                                     const WasmEdge_Value* Params,
                                                                     const uint32_t ParamLen);

// The same on a thread of its own. The caller frees the returned object with AsyncDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromBytes(
    WasmEdge_VMContext* Cxt, const WasmEdge_Bytes Bytes, const WasmEdge_String FuncName,
    const WasmEdge_Value* Params, const uint32_t ParamLen);

// The same on a thread of its own. The caller frees the returned object with AsyncDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromASTModule(
    WasmEdge_VMContext* Cxt, const WasmEdge_ASTModuleContext* ASTCxt,
    const WasmEdge_String FuncName, const WasmEdge_Value* Params, const uint32_t ParamLen);

// --- Running step by step ----------------------------------------------------------------------

// Loads a file.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMLoadWasmFromFile(WasmEdge_VMContext* Cxt,
                                                                 const char* Path);

// Loads bytes, which are not kept.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMLoadWasmFromBytes(WasmEdge_VMContext* Cxt,
                                                                  const WasmEdge_Bytes Bytes);

// Loads a copy of a parsed module.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_VMLoadWasmFromASTModule(WasmEdge_VMContext* Cxt, const WasmEdge_ASTModuleContext* ASTCxt);

// Validates what was loaded.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMValidate(WasmEdge_VMContext* Cxt);

// Instantiates what was validated.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMInstantiate(WasmEdge_VMContext* Cxt);

// Calls a function of the instantiated module.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMExecute(
    WasmEdge_VMContext* Cxt, const WasmEdge_String FuncName, const WasmEdge_Value* Params,
    const uint32_t ParamLen, WasmEdge_Value* Returns, const uint32_t ReturnLen);

// Calls a function of a registered module.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_VMExecuteRegistered(
    WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName, const WasmEdge_String FuncName,
    const WasmEdge_Value* Params, const uint32_t ParamLen, WasmEdge_Value* Returns,
    const uint32_t ReturnLen);

// Starts VMExecute on a thread of its own. The caller frees the returned object with AsyncDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_VMAsyncExecute(WasmEdge_VMContext* Cxt,
                                                             const WasmEdge_String FuncName,
                                                             const WasmEdge_Value* Params,
                                                             const uint32_t ParamLen);

// Starts VMExecuteRegistered on a thread of its own. The caller frees the returned object with
// AsyncDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Async* WasmEdge_VMAsyncExecuteRegistered(
    WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName, const WasmEdge_String FuncName,
    const WasmEdge_Value* Params, const uint32_t ParamLen);

// --- Looking inside. What is handed out belongs to the virtual machine, unless said otherwise --

// The type of a function of the instantiated module, or NULL.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionTypeContext* WasmEdge_VMGetFunctionType(
    const WasmEdge_VMContext* Cxt, const WasmEdge_String FuncName);

// The type of a function of a registered module, or NULL.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionTypeContext* WasmEdge_VMGetFunctionTypeRegistered(
    const WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName,
    const WasmEdge_String FuncName);

// The number of functions of the instantiated module.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_VMGetFunctionListLength(const WasmEdge_VMContext* Cxt);

// Writes up to Len names and types (either list may be NULL) and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_VMGetFunctionList(const WasmEdge_VMContext* Cxt, WasmEdge_String* Names,
                           const WasmEdge_FunctionTypeContext** FuncTypes, const uint32_t Len);

// The host module the virtual machine registered by itself, or NULL.
WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_VMGetImportModuleContext(
    const WasmEdge_VMContext* Cxt, const enum WasmEdge_HostRegistration Reg);

// The instantiated module, or NULL.
WASMEDGE_CAPI_EXPORT const WasmEdge_ModuleInstanceContext* WasmEdge_VMGetActiveModule(
    const WasmEdge_VMContext* Cxt);

// The registered module of this name, or NULL.
WASMEDGE_CAPI_EXPORT const WasmEdge_ModuleInstanceContext* WasmEdge_VMGetRegisteredModule(
    const WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName);

// The number of registered modules.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_VMListRegisteredModuleLength(const WasmEdge_VMContext* Cxt);

// Writes up to Len names and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_VMListRegisteredModule(const WasmEdge_VMContext* Cxt,
                                                              WasmEdge_String* Names,
                                                              const uint32_t Len);

// The store, the virtual machine's own or the one it was given.
WASMEDGE_CAPI_EXPORT WasmEdge_StoreContext* WasmEdge_VMGetStoreContext(WasmEdge_VMContext* Cxt);

// The loader. Not to be deleted.
WASMEDGE_CAPI_EXPORT WasmEdge_LoaderContext* WasmEdge_VMGetLoaderContext(WasmEdge_VMContext* Cxt);

// The validator. Not to be deleted.
WASMEDGE_CAPI_EXPORT WasmEdge_ValidatorContext* WasmEdge_VMGetValidatorContext(
    WasmEdge_VMContext* Cxt);

// The executor. Not to be deleted.
WASMEDGE_CAPI_EXPORT WasmEdge_ExecutorContext* WasmEdge_VMGetExecutorContext(
    WasmEdge_VMContext* Cxt);

// The statistics. Not to be deleted.
WASMEDGE_CAPI_EXPORT WasmEdge_StatisticsContext* WasmEdge_VMGetStatisticsContext(
    WasmEdge_VMContext* Cxt);

// Deprecated. Deletes a registered module, even one that the caller made and must not use any more.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_VMForceDeleteRegisteredModule(
    const WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_VM_H
