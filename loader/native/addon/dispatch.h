// The host call.
#pragma once

#include <node_api.h>

namespace plugkit {

// addon.dispatch(): calls the host function whose binding number stands in the call frame, with the
// values there, and leaves its results there.
napi_value Dispatch(napi_env env, napi_callback_info info);

// addon.settle(): throws what the last host call through the accelerator ended with.
napi_value SettleCall(napi_env env, napi_callback_info info);

// addon.doNothing(): what the start-up check of the accelerator measures against.
napi_value DoNothing(napi_env env, napi_callback_info info);

}  // namespace plugkit
