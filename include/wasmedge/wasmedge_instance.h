// wasmedge_instance.h: module instances and what they hold: functions, tables, memories, tags and
// globals. This is what a plug-in builds its modules from.
#ifndef WASMEDGE_WASMEDGE_INSTANCE_H
#define WASMEDGE_WASMEDGE_INSTANCE_H

#include <wasmedge/wasmedge_execution.h>

#ifdef __cplusplus
extern "C" {
#endif

// A host function. Data is what the function instance was created with; Params and Returns hold as
// many values as its type says; all pointers are valid during the call. The result decides how the
// caller goes on: success, termination, or a failure that ends the run.
typedef WasmEdge_Result (*WasmEdge_HostFunc_t)(void* Data,
                                               const WasmEdge_CallingFrameContext* CallFrameCxt,
                                               const WasmEdge_Value* Params,
                                               WasmEdge_Value* Returns);

// A host function for language bindings: This is the binding it was created with, and the numbers
// of parameters and results are passed along.
typedef WasmEdge_Result (*WasmEdge_WrapFunc_t)(void* This, void* Data,
                                               const WasmEdge_CallingFrameContext* CallFrameCxt,
                                               const WasmEdge_Value* Params,
                                               const uint32_t ParamLen, WasmEdge_Value* Returns,
                                               const uint32_t ReturnLen);

// --- Module instances --------------------------------------------------------------------------

// An empty host module; the name is copied. The caller frees it with ModuleInstanceDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreate(
    const WasmEdge_String ModuleName);

// The same with data of the host; Finalizer, when not NULL, is called with HostData while the
// module is deleted.
WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWithData(
    const WasmEdge_String ModuleName, void* HostData, void (*Finalizer)(void*));

// A WASI module. The lists are copied. The caller frees it with ModuleInstanceDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWASI(
    const char* const* Args, const uint32_t ArgLen, const char* const* Envs, const uint32_t EnvLen,
    const char* const* Preopens, const uint32_t PreopenLen);

// The same with file descriptors for the standard streams, which stay open.
WASMEDGE_CAPI_EXPORT_API5 WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWASIWithFds(
    const char* const* Args, const uint32_t ArgLen, const char* const* Envs, const uint32_t EnvLen,
    const char* const* Preopens, const uint32_t PreopenLen, const int32_t StdInFd,
    const int32_t StdOutFd, const int32_t StdErrFd);

// Sets up a WASI module anew. The lists are copied.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceInitWASI(
    WasmEdge_ModuleInstanceContext* Cxt, const char* const* Args, const uint32_t ArgLen,
    const char* const* Envs, const uint32_t EnvLen, const char* const* Preopens,
    const uint32_t PreopenLen);

// The same with file descriptors for the standard streams, which stay open.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_ModuleInstanceInitWASIWithFds(
    WasmEdge_ModuleInstanceContext* Cxt, const char* const* Args, const uint32_t ArgLen,
    const char* const* Envs, const uint32_t EnvLen, const char* const* Preopens,
    const uint32_t PreopenLen, const int32_t StdInFd, const int32_t StdOutFd,
    const int32_t StdErrFd);

// The exit code of the WASI program; a failure code when Cxt is no WASI module.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ModuleInstanceWASIGetExitCode(const WasmEdge_ModuleInstanceContext* Cxt);

// Writes the system's handle of a WASI file descriptor; 0 on success.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ModuleInstanceWASIGetNativeHandler(
    const WasmEdge_ModuleInstanceContext* Cxt, int32_t Fd, uint64_t* NativeHandler);

// Sets up the process plug-in, when that is loaded. The lists are copied.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceInitWasmEdgeProcess(const char* const* AllowedCmds,
                                                                     const uint32_t CmdsLen,
                                                                     const bool AllowAll);

// The name. Belongs to the module.
WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_ModuleInstanceGetModuleName(const WasmEdge_ModuleInstanceContext* Cxt);

