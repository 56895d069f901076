#include "references.h"

#include "javascript.h"
#include "owner.h"

namespace plugkit {

napi_value BeginLoan(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  Environment& environment = Environment::Current(env);
  const auto* caller = NativeOf<Caller>(env, arguments[0]);
  Call* call = environment.call;
  if (call == nullptr || caller == nullptr) return nullptr;
  Session& session = caller->session;
  // The adapter of a call that passes references ends the loans of its own session.
  if (call->slot->passesReferences && &call->slot->caller->session == &session) return nullptr;
  std::vector<Loan>& loans = call->Note(environment).loans;
  for (const Loan& loan : loans) {
    if (loan.session == &session) return nullptr;
  }
  session.Retain();
  loans.push_back({&session, GetNumber(env, arguments[1])});
  return nullptr;
}

napi_value CreateFunction(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[1]);
  if (caller == nullptr) return nullptr;
  auto* reference = new Reference(caller->session);
  auto* handle = new Handle(*reference, 0);
  if (!IsUndefined(env, arguments[2])) {
    handle->SetType(MakeFunctionType(GetTypes(env, arguments[2]), GetTypes(env, arguments[3])));
  }
  reference->function =
      Host()->FunctionCreate(handle->type, &reference->environment.embedder, handle);
  const void* function = reference->function;
  return Attach(env, arguments[0], reference) ? MakePointer(env, function) : nullptr;
}

// The module that is the JavaScript side of an instance; empty when this thread has none.
static napi_value ModuleOf(napi_env env, const WasmEdge_ModuleInstanceContext* instance) {
  const auto& modules = Environment::Current(env).modules;
  const auto found = modules.find(instance);
  return found == modules.end() ? nullptr : found->second->Object();
}

napi_value DescribeFunctionAt(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const auto* function = GetPointer<const WasmEdge_FunctionInstanceContext>(env, arguments[0]);
  plugkit_HostFunction host;
  void* data = nullptr;
  const bool embedded = !Host()->FunctionGetHost(function, &host, &data);
  const auto* handle = static_cast<const Handle*>(data);
  if (embedded && handle->image == Handle::Image()) {
    napi_value owner = handle->owner.Object();
    if (owner == nullptr) return nullptr;
    return MakeObject(env, {{"owner", owner}, {"index", MakeNumber(env, handle->index)}});
  }
  // Of another file of the addon, it is called as a host function is.
  const auto* type = WasmEdge_FunctionInstanceGetFunctionType(function);
  if (type == nullptr) return nullptr;
  return MakeObject(env, {{"params", MakeTypes(env, TypeString(ParameterTypes(type)))},
                          {"results", MakeTypes(env, TypeString(ReturnTypes(type)))},
                          {"module", embedded ? nullptr : ModuleOf(env, host.Module)}});
}

}  // namespace plugkit
