// Module instances of plug-ins: made, listed, moved into JavaScript, ended. Behind
// loader/bridge/native-module.ts; loader/bridge/types.ts documents the functions.
#pragma once

#include <node_api.h>

namespace plugkit {

napi_value CreateModule(napi_env env, napi_callback_info info);
napi_value DeleteModule(napi_env env, napi_callback_info info);
napi_value InstanceName(napi_env env, napi_callback_info info);
napi_value ExportNames(napi_env env, napi_callback_info info);
napi_value DescribeExport(napi_env env, napi_callback_info info);
napi_value ReadTable(napi_env env, napi_callback_info info);
napi_value AttachMemory(napi_env env, napi_callback_info info);
napi_value AttachTable(napi_env env, napi_callback_info info);
napi_value AttachGlobal(napi_env env, napi_callback_info info);

}  // namespace plugkit
