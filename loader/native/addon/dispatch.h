// The host call.
#pragma once

#include <node_api.h>

namespace plugkit {

// addon.dispatch(): calls the host function whose binding number stands in the call frame, with the
// values there, and leaves its results there.
napi_value Dispatch(napi_env env, napi_callback_info info);

}  // namespace plugkit
