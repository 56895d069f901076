// The host library as the addon calls it. The addon is not linked to it but opens the file in its
// own folder: a linked library is found by name, and LD_LIBRARY_PATH or a library that is already
// loaded may put another libwasmedge in its place (docs/decisions/own-host-library.md).
//
// In this namespace the names of C functions are pointers into that library. A function that the
// addon calls and that is missing in the list below stays undefined: the addon does not load.
#pragma once

#include <wasmedge/wasmedge.h>

#include <string>

#define PLUGKIT_HOST_FUNCTIONS(X)              \
  X(WasmEdge_LimitCreate)                      \
  X(WasmEdge_LimitCreateWithMax)               \
  X(WasmEdge_LimitGetMax)                      \
  X(WasmEdge_LimitHasMax)                      \
  X(WasmEdge_LimitIsShared)                    \
  X(WasmEdge_LimitIs64Bit)                     \
  X(WasmEdge_LimitDelete)                      \
  X(WasmEdge_FunctionTypeCreate)               \
  X(WasmEdge_FunctionTypeGetParametersLength)  \
  X(WasmEdge_FunctionTypeGetParameters)        \
  X(WasmEdge_FunctionTypeGetReturnsLength)     \
  X(WasmEdge_FunctionTypeGetReturns)           \
  X(WasmEdge_FunctionTypeDelete)               \
  X(WasmEdge_TableTypeCreate)                  \
  X(WasmEdge_TableTypeGetRefType)              \
  X(WasmEdge_TableTypeGetLimit)                \
  X(WasmEdge_TableTypeDelete)                  \
  X(WasmEdge_MemoryTypeCreate)                 \
  X(WasmEdge_MemoryTypeGetLimit)               \
  X(WasmEdge_MemoryTypeDelete)                 \
  X(WasmEdge_GlobalTypeCreate)                 \
  X(WasmEdge_GlobalTypeGetValType)             \
  X(WasmEdge_GlobalTypeGetMutability)          \
  X(WasmEdge_GlobalTypeDelete)                 \
  X(WasmEdge_StringWrap)                       \
  X(WasmEdge_ResultOK)                         \
  X(WasmEdge_ResultGen)                        \
  X(WasmEdge_ResultGetCode)                    \
  X(WasmEdge_ResultGetCategory)                \
  X(WasmEdge_ResultGetMessage)                 \
  X(WasmEdge_ExecutorCreate)                   \
  X(WasmEdge_ExecutorInvoke)                   \
  X(WasmEdge_ExecutorDelete)                   \
  X(WasmEdge_ModuleInstanceGetModuleName)      \
  X(WasmEdge_ModuleInstanceFindFunction)       \
  X(WasmEdge_ModuleInstanceFindTable)          \
  X(WasmEdge_ModuleInstanceFindMemory)         \
  X(WasmEdge_ModuleInstanceFindGlobal)         \
  X(WasmEdge_ModuleInstanceListFunctionLength) \
  X(WasmEdge_ModuleInstanceListFunction)       \
  X(WasmEdge_ModuleInstanceListTableLength)    \
  X(WasmEdge_ModuleInstanceListTable)          \
  X(WasmEdge_ModuleInstanceListMemoryLength)   \
  X(WasmEdge_ModuleInstanceListMemory)         \
  X(WasmEdge_ModuleInstanceListGlobalLength)   \
  X(WasmEdge_ModuleInstanceListGlobal)         \
  X(WasmEdge_ModuleInstanceAddFunction)        \
  X(WasmEdge_ModuleInstanceAddTable)           \
  X(WasmEdge_ModuleInstanceAddMemory)          \
  X(WasmEdge_ModuleInstanceAddGlobal)          \
  X(WasmEdge_ModuleInstanceDelete)             \
  X(WasmEdge_FunctionInstanceGetFunctionType)  \
  X(WasmEdge_FunctionInstanceDelete)           \
  X(WasmEdge_TableInstanceGetTableType)        \
  X(WasmEdge_TableInstanceGetData)             \
  X(WasmEdge_TableInstanceGetSize)             \
  X(WasmEdge_MemoryInstanceGetMemoryType)      \
  X(WasmEdge_MemoryInstanceGetData)            \
  X(WasmEdge_MemoryInstanceGetPageSize)        \
  X(WasmEdge_GlobalInstanceGetGlobalType)      \
  X(WasmEdge_GlobalInstanceGetValue)           \
  X(WasmEdge_PluginFind)                       \
  X(WasmEdge_PluginGetPluginName)              \
  X(WasmEdge_PluginCreateModule)               \
  X(WasmEdge_ValTypeGenI32)                    \
  X(WasmEdge_ValTypeGenI64)                    \
  X(WasmEdge_ValTypeGenF32)                    \
  X(WasmEdge_ValTypeGenF64)                    \
  X(WasmEdge_ValTypeGenV128)                   \
  X(WasmEdge_ValTypeGenFuncRef)                \
  X(WasmEdge_ValTypeGenExternRef)              \
  X(WasmEdge_ValTypeIsEqual)                   \
  X(WasmEdge_ValTypeIsI32)                     \
  X(WasmEdge_ValTypeIsI64)                     \
  X(WasmEdge_ValTypeIsF32)                     \
  X(WasmEdge_ValTypeIsF64)                     \
  X(WasmEdge_ValTypeIsV128)                    \
  X(WasmEdge_ValTypeIsRef)                     \
  X(WasmEdge_ValueGetFuncRef)                  \
  X(WasmEdge_ValueGetExternRef)

namespace plugkit {

#define PLUGKIT_DECLARE(name) extern decltype(&::name) name;
PLUGKIT_HOST_FUNCTIONS(PLUGKIT_DECLARE)
#undef PLUGKIT_DECLARE

// Why there is no host library.
struct HostProblem {
  // HOST_LIBRARY_FAILED: the system did not open the file; `detail` is what it says.
  // HOST_LIBRARY_TAKEN: plug-ins would get another library's functions; `detail` is its path.
  // LOADER_CONFLICT: they would get those of another version of this package, at `detail`.
  // Null: all is well.
  const char* code;
  std::string detail;
};

// Opens the host library; once a process is enough. Any thread.
HostProblem OpenHostLibrary();

}  // namespace plugkit
