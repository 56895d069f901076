// Making virtual machines, registering host modules in them and calling their functions.
#include "vm.h"

#include <wasmedge/wasmedge_deprecated.h>

#include <algorithm>

#include "async.h"
#include "host/c_api/values/result.h"
#include "host/plugins/registry.h"

using plugkit::Failure;
using plugkit::NullGiven;
using plugkit::View;

WasmEdge_VMContext::WasmEdge_VMContext(const WasmEdge_ConfigureContext* Configure,
                                       WasmEdge_StoreContext* Given)
    : Store(Given ? Given : &OwnStore), Executor(Configure, &Statistics) {
  if (Configure && Configure->Wasi) {
    Wasi = WasmEdge_ModuleInstanceCreateWASI(nullptr, 0, nullptr, 0, nullptr, 0);
  }
  RegisterOwn();
}

WasmEdge_VMContext::~WasmEdge_VMContext() { delete Wasi; }

void WasmEdge_VMContext::RegisterOwn() {
  if (Wasi) Store->Add(Wasi->Name, Wasi);
  OfPlugins.clear();
  for (const WasmEdge_PluginContext* Plugin : plugkit::ListPlugins()) {
    for (uint32_t I = 0; I < Plugin->Descriptor->ModuleCount; ++I) {
      const WasmEdge_ModuleDescriptor& Descriptor = Plugin->Descriptor->ModuleDescriptions[I];
      WasmEdge_ModuleInstanceContext* Made = Descriptor.Create(&Descriptor);
      if (!Made) continue;
      OfPlugins.emplace_back(Made);
      Store->Add(Made->Name, Made);
    }
  }
}

namespace {

// The function of a registered module, or what the stock library answers when there is none.
WasmEdge_Result FindRegistered(const WasmEdge_VMContext* Machine, WasmEdge_String ModuleName,
                               WasmEdge_String FunctionName,
                               const WasmEdge_FunctionInstanceContext** Function) {
  if (!Machine) return NullGiven();
  const WasmEdge_ModuleInstanceContext* Module = Machine->Store->Find(View(ModuleName));
  if (!Module) return Failure(WasmEdge_ErrCode_WrongInstanceAddress);
  *Function = WasmEdge_ModuleInstanceFindFunction(Module, FunctionName);
  return *Function ? WasmEdge_Result_Success : Failure(WasmEdge_ErrCode_FuncNotFound);
}

}  // namespace

