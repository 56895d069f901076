// The functions that have several versions on Linux (see versions_elf.cc), where
// the format of libraries has no versions: macOS and Windows. The current form of limits is the
// only one that is exported; plug-ins that want the old one are given it by plugins/abi.cc.
#include "host/c_api/instances/module_instance.h"
#include "host/c_api/values/limit.h"
#include "host/c_api/values/types.h"

extern "C" {

bool WasmEdge_LimitIsEqual(const WasmEdge_LimitContext* lim1, const WasmEdge_LimitContext* lim2) {
  return plugkit::LimitsEqual(lim1, lim2);
}

WasmEdge_TableTypeContext* WasmEdge_TableTypeCreate(const WasmEdge_ValType refType,
                                                    const WasmEdge_LimitContext* limit) {
  return plugkit::CreateTableType(refType, limit);
}

const WasmEdge_LimitContext* WasmEdge_TableTypeGetLimit(const WasmEdge_TableTypeContext* cxt) {
  return plugkit::TableTypeLimit(cxt);
}

WasmEdge_MemoryTypeContext* WasmEdge_MemoryTypeCreate(const WasmEdge_LimitContext* limit) {
  return plugkit::CreateMemoryType(limit);
}

const WasmEdge_LimitContext* WasmEdge_MemoryTypeGetLimit(const WasmEdge_MemoryTypeContext* cxt) {
  return plugkit::MemoryTypeLimit(cxt);
}
}

// Plug-ins built for the version after 0.17.1 expect a result, others nothing: the form that
// returns one serves both. The header of 0.17.1 declares the other, hence a C++ name with the
// symbol written out.
#define TEXT_OF_(x) #x
#define TEXT_OF(x) TEXT_OF_(x)
#define ADD(kind)                                                                              \
  [[gnu::visibility("default"), gnu::used]] WasmEdge_Result Exported##kind(                    \
      WasmEdge_ModuleInstanceContext* Module, WasmEdge_String Name,                            \
      WasmEdge_##kind##InstanceContext*                                                        \
          Given) __asm__(TEXT_OF(__USER_LABEL_PREFIX__) "WasmEdge_ModuleInstanceAdd" #kind);   \
  WasmEdge_Result Exported##kind(WasmEdge_ModuleInstanceContext* Module, WasmEdge_String Name, \
                                 WasmEdge_##kind##InstanceContext* Given) {                    \
    return plugkit::Add##kind(Module, Name, Given);                                            \
  }                                                                                            \
  static_assert(true, "takes the semicolon")

ADD(Function);
ADD(Table);
ADD(Memory);
ADD(Global);
