#include "references.h"

#include "javascript.h"
#include "owner.h"

namespace plugkit {

// The native side's own address stands for the value: unique while it lives.
napi_value CreateReference(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  auto* reference = new Reference(Environment::Current(env));
  Attach(env, arguments[0], reference);
  return MakePointer(env, reference);
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
  Attach(env, arguments[0], reference);
  return MakePointer(env, reference->function);
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
