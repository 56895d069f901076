// Calling functions and registering host modules. Instantiating WebAssembly would need
// an engine.
#include "executor.h"

#include <wasmedge/wasmedge_experimental.h>

#include <vector>

#include "configure.h"
#include "host/c_api/instances/calling_frame.h"
#include "host/c_api/instances/function_instance.h"
#include "host/c_api/instances/store.h"
#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "host/c_api/values/value.h"
#include "host/c_api/values/value_type.h"

using plugkit::Failure;
using plugkit::NullGiven;

namespace {

// So many need no memory of their own.
constexpr uint32_t kFewResults = 4;

bool ParametersFit(const WasmEdge_FunctionTypeContext& type, const WasmEdge_Value* params,
                   uint32_t paramLen) {
  if (paramLen != type.params.size()) return false;
  for (uint32_t i = 0; i < paramLen; ++i) {
    if (!plugkit::ParameterTakes(type.params[i], params[i].Type)) return false;
  }
  return true;
}

WasmEdge_Result Register(WasmEdge_StoreContext* store, std::string_view name,
                         const WasmEdge_ModuleInstanceContext* module) {
  return store->Add(name, const_cast<WasmEdge_ModuleInstanceContext*>(module))
             ? WasmEdge_Result_Success
             : Failure(WasmEdge_ErrCode_ModuleNameConflict);
}

}  // namespace

WasmEdge_ExecutorContext::WasmEdge_ExecutorContext(const WasmEdge_ConfigureContext* configure,
                                                   WasmEdge_StatisticsContext* statistics)
    : costStatistics(configure && configure->measureCost ? statistics : nullptr) {}

WasmEdge_Result WasmEdge_ExecutorContext::Invoke(const WasmEdge_FunctionInstanceContext& function,
                                                 const WasmEdge_Value* params, uint32_t paramLen,
                                                 WasmEdge_Value* returns, uint32_t returnLen) {
  if (!params) paramLen = 0;
  const WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionInstanceGetFunctionType(&function);
  if (!type) {
    // Its engine finds the type by what is passed and asked for.
    return function.home.Call(&plugkit_Embedder::FunctionInvoke, params, paramLen, returns,
                              returnLen);
  }
  if (!ParametersFit(*type, params, paramLen)) return Failure(WasmEdge_ErrCode_FuncSigMismatch);
  for (uint32_t i = 0; i < paramLen; ++i) {
    if (plugkit::IsNullWhereNoneMayBe(params[i])) return Failure(WasmEdge_ErrCode_NonNullRequired);
  }

  const uint32_t count = static_cast<uint32_t>(type->returns.size());
  if (function.home && (count == 0 || (returns && returnLen >= count))) {
    return function.home.Call(&plugkit_Embedder::FunctionInvoke, params, paramLen, returns, count);
  }

  // The results go through a buffer: the caller may have given fewer places than there are.
  WasmEdge_Value few[kFewResults];
  std::vector<WasmEdge_Value> many(count > kFewResults ? count : 0);
  WasmEdge_Value* const results = count > kFewResults ? many.data() : few;
  for (uint32_t i = 0; i < count; ++i) results[i] = plugkit::DefaultValue(type->returns[i]);

  WasmEdge_Result result;
  if (function.home) {
    result =
        function.home.Call(&plugkit_Embedder::FunctionInvoke, params, paramLen, results, count);
  } else {
    if (costStatistics && !costStatistics->AddCost(function.cost)) {
      return Failure(WasmEdge_ErrCode_CostLimitExceeded);
    }
    const WasmEdge_CallingFrameContext frame{this, function.owner};
    const plugkit_HostFunction& host = function.host;
    if (before) before(beforeData);
    result = host.Function
                 ? host.Function(host.Data, &frame, params, results)
                 : host.Wrap(host.Binding, host.Data, &frame, params, paramLen, results, count);
    if (after) after(afterData);
  }
  if (result.Code != WasmEdge_ErrCode_Success) return result;
  for (uint32_t i = 0; returns && i < count && i < returnLen; ++i) {
    returns[i] = results[i];
    returns[i].Type = type->returns[i];
  }
  return result;
}

extern "C" {

WasmEdge_ExecutorContext* WasmEdge_ExecutorCreate(const WasmEdge_ConfigureContext* confCxt,
                                                  WasmEdge_StatisticsContext* statCxt) {
  return new WasmEdge_ExecutorContext(confCxt, statCxt);
}

// Both need a parsed module, which nothing here can make.
WasmEdge_Result WasmEdge_ExecutorInstantiate(WasmEdge_ExecutorContext*,
                                             WasmEdge_ModuleInstanceContext**,
                                             WasmEdge_StoreContext*,
                                             const WasmEdge_ASTModuleContext*) {
  plugkit::LogNoEngine("instantiate a module");
  return NullGiven();
}

WasmEdge_Result WasmEdge_ExecutorRegister(WasmEdge_ExecutorContext*,
                                          WasmEdge_ModuleInstanceContext**, WasmEdge_StoreContext*,
                                          const WasmEdge_ASTModuleContext*, WasmEdge_String) {
  plugkit::LogNoEngine("instantiate a module");
  return NullGiven();
}

WasmEdge_Result WasmEdge_ExecutorRegisterImport(WasmEdge_ExecutorContext* cxt,
                                                WasmEdge_StoreContext* storeCxt,
                                                const WasmEdge_ModuleInstanceContext* importCxt) {
  if (!cxt || !storeCxt || !importCxt) return NullGiven();
  return Register(storeCxt, importCxt->name, importCxt);
}

WasmEdge_Result WasmEdge_ExecutorRegisterImportWithAlias(
    WasmEdge_ExecutorContext* cxt, WasmEdge_StoreContext* storeCxt,
    const WasmEdge_ModuleInstanceContext* importCxt, const WasmEdge_String moduleName) {
  if (!cxt || !storeCxt || !importCxt) return NullGiven();
  return Register(storeCxt, plugkit::View(moduleName), importCxt);
}

WasmEdge_Result WasmEdge_ExecutorInvoke(WasmEdge_ExecutorContext* cxt,
                                        const WasmEdge_FunctionInstanceContext* funcCxt,
                                        const WasmEdge_Value* params, const uint32_t paramLen,
                                        WasmEdge_Value* returns, const uint32_t returnLen) {
  if (!cxt || !funcCxt) return NullGiven();
  return cxt->Invoke(*funcCxt, params, paramLen, returns, returnLen);
}

void WasmEdge_ExecutorExperimentalRegisterPreHostFunction(WasmEdge_ExecutorContext* cxt, void* data,
                                                          void (*func)(void*)) {
  if (!cxt) return;
  cxt->before = func;
  cxt->beforeData = data;
}

void WasmEdge_ExecutorExperimentalRegisterPostHostFunction(WasmEdge_ExecutorContext* cxt,
                                                           void* data, void (*func)(void*)) {
  if (!cxt) return;
  cxt->after = func;
  cxt->afterData = data;
}

void WasmEdge_ExecutorDelete(WasmEdge_ExecutorContext* cxt) { delete cxt; }
}