// What ModuleInstanceCreateWithData was given, else NULL.
WASMEDGE_CAPI_EXPORT void* WasmEdge_ModuleInstanceGetHostData(
    const WasmEdge_ModuleInstanceContext* Cxt);

// The exported function of this name, or NULL. Belongs to the module.
WASMEDGE_CAPI_EXPORT WasmEdge_FunctionInstanceContext* WasmEdge_ModuleInstanceFindFunction(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name);

// The exported table of this name, or NULL. Belongs to the module.
WASMEDGE_CAPI_EXPORT WasmEdge_TableInstanceContext* WasmEdge_ModuleInstanceFindTable(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name);

// The exported memory of this name, or NULL. Belongs to the module.
WASMEDGE_CAPI_EXPORT WasmEdge_MemoryInstanceContext* WasmEdge_ModuleInstanceFindMemory(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name);

// The exported tag of this name, or NULL. Belongs to the module.
WASMEDGE_CAPI_EXPORT WasmEdge_TagInstanceContext* WasmEdge_ModuleInstanceFindTag(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name);

// The exported global of this name, or NULL. Belongs to the module.
WASMEDGE_CAPI_EXPORT WasmEdge_GlobalInstanceContext* WasmEdge_ModuleInstanceFindGlobal(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name);

// The number of exported functions.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ModuleInstanceListFunctionLength(const WasmEdge_ModuleInstanceContext* Cxt);

// Writes up to Len names, which belong to the module, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ModuleInstanceListFunction(
    const WasmEdge_ModuleInstanceContext* Cxt, WasmEdge_String* Names, const uint32_t Len);

// The number of exported tables.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ModuleInstanceListTableLength(const WasmEdge_ModuleInstanceContext* Cxt);

// Writes up to Len names, which belong to the module, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ModuleInstanceListTable(
    const WasmEdge_ModuleInstanceContext* Cxt, WasmEdge_String* Names, const uint32_t Len);

// The number of exported memories.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ModuleInstanceListMemoryLength(const WasmEdge_ModuleInstanceContext* Cxt);

// Writes up to Len names, which belong to the module, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ModuleInstanceListMemory(
    const WasmEdge_ModuleInstanceContext* Cxt, WasmEdge_String* Names, const uint32_t Len);

// The number of exported tags.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ModuleInstanceListTagLength(const WasmEdge_ModuleInstanceContext* Cxt);

// Writes up to Len names, which belong to the module, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ModuleInstanceListTag(
    const WasmEdge_ModuleInstanceContext* Cxt, WasmEdge_String* Names, const uint32_t Len);

// The number of exported globals.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ModuleInstanceListGlobalLength(const WasmEdge_ModuleInstanceContext* Cxt);

// Writes up to Len names, which belong to the module, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ModuleInstanceListGlobal(
    const WasmEdge_ModuleInstanceContext* Cxt, WasmEdge_String* Names, const uint32_t Len);

// Exports a function under a name, which is copied. The module takes ownership of the function. An
// instance of any kind belongs to one module, which may export it under several names.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceAddFunction(
    WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name,
    WasmEdge_FunctionInstanceContext* FuncCxt);

// Exports a table under a name, which is copied. The module takes ownership of the table.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceAddTable(WasmEdge_ModuleInstanceContext* Cxt,
                                                          const WasmEdge_String Name,
                                                          WasmEdge_TableInstanceContext* TableCxt);

// Exports a memory under a name, which is copied. The module takes ownership of the memory.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceAddMemory(
    WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name,
    WasmEdge_MemoryInstanceContext* MemoryCxt);

// Exports a global under a name, which is copied. The module takes ownership of the global.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceAddGlobal(
    WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name,
    WasmEdge_GlobalInstanceContext* GlobalCxt);

