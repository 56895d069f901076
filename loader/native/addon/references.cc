#include "references.h"

#include "javascript.h"
#include "owner.h"

namespace plugkit {

napi_value BeginLoan(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  Call* call = Environment::Current(env).call;
  if (call == nullptr || call->slot->passesReferences) return nullptr;
  Trouble& trouble = call->Note();
  if (trouble.lends) return nullptr;
  trouble.lends = true;
  trouble.loans = GetNumber(env, arguments[0]);
  return nullptr;
}

napi_value CreateFunction(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  auto* reference = new Reference(Environment::Current(env));
  auto* handle = new Handle(*reference, 0);
  if (!IsUndefined(env, arguments[1])) {
    handle->SetType(MakeFunctionType(GetTypes(env, arguments[1]), GetTypes(env, arguments[2])));
  }
  reference->function =
      Host()->FunctionCreate(handle->type, &reference->environment.embedder, handle);
  const void* function = reference->function;
  return Attach(env, arguments[0], reference) ? MakePointer(env, function) : nullptr;
}

napi_value DescribeFunctionAt(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const auto* function = GetPointer<const WasmEdge_FunctionInstanceContext>(env, arguments[0]);
  plugkit_HostFunction host;
  void* data = nullptr;
  if (!Host()->FunctionGetHost(function, &host, &data)) {
    const auto* handle = static_cast<const Handle*>(data);
    return MakeObject(
        env, {{"owner", handle->owner.Object()}, {"index", MakeNumber(env, handle->index)}});
  }
  const auto* type = WasmEdge_FunctionInstanceGetFunctionType(function);
  return MakeObject(env, {{"params", MakeTypes(env, TypeString(ParameterTypes(type)))},
                          {"results", MakeTypes(env, TypeString(ReturnTypes(type)))}});
}

}  // namespace plugkit
