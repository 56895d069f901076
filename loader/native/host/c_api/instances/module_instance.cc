// Making, filling and asking module instances. The functions that add an
// instance have several versions and are exported by versions_*.cc.
#include "module_instance.h"

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "store.h"

WasmEdge_ModuleInstanceContext::~WasmEdge_ModuleInstanceContext() {
  plugkit::LeaveStores(this);
  if (Finalizer) Finalizer(HostData);
}

void WasmEdge_ModuleInstanceContext::Populate() const {
  if (!Home || Populated) return;
  Populated = Home.Call(&plugkit_Embedder::ModulePopulate,
                        const_cast<WasmEdge_ModuleInstanceContext*>(this));
}

WasmEdge_MemoryInstanceContext* WasmEdge_ModuleInstanceContext::MemoryAt(uint32_t Index) const {
  if (!Home.IsHere()) return nullptr;
  if (Index < Indexed.size() && Indexed[Index]) return Indexed[Index].get();
  if (Home) return nullptr;
  return Index < Memories.Owned.size() ? Memories.Owned[Index].get() : nullptr;
}

namespace plugkit {

namespace {

template <class Instance>
WasmEdge_Result Add(WasmEdge_ModuleInstanceContext* Module,
                    Exports<Instance> WasmEdge_ModuleInstanceContext::*Kind, WasmEdge_String Name,
                    Instance* Given) {
  if (!Module || !Given) return NullGiven();
  const bool Taken = Given->Owner ? Given->Owner != Module : Given->Home && !Module->Home;
  if (Taken) {
    Log(WasmEdge_LogLevel_Error,
        "Cannot add \"%.*s\" to module \"%s\": it belongs to another module or program, expected "
        "an "
        "instance of its own",
        static_cast<int>(View(Name).size()), View(Name).data(), Module->Name.c_str());
    return Failure(WasmEdge_ErrCode_WrongVMWorkflow);
  }
  (Module->*Kind).Add(Name, Given, Module);
  return WasmEdge_Result_Success;
}

template <class Instance>
Instance* Find(const WasmEdge_ModuleInstanceContext* Module,
               Exports<Instance> WasmEdge_ModuleInstanceContext::*Kind, WasmEdge_String Name) {
  if (!Module || !Module->Home.IsHere()) return nullptr;
  Module->Populate();
  return (Module->*Kind).Find(Name);
}

template <class Instance>
uint32_t List(const WasmEdge_ModuleInstanceContext* Module,
              Exports<Instance> WasmEdge_ModuleInstanceContext::*Kind, WasmEdge_String* Names,
              uint32_t Length) {
  if (!Module || !Module->Home.IsHere()) return 0;
  Module->Populate();
  return ListNames((Module->*Kind).ByName, Names, Length);
}

}  // namespace

using Module = WasmEdge_ModuleInstanceContext;

WasmEdge_Result AddFunction(Module* To, WasmEdge_String Name,
                            WasmEdge_FunctionInstanceContext* Function) {
  return Add(To, &Module::Functions, Name, Function);
}
WasmEdge_Result AddTable(Module* To, WasmEdge_String Name, WasmEdge_TableInstanceContext* Table) {
  return Add(To, &Module::Tables, Name, Table);
}
WasmEdge_Result AddMemory(Module* To, WasmEdge_String Name,
                          WasmEdge_MemoryInstanceContext* Memory) {
  return Add(To, &Module::Memories, Name, Memory);
}
WasmEdge_Result AddGlobal(Module* To, WasmEdge_String Name,
                          WasmEdge_GlobalInstanceContext* Global) {
  return Add(To, &Module::Globals, Name, Global);
}

WasmEdge_ModuleInstanceContext* ModuleCreate(WasmEdge_String Name, const plugkit_Embedder* Embedder,
                                             void* Handle) {
  return Embedder ? new Module(View(Name), Embedder, Handle) : nullptr;
}

void ModuleSetMemory(WasmEdge_ModuleInstanceContext* To, uint32_t Index,
                     WasmEdge_MemoryInstanceContext* Memory) {
  if (Index >= To->Indexed.size()) To->Indexed.resize(Index + 1);
  // A host function that runs may hold the former one.
  if (To->Indexed[Index]) To->Replaced.push_back(std::move(To->Indexed[Index]));
  if (Memory) Memory->Owner = To;
  To->Indexed[Index].reset(Memory);
}

}  // namespace plugkit

