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

bool ParametersFit(const WasmEdge_FunctionTypeContext& Type, const WasmEdge_Value* Params,
                   uint32_t ParamLen) {
  if (ParamLen != Type.Params.size()) return false;
  for (uint32_t I = 0; I < ParamLen; ++I) {
    if (!plugkit::ParameterTakes(Type.Params[I], Params[I].Type)) return false;
  }
  return true;
}

WasmEdge_Result Register(WasmEdge_StoreContext* Store, std::string_view Name,
                         const WasmEdge_ModuleInstanceContext* Module) {
  return Store->Add(Name, const_cast<WasmEdge_ModuleInstanceContext*>(Module))
             ? WasmEdge_Result_Success
             : Failure(WasmEdge_ErrCode_ModuleNameConflict);
}

}  // namespace

WasmEdge_ExecutorContext::WasmEdge_ExecutorContext(const WasmEdge_ConfigureContext* Configure,
                                                   WasmEdge_StatisticsContext* Statistics)
    : CostStatistics(Configure && Configure->MeasureCost ? Statistics : nullptr) {}

WasmEdge_Result WasmEdge_ExecutorContext::Invoke(const WasmEdge_FunctionInstanceContext& Function,
                                                 const WasmEdge_Value* Params, uint32_t ParamLen,
                                                 WasmEdge_Value* Returns, uint32_t ReturnLen) {
  if (!Params) ParamLen = 0;
  const WasmEdge_FunctionTypeContext* Type = WasmEdge_FunctionInstanceGetFunctionType(&Function);
  if (!Type) {
    // Its engine finds the type by what is passed and asked for.
    return Function.Home.Call(&plugkit_Embedder::FunctionInvoke, Params, ParamLen, Returns,
                              ReturnLen);
  }
  if (!ParametersFit(*Type, Params, ParamLen)) return Failure(WasmEdge_ErrCode_FuncSigMismatch);
  for (uint32_t I = 0; I < ParamLen; ++I) {
    if (plugkit::IsNullWhereNoneMayBe(Params[I])) return Failure(WasmEdge_ErrCode_NonNullRequired);
  }

  const uint32_t Count = static_cast<uint32_t>(Type->Returns.size());
  if (Function.Home && (Count == 0 || (Returns && ReturnLen >= Count))) {
    return Function.Home.Call(&plugkit_Embedder::FunctionInvoke, Params, ParamLen, Returns, Count);
  }

  // The results go through a buffer: the caller may have given fewer places than there are.
  WasmEdge_Value Few[kFewResults];
  std::vector<WasmEdge_Value> Many(Count > kFewResults ? Count : 0);
  WasmEdge_Value* const Results = Count > kFewResults ? Many.data() : Few;
  for (uint32_t I = 0; I < Count; ++I) Results[I] = plugkit::DefaultValue(Type->Returns[I]);

  WasmEdge_Result Result;
  if (Function.Home) {
    Result =
        Function.Home.Call(&plugkit_Embedder::FunctionInvoke, Params, ParamLen, Results, Count);
  } else {
    if (CostStatistics && !CostStatistics->AddCost(Function.Cost)) {
      return Failure(WasmEdge_ErrCode_CostLimitExceeded);
    }
    const WasmEdge_CallingFrameContext Frame{this, Function.Owner};
    const plugkit_HostFunction& Host = Function.Host;
    if (Before) Before(BeforeData);
    Result = Host.Function
                 ? Host.Function(Host.Data, &Frame, Params, Results)
                 : Host.Wrap(Host.Binding, Host.Data, &Frame, Params, ParamLen, Results, Count);
    if (After) After(AfterData);
  }
  if (Result.Code != WasmEdge_ErrCode_Success) return Result;
  for (uint32_t I = 0; Returns && I < Count && I < ReturnLen; ++I) {
    Returns[I] = Results[I];
    Returns[I].Type = Type->Returns[I];
  }
  return Result;
}

extern "C" {

WasmEdge_ExecutorContext* WasmEdge_ExecutorCreate(const WasmEdge_ConfigureContext* ConfCxt,
                                                  WasmEdge_StatisticsContext* StatCxt) {
  return new WasmEdge_ExecutorContext(ConfCxt, StatCxt);
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

WasmEdge_Result WasmEdge_ExecutorRegisterImport(WasmEdge_ExecutorContext* Cxt,
                                                WasmEdge_StoreContext* StoreCxt,
                                                const WasmEdge_ModuleInstanceContext* ImportCxt) {
  if (!Cxt || !StoreCxt || !ImportCxt) return NullGiven();
  return Register(StoreCxt, ImportCxt->Name, ImportCxt);
}

WasmEdge_Result WasmEdge_ExecutorRegisterImportWithAlias(
    WasmEdge_ExecutorContext* Cxt, WasmEdge_StoreContext* StoreCxt,
    const WasmEdge_ModuleInstanceContext* ImportCxt, const WasmEdge_String ModuleName) {
  if (!Cxt || !StoreCxt || !ImportCxt) return NullGiven();
  return Register(StoreCxt, plugkit::View(ModuleName), ImportCxt);
}

WasmEdge_Result WasmEdge_ExecutorInvoke(WasmEdge_ExecutorContext* Cxt,
                                        const WasmEdge_FunctionInstanceContext* FuncCxt,
                                        const WasmEdge_Value* Params, const uint32_t ParamLen,
                                        WasmEdge_Value* Returns, const uint32_t ReturnLen) {
  if (!Cxt || !FuncCxt) return NullGiven();
  return Cxt->Invoke(*FuncCxt, Params, ParamLen, Returns, ReturnLen);
}

void WasmEdge_ExecutorExperimentalRegisterPreHostFunction(WasmEdge_ExecutorContext* Cxt, void* Data,
                                                          void (*Func)(void*)) {
  if (!Cxt) return;
  Cxt->Before = Func;
  Cxt->BeforeData = Data;
}

void WasmEdge_ExecutorExperimentalRegisterPostHostFunction(WasmEdge_ExecutorContext* Cxt,
                                                           void* Data, void (*Func)(void*)) {
  if (!Cxt) return;
  Cxt->After = Func;
  Cxt->AfterData = Data;
}

void WasmEdge_ExecutorDelete(WasmEdge_ExecutorContext* Cxt) { delete Cxt; }
}
