// The calling sides of host calls, their bindings and what plug-ins see of them. Behind
// loader/bridge/caller.ts; loader/bridge/types.ts documents the functions.
#pragma once

#include <node_api.h>

namespace plugkit {

napi_value CreateCaller(napi_env env, napi_callback_info info);
napi_value CurrentModule(napi_env env, napi_callback_info info);
napi_value ReturningModule(napi_env env, napi_callback_info info);
napi_value BindFunction(napi_env env, napi_callback_info info);
napi_value AddFunction(napi_env env, napi_callback_info info);
napi_value AddMemory(napi_env env, napi_callback_info info);
napi_value AddTable(napi_env env, napi_callback_info info);
napi_value AddGlobal(napi_env env, napi_callback_info info);
napi_value SetMemory(napi_env env, napi_callback_info info);
napi_value ClearMemory(napi_env env, napi_callback_info info);

}  // namespace plugkit
