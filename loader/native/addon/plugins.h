// Loading plug-ins and what they say of themselves. Behind loader/plugin-host.ts and plugin.ts.
#pragma once

#include <node_api.h>

namespace plugkit {

napi_value LoadFromPaths(napi_env env, napi_callback_info info);
napi_value LoadFromPath(napi_env env, napi_callback_info info);
napi_value LibraryPath(napi_env env, napi_callback_info info);
napi_value DescribePlugin(napi_env env, napi_callback_info info);
napi_value SetOption(napi_env env, napi_callback_info info);

}  // namespace plugkit