extern "C" {

WasmEdge_VMContext* WasmEdge_VMCreate(const WasmEdge_ConfigureContext* ConfCxt,
                                      WasmEdge_StoreContext* StoreCxt) {
  return new WasmEdge_VMContext(ConfCxt, StoreCxt);
}

WasmEdge_Result WasmEdge_VMRegisterModuleFromImport(
    WasmEdge_VMContext* Cxt, const WasmEdge_ModuleInstanceContext* ImportCxt) {
  if (!Cxt) return NullGiven();
  return WasmEdge_ExecutorRegisterImport(&Cxt->Executor, Cxt->Store, ImportCxt);
}

WasmEdge_Result WasmEdge_VMRegisterModuleFromImportWithAlias(
    WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName,
    const WasmEdge_ModuleInstanceContext* ImportCxt) {
  if (!Cxt) return NullGiven();
  return WasmEdge_ExecutorRegisterImportWithAlias(&Cxt->Executor, Cxt->Store, ImportCxt,
                                                  ModuleName);
}

WasmEdge_Result WasmEdge_VMExecuteRegistered(WasmEdge_VMContext* Cxt,
                                             const WasmEdge_String ModuleName,
                                             const WasmEdge_String FuncName,
                                             const WasmEdge_Value* Params, const uint32_t ParamLen,
                                             WasmEdge_Value* Returns, const uint32_t ReturnLen) {
  const WasmEdge_FunctionInstanceContext* Function = nullptr;
  WasmEdge_Result Found = FindRegistered(Cxt, ModuleName, FuncName, &Function);
  if (!Function) return Found;
  return Cxt->Executor.Invoke(*Function, Params, ParamLen, Returns, ReturnLen);
}

WasmEdge_Async* WasmEdge_VMAsyncExecuteRegistered(WasmEdge_VMContext* Cxt,
                                                  const WasmEdge_String ModuleName,
                                                  const WasmEdge_String FuncName,
                                                  const WasmEdge_Value* Params,
                                                  const uint32_t ParamLen) {
  if (!Cxt) return nullptr;
  const WasmEdge_FunctionInstanceContext* Function = nullptr;
  WasmEdge_Result Found = FindRegistered(Cxt, ModuleName, FuncName, &Function);
  if (!Function) return plugkit::AsyncFailed(Found);
  return plugkit::AsyncInvoke(&Cxt->Executor, Function, Params, ParamLen);
}

const WasmEdge_FunctionTypeContext* WasmEdge_VMGetFunctionTypeRegistered(
    const WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName,
    const WasmEdge_String FuncName) {
  const WasmEdge_FunctionInstanceContext* Function = nullptr;
  FindRegistered(Cxt, ModuleName, FuncName, &Function);
  return WasmEdge_FunctionInstanceGetFunctionType(Function);
}

const WasmEdge_ModuleInstanceContext* WasmEdge_VMGetRegisteredModule(
    const WasmEdge_VMContext* Cxt, const WasmEdge_String ModuleName) {
  return Cxt ? Cxt->Store->Find(View(ModuleName)) : nullptr;
}

uint32_t WasmEdge_VMListRegisteredModuleLength(const WasmEdge_VMContext* Cxt) {
  return Cxt ? Cxt->Store->List(nullptr, 0) : 0;
}

uint32_t WasmEdge_VMListRegisteredModule(const WasmEdge_VMContext* Cxt, WasmEdge_String* Names,
                                         const uint32_t Len) {
  return Cxt ? Cxt->Store->List(Names, Len) : 0;
}

// Deletes the module itself, as the stock library does.
void WasmEdge_VMForceDeleteRegisteredModule(const WasmEdge_VMContext* Cxt,
                                            const WasmEdge_String ModuleName) {
  if (!Cxt) return;
  auto* Machine = const_cast<WasmEdge_VMContext*>(Cxt);
  WasmEdge_ModuleInstanceContext* Module = Machine->Store->Find(View(ModuleName));
  if (Module == Machine->Wasi) Machine->Wasi = nullptr;
  auto& Owned = Machine->OfPlugins;
  const auto Found = std::find_if(Owned.begin(), Owned.end(),
                                  [Module](const auto& Each) { return Each.get() == Module; });
  if (Found == Owned.end()) {
    delete Module;
  } else {
    Owned.erase(Found);
  }
}

WasmEdge_ModuleInstanceContext* WasmEdge_VMGetImportModuleContext(
    const WasmEdge_VMContext* Cxt, const enum WasmEdge_HostRegistration Reg) {
  return Cxt && Reg == WasmEdge_HostRegistration_Wasi ? Cxt->Wasi : nullptr;
}

void WasmEdge_VMCleanup(WasmEdge_VMContext* Cxt) {
  if (!Cxt) return;
  Cxt->Store->Clear();
  WasmEdge_StatisticsClear(&Cxt->Statistics);
  Cxt->RegisterOwn();
}

WasmEdge_StoreContext* WasmEdge_VMGetStoreContext(WasmEdge_VMContext* Cxt) {
  return Cxt ? Cxt->Store : nullptr;
}
WasmEdge_LoaderContext* WasmEdge_VMGetLoaderContext(WasmEdge_VMContext* Cxt) {
  return Cxt ? &Cxt->Loader : nullptr;
}
WasmEdge_ValidatorContext* WasmEdge_VMGetValidatorContext(WasmEdge_VMContext* Cxt) {
  return Cxt ? &Cxt->Validator : nullptr;
}
WasmEdge_ExecutorContext* WasmEdge_VMGetExecutorContext(WasmEdge_VMContext* Cxt) {
  return Cxt ? &Cxt->Executor : nullptr;
}
WasmEdge_StatisticsContext* WasmEdge_VMGetStatisticsContext(WasmEdge_VMContext* Cxt) {
  return Cxt ? &Cxt->Statistics : nullptr;
}

void WasmEdge_VMDelete(WasmEdge_VMContext* Cxt) { delete Cxt; }
}
