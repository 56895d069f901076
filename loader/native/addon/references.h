// Functions of JavaScript that plug-ins hold by address. Behind loader/bridge/references.ts.
#pragma once

#include <node_api.h>

namespace plugkit {

napi_value BeginLoan(napi_env env, napi_callback_info info);
napi_value CreateFunction(napi_env env, napi_callback_info info);
napi_value DescribeFunctionAt(napi_env env, napi_callback_info info);

}  // namespace plugkit