using plugkit::Find;
using plugkit::List;
using plugkit::Module;
using plugkit::View;

extern "C" {

WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreate(const WasmEdge_String ModuleName) {
  return WasmEdge_ModuleInstanceCreateWithData(ModuleName, nullptr, nullptr);
}

WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWithData(
    const WasmEdge_String ModuleName, void* HostData, void (*Finalizer)(void*)) {
  if (ModuleName.Length && !ModuleName.Buf) return nullptr;
  return new Module(View(ModuleName), HostData, Finalizer);
}

WasmEdge_String WasmEdge_ModuleInstanceGetModuleName(const WasmEdge_ModuleInstanceContext* Cxt) {
  return Cxt ? plugkit::Wrap(Cxt->Name) : WasmEdge_String{0, nullptr};
}

void* WasmEdge_ModuleInstanceGetHostData(const WasmEdge_ModuleInstanceContext* Cxt) {
  return Cxt ? Cxt->HostData : nullptr;
}

WasmEdge_FunctionInstanceContext* WasmEdge_ModuleInstanceFindFunction(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name) {
  return Find(Cxt, &Module::Functions, Name);
}
uint32_t WasmEdge_ModuleInstanceListFunctionLength(const WasmEdge_ModuleInstanceContext* Cxt) {
  return List(Cxt, &Module::Functions, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListFunction(const WasmEdge_ModuleInstanceContext* Cxt,
                                             WasmEdge_String* Names, const uint32_t Len) {
  return List(Cxt, &Module::Functions, Names, Len);
}

WasmEdge_TableInstanceContext* WasmEdge_ModuleInstanceFindTable(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name) {
  return Find(Cxt, &Module::Tables, Name);
}
uint32_t WasmEdge_ModuleInstanceListTableLength(const WasmEdge_ModuleInstanceContext* Cxt) {
  return List(Cxt, &Module::Tables, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListTable(const WasmEdge_ModuleInstanceContext* Cxt,
                                          WasmEdge_String* Names, const uint32_t Len) {
  return List(Cxt, &Module::Tables, Names, Len);
}

WasmEdge_MemoryInstanceContext* WasmEdge_ModuleInstanceFindMemory(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name) {
  return Find(Cxt, &Module::Memories, Name);
}
uint32_t WasmEdge_ModuleInstanceListMemoryLength(const WasmEdge_ModuleInstanceContext* Cxt) {
  return List(Cxt, &Module::Memories, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListMemory(const WasmEdge_ModuleInstanceContext* Cxt,
                                           WasmEdge_String* Names, const uint32_t Len) {
  return List(Cxt, &Module::Memories, Names, Len);
}

WasmEdge_TagInstanceContext* WasmEdge_ModuleInstanceFindTag(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name) {
  return Find(Cxt, &Module::Tags, Name);
}
uint32_t WasmEdge_ModuleInstanceListTagLength(const WasmEdge_ModuleInstanceContext* Cxt) {
  return List(Cxt, &Module::Tags, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListTag(const WasmEdge_ModuleInstanceContext* Cxt,
                                        WasmEdge_String* Names, const uint32_t Len) {
  return List(Cxt, &Module::Tags, Names, Len);
}

WasmEdge_GlobalInstanceContext* WasmEdge_ModuleInstanceFindGlobal(
    const WasmEdge_ModuleInstanceContext* Cxt, const WasmEdge_String Name) {
  return Find(Cxt, &Module::Globals, Name);
}
uint32_t WasmEdge_ModuleInstanceListGlobalLength(const WasmEdge_ModuleInstanceContext* Cxt) {
  return List(Cxt, &Module::Globals, nullptr, 0);
}
uint32_t WasmEdge_ModuleInstanceListGlobal(const WasmEdge_ModuleInstanceContext* Cxt,
                                           WasmEdge_String* Names, const uint32_t Len) {
  return List(Cxt, &Module::Globals, Names, Len);
}

void WasmEdge_ModuleInstanceDelete(WasmEdge_ModuleInstanceContext* Cxt) { delete Cxt; }
}
