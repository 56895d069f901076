// Making, filling and asking module instances. The functions that add an
// instance have several versions and are exported by versions_*.cc.
#include "module_instance.h"

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "store.h"

WasmEdge_ModuleInstanceContext::~WasmEdge_ModuleInstanceContext() {
  plugkit::LeaveStores(this);
  if (finalizer) finalizer(hostData);
}

void WasmEdge_ModuleInstanceContext::Populate() const {
  if (!home || populated) return;
  populated = home.Call(&plugkit_Embedder::ModulePopulate,
                        const_cast<WasmEdge_ModuleInstanceContext*>(this));
}

WasmEdge_MemoryInstanceContext* WasmEdge_ModuleInstanceContext::MemoryAt(uint32_t index) const {
  if (!home.IsHere()) return nullptr;
  if (index < indexed.size() && indexed[index]) return indexed[index].get();
  if (home) return nullptr;
  return index < memories.owned.size() ? memories.owned[index].get() : nullptr;
}

namespace plugkit {

namespace {

template <class Instance>
WasmEdge_Result Add(WasmEdge_ModuleInstanceContext* module,
                    Exports<Instance> WasmEdge_ModuleInstanceContext::*kind, WasmEdge_String name,
                    Instance* given) {
  if (!module || !given) return NullGiven();
  const bool taken = given->owner ? given->owner != module : given->home && !module->home;
  if (taken) {
    Log(WasmEdge_LogLevel_Error,
        "Cannot add \"%.*s\" to module \"%s\": it belongs to another module or program, expected "
        "an "
        "instance of its own",
        static_cast<int>(View(name).size()), View(name).data(), module->name.c_str());
    return Failure(WasmEdge_ErrCode_WrongVMWorkflow);
  }
  (module->*kind).Add(name, given, module);
  return WasmEdge_Result_Success;
}

template <class Instance>
Instance* Find(const WasmEdge_ModuleInstanceContext* module,
               Exports<Instance> WasmEdge_ModuleInstanceContext::*kind, WasmEdge_String name) {
  if (!module || !module->home.IsHere()) return nullptr;
  module->Populate();
  return (module->*kind).Find(name);
}

template <class Instance>
uint32_t List(const WasmEdge_ModuleInstanceContext* module,
              Exports<Instance> WasmEdge_ModuleInstanceContext::*kind, WasmEdge_String* names,
              uint32_t length) {
  if (!module || !module->home.IsHere()) return 0;
  module->Populate();
  return ListNames((module->*kind).byName, names, length);
}

}  // namespace

using Module = WasmEdge_ModuleInstanceContext;

WasmEdge_Result AddFunction(Module* to, WasmEdge_String name,
                            WasmEdge_FunctionInstanceContext* function) {
  return Add(to, &Module::functions, name, function);
}
WasmEdge_Result AddTable(Module* to, WasmEdge_String name, WasmEdge_TableInstanceContext* table) {
  return Add(to, &Module::tables, name, table);
}
WasmEdge_Result AddMemory(Module* to, WasmEdge_String name,
                          WasmEdge_MemoryInstanceContext* memory) {
  return Add(to, &Module::memories, name, memory);
}
WasmEdge_Result AddGlobal(Module* to, WasmEdge_String name,
                          WasmEdge_GlobalInstanceContext* global) {
  return Add(to, &Module::globals, name, global);
}

WasmEdge_ModuleInstanceContext* ModuleCreate(WasmEdge_String name, const plugkit_Embedder* embedder,
                                             void* handle) {
  return embedder ? new Module(View(name), embedder, handle) : nullptr;
}

void ModuleSetMemory(WasmEdge_ModuleInstanceContext* to, uint32_t index,
                     WasmEdge_MemoryInstanceContext* memory) {
  if (index >= to->indexed.size()) to->indexed.resize(index + 1);
  // A host function that runs may hold the former one.
  if (to->indexed[index]) to->replaced.push_back(std::move(to->indexed[index]));
  if (memory) memory->owner = to;
  to->indexed[index].reset(memory);
}

}  // namespace plugkit

