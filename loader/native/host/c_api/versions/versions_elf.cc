// The functions that have several versions in the symbol table of a Linux library.
// Each form is a function of its own name, tied to the names and version nodes that plug-ins ask
// for.
//
// Five functions took or gave a 12-byte struct of limits up to API version 4 (node WASMEDGE_0.16)
// and an opaque object since (WASMEDGE_0.17). The four that add an instance to a module return a
// result in the version after 0.17.1 and nothing before: one form serves all three nodes, since a
// caller that expects nothing ignores the register.
#include "host/c_api/instances/module_instance.h"
#include "host/c_api/values/limit.h"
#include "host/c_api/values/types.h"
#include "old_forms.h"

using plugkit::OldLimit;

// The assembler's directive, with the name of the form, of the function, and the node in quotes
// ("@@" marks the one that is taken when none is asked for).
#define VERSION(form, function, node) __asm__(".symver " #form ", WasmEdge_" #function node)

#define FORM extern "C" [[gnu::visibility("default"), gnu::used]]

FORM bool plugkit_LimitIsEqual_16(OldLimit first, OldLimit second) {
  return plugkit::OldLimitIsEqual(first, second);
}
FORM bool plugkit_LimitIsEqual(const WasmEdge_LimitContext* first,
                               const WasmEdge_LimitContext* second) {
  return plugkit::LimitsEqual(first, second);
}
VERSION(plugkit_LimitIsEqual_16, LimitIsEqual, "@WASMEDGE_0.16");
VERSION(plugkit_LimitIsEqual, LimitIsEqual, "@@WASMEDGE_0.17");

FORM WasmEdge_TableTypeContext* plugkit_TableTypeCreate_16(WasmEdge_ValType element,
                                                           OldLimit limit) {
  return plugkit::OldTableTypeCreate(element, limit);
}
FORM WasmEdge_TableTypeContext* plugkit_TableTypeCreate(WasmEdge_ValType element,
                                                        const WasmEdge_LimitContext* limit) {
  return plugkit::CreateTableType(element, limit);
}
VERSION(plugkit_TableTypeCreate_16, TableTypeCreate, "@WASMEDGE_0.16");
VERSION(plugkit_TableTypeCreate, TableTypeCreate, "@@WASMEDGE_0.17");

FORM OldLimit plugkit_TableTypeGetLimit_16(const WasmEdge_TableTypeContext* type) {
  return plugkit::OldTableTypeGetLimit(type);
}
FORM const WasmEdge_LimitContext* plugkit_TableTypeGetLimit(const WasmEdge_TableTypeContext* type) {
  return plugkit::TableTypeLimit(type);
}
VERSION(plugkit_TableTypeGetLimit_16, TableTypeGetLimit, "@WASMEDGE_0.16");
VERSION(plugkit_TableTypeGetLimit, TableTypeGetLimit, "@@WASMEDGE_0.17");

FORM WasmEdge_MemoryTypeContext* plugkit_MemoryTypeCreate_16(OldLimit limit) {
  return plugkit::OldMemoryTypeCreate(limit);
}
FORM WasmEdge_MemoryTypeContext* plugkit_MemoryTypeCreate(const WasmEdge_LimitContext* limit) {
  return plugkit::CreateMemoryType(limit);
}
VERSION(plugkit_MemoryTypeCreate_16, MemoryTypeCreate, "@WASMEDGE_0.16");
VERSION(plugkit_MemoryTypeCreate, MemoryTypeCreate, "@@WASMEDGE_0.17");

FORM OldLimit plugkit_MemoryTypeGetLimit_16(const WasmEdge_MemoryTypeContext* type) {
  return plugkit::OldMemoryTypeGetLimit(type);
}
FORM const WasmEdge_LimitContext* plugkit_MemoryTypeGetLimit(
    const WasmEdge_MemoryTypeContext* type) {
  return plugkit::MemoryTypeLimit(type);
}
VERSION(plugkit_MemoryTypeGetLimit_16, MemoryTypeGetLimit, "@WASMEDGE_0.16");
VERSION(plugkit_MemoryTypeGetLimit, MemoryTypeGetLimit, "@@WASMEDGE_0.17");

// The result form of a function that adds an instance, under a name for each node.
#define ADD(kind)                                                                   \
  FORM WasmEdge_Result plugkit_Add##kind(WasmEdge_ModuleInstanceContext* Module,    \
                                         WasmEdge_String Name,                      \
                                         WasmEdge_##kind##InstanceContext* Given) { \
    return plugkit::Add##kind(Module, Name, Given);                                 \
  }                                                                                 \
  VERSION(plugkit_Add##kind, ModuleInstanceAdd##kind, "@@WASMEDGE_0.16");           \
  VERSION(plugkit_Add##kind, ModuleInstanceAdd##kind, "@WASMEDGE_0.17");            \
  VERSION(plugkit_Add##kind, ModuleInstanceAdd##kind, "@WASMEDGE_0.18")

ADD(Function);
ADD(Table);
ADD(Memory);
ADD(Global);
