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

FORM bool plugkit_LimitIsEqual_16(OldLimit First, OldLimit Second) {
  return plugkit::OldLimitIsEqual(First, Second);
}
FORM bool plugkit_LimitIsEqual(const WasmEdge_LimitContext* First,
                               const WasmEdge_LimitContext* Second) {
  return plugkit::LimitsEqual(First, Second);
}
VERSION(plugkit_LimitIsEqual_16, LimitIsEqual, "@WASMEDGE_0.16");
VERSION(plugkit_LimitIsEqual, LimitIsEqual, "@@WASMEDGE_0.17");

FORM WasmEdge_TableTypeContext* plugkit_TableTypeCreate_16(WasmEdge_ValType Element,
                                                           OldLimit Limit) {
  return plugkit::OldTableTypeCreate(Element, Limit);
}
FORM WasmEdge_TableTypeContext* plugkit_TableTypeCreate(WasmEdge_ValType Element,
                                                        const WasmEdge_LimitContext* Limit) {
  return plugkit::CreateTableType(Element, Limit);
}
VERSION(plugkit_TableTypeCreate_16, TableTypeCreate, "@WASMEDGE_0.16");
VERSION(plugkit_TableTypeCreate, TableTypeCreate, "@@WASMEDGE_0.17");

FORM OldLimit plugkit_TableTypeGetLimit_16(const WasmEdge_TableTypeContext* Type) {
  return plugkit::OldTableTypeGetLimit(Type);
}
FORM const WasmEdge_LimitContext* plugkit_TableTypeGetLimit(const WasmEdge_TableTypeContext* Type) {
  return plugkit::TableTypeLimit(Type);
}
VERSION(plugkit_TableTypeGetLimit_16, TableTypeGetLimit, "@WASMEDGE_0.16");
VERSION(plugkit_TableTypeGetLimit, TableTypeGetLimit, "@@WASMEDGE_0.17");

FORM WasmEdge_MemoryTypeContext* plugkit_MemoryTypeCreate_16(OldLimit Limit) {
  return plugkit::OldMemoryTypeCreate(Limit);
}
FORM WasmEdge_MemoryTypeContext* plugkit_MemoryTypeCreate(const WasmEdge_LimitContext* Limit) {
  return plugkit::CreateMemoryType(Limit);
}
VERSION(plugkit_MemoryTypeCreate_16, MemoryTypeCreate, "@WASMEDGE_0.16");
VERSION(plugkit_MemoryTypeCreate, MemoryTypeCreate, "@@WASMEDGE_0.17");

FORM OldLimit plugkit_MemoryTypeGetLimit_16(const WasmEdge_MemoryTypeContext* Type) {
  return plugkit::OldMemoryTypeGetLimit(Type);
}
FORM const WasmEdge_LimitContext* plugkit_MemoryTypeGetLimit(
    const WasmEdge_MemoryTypeContext* Type) {
  return plugkit::MemoryTypeLimit(Type);
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