using plugkit::Find;
using plugkit::List;
using plugkit::Module;
using plugkit::View;

extern "C" {

WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreate(const WasmEdge_String moduleName) {
  return WasmEdge_ModuleInstanceCreateWithData(moduleName, nullptr, nullptr);
}

WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWithData(
    const WasmEdge_String moduleName, void* hostData, void (*finalizer)(void*)) {
  if (moduleName.Length && !moduleName.Buf) return nullptr;
  return new Module(View(moduleName), hostData, finalizer);
}

WasmEdge_String WasmEdge_ModuleInstanceGetModuleName(const WasmEdge_ModuleInstanceContext* cxt) {
  return cxt ? plugkit::Wrap(cxt->name) : WasmEdge_String{0, nullptr};
}

void* WasmEdge_ModuleInstanceGetHostData(const WasmEdge_ModuleInstanceContext* cxt) {
  return cxt ? cxt->hostData : nullptr;
}

WasmEdge_FunctionInstanceContext* WasmEdge_ModuleInstanceFindFunction(
    const WasmEdge_ModuleInstanceContext* cxt, const WasmEdge_String name) {
  return Find(cxt, &Module::functions, name);
}
uint32_t WasmEdge_ModuleInstanceListFunctionLength(const WasmEdge_ModuleInstanceContext* cxt) {
  return List(cxt, &Module::functions, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListFunction(const WasmEdge_ModuleInstanceContext* cxt,
                                             WasmEdge_String* names, const uint32_t len) {
  return List(cxt, &Module::functions, names, len);
}

WasmEdge_TableInstanceContext* WasmEdge_ModuleInstanceFindTable(
    const WasmEdge_ModuleInstanceContext* cxt, const WasmEdge_String name) {
  return Find(cxt, &Module::tables, name);
}
uint32_t WasmEdge_ModuleInstanceListTableLength(const WasmEdge_ModuleInstanceContext* cxt) {
  return List(cxt, &Module::tables, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListTable(const WasmEdge_ModuleInstanceContext* cxt,
                                          WasmEdge_String* names, const uint32_t len) {
  return List(cxt, &Module::tables, names, len);
}

WasmEdge_MemoryInstanceContext* WasmEdge_ModuleInstanceFindMemory(
    const WasmEdge_ModuleInstanceContext* cxt, const WasmEdge_String name) {
  return Find(cxt, &Module::memories, name);
}
uint32_t WasmEdge_ModuleInstanceListMemoryLength(const WasmEdge_ModuleInstanceContext* cxt) {
  return List(cxt, &Module::memories, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListMemory(const WasmEdge_ModuleInstanceContext* cxt,
                                           WasmEdge_String* names, const uint32_t len) {
  return List(cxt, &Module::memories, names, len);
}

WasmEdge_TagInstanceContext* WasmEdge_ModuleInstanceFindTag(
    const WasmEdge_ModuleInstanceContext* cxt, const WasmEdge_String name) {
  return Find(cxt, &Module::tags, name);
}
uint32_t WasmEdge_ModuleInstanceListTagLength(const WasmEdge_ModuleInstanceContext* cxt) {
  return List(cxt, &Module::tags, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListTag(const WasmEdge_ModuleInstanceContext* cxt,
                                        WasmEdge_String* names, const uint32_t len) {
  return List(cxt, &Module::tags, names, len);
}

WasmEdge_GlobalInstanceContext* WasmEdge_ModuleInstanceFindGlobal(
    const WasmEdge_ModuleInstanceContext* cxt, const WasmEdge_String name) {
  return Find(cxt, &Module::globals, name);
}
uint32_t WasmEdge_ModuleInstanceListGlobalLength(const WasmEdge_ModuleInstanceContext* cxt) {
  return List(cxt, &Module::globals, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListGlobal(const WasmEdge_ModuleInstanceContext* cxt,
                                           WasmEdge_String* names, const uint32_t len) {
  return List(cxt, &Module::globals, names, len);
}

void WasmEdge_ModuleInstanceDelete(WasmEdge_ModuleInstanceContext* cxt) { delete cxt; }
}
