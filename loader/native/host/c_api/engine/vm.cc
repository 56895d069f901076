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

WasmEdge_VMContext::WasmEdge_VMContext(const WasmEdge_ConfigureContext* configure,
                                       WasmEdge_StoreContext* given)
    : store(given ? given : &ownStore), executor(configure, &statistics) {
  if (configure && configure->wasi) {
    wasi = WasmEdge_ModuleInstanceCreateWASI(nullptr, 0, nullptr, 0, nullptr, 0);
  }
  RegisterOwn();
}

WasmEdge_VMContext::~WasmEdge_VMContext() { delete wasi; }

void WasmEdge_VMContext::RegisterOwn() {
  if (wasi) store->Add(wasi->name, wasi);
  ofPlugins.clear();
  for (const WasmEdge_PluginContext* plugin : plugkit::ListPlugins()) {
    for (uint32_t i = 0; i < plugin->descriptor->ModuleCount; ++i) {
      const WasmEdge_ModuleDescriptor& descriptor = plugin->descriptor->ModuleDescriptions[i];
      WasmEdge_ModuleInstanceContext* made = descriptor.Create(&descriptor);
      if (!made) continue;
      ofPlugins.emplace_back(made);
      store->Add(made->name, made);
    }
  }
}

namespace {

// The function of a registered module, or what the stock library answers when there is none.
WasmEdge_Result FindRegistered(const WasmEdge_VMContext* machine, WasmEdge_String moduleName,
                               WasmEdge_String functionName,
                               const WasmEdge_FunctionInstanceContext** function) {
  if (!machine) return NullGiven();
  const WasmEdge_ModuleInstanceContext* module = machine->store->Find(View(moduleName));
  if (!module) return Failure(WasmEdge_ErrCode_WrongInstanceAddress);
  *function = WasmEdge_ModuleInstanceFindFunction(module, functionName);
  return *function ? WasmEdge_Result_Success : Failure(WasmEdge_ErrCode_FuncNotFound);
}

}  // namespace

extern "C" {

WasmEdge_VMContext* WasmEdge_VMCreate(const WasmEdge_ConfigureContext* confCxt,
                                      WasmEdge_StoreContext* storeCxt) {
  return new WasmEdge_VMContext(confCxt, storeCxt);
}

WasmEdge_Result WasmEdge_VMRegisterModuleFromImport(
    WasmEdge_VMContext* cxt, const WasmEdge_ModuleInstanceContext* importCxt) {
  if (!cxt) return NullGiven();
  return WasmEdge_ExecutorRegisterImport(&cxt->executor, cxt->store, importCxt);
}

WasmEdge_Result WasmEdge_VMRegisterModuleFromImportWithAlias(
    WasmEdge_VMContext* cxt, const WasmEdge_String moduleName,
    const WasmEdge_ModuleInstanceContext* importCxt) {
  if (!cxt) return NullGiven();
  return WasmEdge_ExecutorRegisterImportWithAlias(&cxt->executor, cxt->store, importCxt,
                                                  moduleName);
}

WasmEdge_Result WasmEdge_VMExecuteRegistered(WasmEdge_VMContext* cxt,
                                             const WasmEdge_String moduleName,
                                             const WasmEdge_String funcName,
                                             const WasmEdge_Value* params, const uint32_t paramLen,
                                             WasmEdge_Value* returns, const uint32_t returnLen) {
  const WasmEdge_FunctionInstanceContext* function = nullptr;
  WasmEdge_Result found = FindRegistered(cxt, moduleName, funcName, &function);
  if (!function) return found;
  return cxt->executor.Invoke(*function, params, paramLen, returns, returnLen);
}

WasmEdge_Async* WasmEdge_VMAsyncExecuteRegistered(WasmEdge_VMContext* cxt,
                                                  const WasmEdge_String moduleName,
                                                  const WasmEdge_String funcName,
                                                  const WasmEdge_Value* params,
                                                  const uint32_t paramLen) {
  if (!cxt) return nullptr;
  const WasmEdge_FunctionInstanceContext* function = nullptr;
  WasmEdge_Result found = FindRegistered(cxt, moduleName, funcName, &function);
  if (!function) return plugkit::AsyncFailed(found);
  return plugkit::AsyncInvoke(&cxt->executor, function, params, paramLen);
}

const WasmEdge_FunctionTypeContext* WasmEdge_VMGetFunctionTypeRegistered(
    const WasmEdge_VMContext* cxt, const WasmEdge_String moduleName,
    const WasmEdge_String funcName) {
  const WasmEdge_FunctionInstanceContext* function = nullptr;
  FindRegistered(cxt, moduleName, funcName, &function);
  return WasmEdge_FunctionInstanceGetFunctionType(function);
}

const WasmEdge_ModuleInstanceContext* WasmEdge_VMGetRegisteredModule(
    const WasmEdge_VMContext* cxt, const WasmEdge_String moduleName) {
  return cxt ? cxt->store->Find(View(moduleName)) : nullptr;
}

uint32_t WasmEdge_VMListRegisteredModuleLength(const WasmEdge_VMContext* cxt) {
  return cxt ? cxt->store->List(nullptr, 0) : 0;
}

uint32_t WasmEdge_VMListRegisteredModule(const WasmEdge_VMContext* cxt, WasmEdge_String* names,
                                         const uint32_t len) {
  return cxt ? cxt->store->List(names, len) : 0;
}

// Deletes the module itself, as the stock library does.
void WasmEdge_VMForceDeleteRegisteredModule(const WasmEdge_VMContext* cxt,
                                            const WasmEdge_String moduleName) {
  if (!cxt) return;
  auto* machine = const_cast<WasmEdge_VMContext*>(cxt);
  WasmEdge_ModuleInstanceContext* module = machine->store->Find(View(moduleName));
  if (module == machine->wasi) machine->wasi = nullptr;
  auto& owned = machine->ofPlugins;
  const auto found = std::find_if(owned.begin(), owned.end(),
                                  [module](const auto& each) { return each.get() == module; });
  if (found == owned.end()) {
    delete module;
  } else {
    owned.erase(found);
  }
}

WasmEdge_ModuleInstanceContext* WasmEdge_VMGetImportModuleContext(
    const WasmEdge_VMContext* cxt, const enum WasmEdge_HostRegistration reg) {
  return cxt && reg == WasmEdge_HostRegistration_Wasi ? cxt->wasi : nullptr;
}

void WasmEdge_VMCleanup(WasmEdge_VMContext* cxt) {
  if (!cxt) return;
  cxt->store->Clear();
  WasmEdge_StatisticsClear(&cxt->statistics);
  cxt->RegisterOwn();
}

WasmEdge_StoreContext* WasmEdge_VMGetStoreContext(WasmEdge_VMContext* cxt) {
  return cxt ? cxt->store : nullptr;
}
WasmEdge_LoaderContext* WasmEdge_VMGetLoaderContext(WasmEdge_VMContext* cxt) {
  return cxt ? &cxt->loader : nullptr;
}
WasmEdge_ValidatorContext* WasmEdge_VMGetValidatorContext(WasmEdge_VMContext* cxt) {
  return cxt ? &cxt->validator : nullptr;
}
WasmEdge_ExecutorContext* WasmEdge_VMGetExecutorContext(WasmEdge_VMContext* cxt) {
  return cxt ? &cxt->executor : nullptr;
}
WasmEdge_StatisticsContext* WasmEdge_VMGetStatisticsContext(WasmEdge_VMContext* cxt) {
  return cxt ? &cxt->statistics : nullptr;
}

void WasmEdge_VMDelete(WasmEdge_VMContext* cxt) { delete cxt; }
}