// Frees a module with all it holds, after taking it out of every store.
WASMEDGE_CAPI_EXPORT void WasmEdge_ModuleInstanceDelete(WasmEdge_ModuleInstanceContext* Cxt);

// --- Functions ---------------------------------------------------------------------------------

// A host function. The type is copied; Data is handed to each call and stays with the host. NULL
// when Type or HostFunc is NULL. The caller frees it with FunctionInstanceDelete or gives it to a
// module.
WASMEDGE_CAPI_EXPORT WasmEdge_FunctionInstanceContext* WasmEdge_FunctionInstanceCreate(
    const WasmEdge_FunctionTypeContext* Type, WasmEdge_HostFunc_t HostFunc, void* Data,
    const uint64_t Cost);

// The same for language bindings; Binding is handed to each call, too, and stays with the host.
WASMEDGE_CAPI_EXPORT WasmEdge_FunctionInstanceContext* WasmEdge_FunctionInstanceCreateBinding(
    const WasmEdge_FunctionTypeContext* Type, WasmEdge_WrapFunc_t WrapFunc, void* Binding,
    void* Data, const uint64_t Cost);

// The Data the function was created with.
WASMEDGE_CAPI_EXPORT const void* WasmEdge_FunctionInstanceGetData(
    const WasmEdge_FunctionInstanceContext* Cxt);

// The type. Belongs to the function.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionTypeContext* WasmEdge_FunctionInstanceGetFunctionType(
    const WasmEdge_FunctionInstanceContext* Cxt);

// Frees a function that was not given to a module.
WASMEDGE_CAPI_EXPORT void WasmEdge_FunctionInstanceDelete(WasmEdge_FunctionInstanceContext* Cxt);

// --- Tables ------------------------------------------------------------------------------------

// A table of null references; the type is copied. NULL when the element type has no null. The
// caller frees it with TableInstanceDelete or gives it to a module.
WASMEDGE_CAPI_EXPORT WasmEdge_TableInstanceContext* WasmEdge_TableInstanceCreate(
    const WasmEdge_TableTypeContext* TabType);

// The same with every element set to Value. NULL when the type does not fit.
WASMEDGE_CAPI_EXPORT WasmEdge_TableInstanceContext* WasmEdge_TableInstanceCreateWithInit(
    const WasmEdge_TableTypeContext* TabType, const WasmEdge_Value Value);

// The type. Belongs to the table.
WASMEDGE_CAPI_EXPORT const WasmEdge_TableTypeContext* WasmEdge_TableInstanceGetTableType(
    const WasmEdge_TableInstanceContext* Cxt);

// Reads the element at Offset into *Data.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_TableInstanceGetData(const WasmEdge_TableInstanceContext* Cxt, WasmEdge_Value* Data,
                              const WASMEDGE_CAPI_SIZE Offset);

// Writes the element at Offset.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_TableInstanceSetData(
    WasmEdge_TableInstanceContext* Cxt, WasmEdge_Value Data, const WASMEDGE_CAPI_SIZE Offset);

// The number of elements.
WASMEDGE_CAPI_EXPORT WASMEDGE_CAPI_SIZE
WasmEdge_TableInstanceGetSize(const WasmEdge_TableInstanceContext* Cxt);

// Adds Size elements: null, or what TableInstanceCreateWithInit was given.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_TableInstanceGrow(WasmEdge_TableInstanceContext* Cxt,
                                                                const WASMEDGE_CAPI_SIZE Size);

// Frees a table that was not given to a module.
WASMEDGE_CAPI_EXPORT void WasmEdge_TableInstanceDelete(WasmEdge_TableInstanceContext* Cxt);

// --- Memories ----------------------------------------------------------------------------------

// A memory of zero bytes; the type is copied. The caller frees it with MemoryInstanceDelete or
// gives it to a module.
WASMEDGE_CAPI_EXPORT WasmEdge_MemoryInstanceContext* WasmEdge_MemoryInstanceCreate(
    const WasmEdge_MemoryTypeContext* MemType);

// The type. Belongs to the memory.
WASMEDGE_CAPI_EXPORT const WasmEdge_MemoryTypeContext* WasmEdge_MemoryInstanceGetMemoryType(
    const WasmEdge_MemoryInstanceContext* Cxt);

// Copies Length bytes at Offset into Data.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_MemoryInstanceGetData(const WasmEdge_MemoryInstanceContext* Cxt, uint8_t* Data,
                               const WASMEDGE_CAPI_SIZE Offset, const WASMEDGE_CAPI_SIZE Length);

// Copies Length bytes of Data to Offset.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_MemoryInstanceSetData(WasmEdge_MemoryInstanceContext* Cxt, const uint8_t* Data,
                               const WASMEDGE_CAPI_SIZE Offset, const WASMEDGE_CAPI_SIZE Length);

// A pointer to Length bytes at Offset, or NULL when they are out of bounds. Belongs to the memory;
// valid until the memory grows or a call into WebAssembly returns.
WASMEDGE_CAPI_EXPORT uint8_t* WasmEdge_MemoryInstanceGetPointer(WasmEdge_MemoryInstanceContext* Cxt,
                                                                const WASMEDGE_CAPI_SIZE Offset,
                                                                const WASMEDGE_CAPI_SIZE Length);

// The same for reading.
WASMEDGE_CAPI_EXPORT const uint8_t* WasmEdge_MemoryInstanceGetPointerConst(
    const WasmEdge_MemoryInstanceContext* Cxt, const WASMEDGE_CAPI_SIZE Offset,
    const WASMEDGE_CAPI_SIZE Length);

// The size in pages of 64 KiB.
WASMEDGE_CAPI_EXPORT WASMEDGE_CAPI_SIZE
WasmEdge_MemoryInstanceGetPageSize(const WasmEdge_MemoryInstanceContext* Cxt);

// Adds pages of zero bytes.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_MemoryInstanceGrowPage(WasmEdge_MemoryInstanceContext* Cxt, const WASMEDGE_CAPI_SIZE Page);

// Frees a memory that was not given to a module.
WASMEDGE_CAPI_EXPORT void WasmEdge_MemoryInstanceDelete(WasmEdge_MemoryInstanceContext* Cxt);

// --- Tags --------------------------------------------------------------------------------------

// The type. Belongs to the tag.
WASMEDGE_CAPI_EXPORT const WasmEdge_TagTypeContext* WasmEdge_TagInstanceGetTagType(
    const WasmEdge_TagInstanceContext* Cxt);

// --- Globals -----------------------------------------------------------------------------------

// A global; the type is copied. NULL when the value does not fit. The caller frees it with
// GlobalInstanceDelete or gives it to a module.
WASMEDGE_CAPI_EXPORT WasmEdge_GlobalInstanceContext* WasmEdge_GlobalInstanceCreate(
    const WasmEdge_GlobalTypeContext* GlobType, const WasmEdge_Value Value);

// The type. Belongs to the global.
WASMEDGE_CAPI_EXPORT const WasmEdge_GlobalTypeContext* WasmEdge_GlobalInstanceGetGlobalType(
    const WasmEdge_GlobalInstanceContext* Cxt);

// The value.
WASMEDGE_CAPI_EXPORT WasmEdge_Value
WasmEdge_GlobalInstanceGetValue(const WasmEdge_GlobalInstanceContext* Cxt);

// Writes the value; fails on a constant or a wrong type.
WASMEDGE_CAPI_EXPORT WasmEdge_Result
WasmEdge_GlobalInstanceSetValue(WasmEdge_GlobalInstanceContext* Cxt, const WasmEdge_Value Value);

// Frees a global that was not given to a module.
WASMEDGE_CAPI_EXPORT void WasmEdge_GlobalInstanceDelete(WasmEdge_GlobalInstanceContext* Cxt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_INSTANCE_H
