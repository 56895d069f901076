// The host call.
#pragma once

#include <node_api.h>

#include "values.h"

namespace plugkit {

struct Environment;
struct Slot;

// Makes the host call of a slot, from the call frame and back to it. Returns nothing, in the way
// that a Node-API function does. An `accelerated` call may not throw, and has no scope for handles.
using Run = napi_value (*)(Environment& environment, const Slot& slot, bool accelerated);
Run ChooseRun(const Fields& params, const Fields& returns);

// addon.dispatch(): calls the host function whose binding number stands in the call frame, with the
// values there, and leaves its results there.
napi_value Dispatch(napi_env env, napi_callback_info info);

// addon.settle(): throws what the last host call through the accelerator ended with.
napi_value SettleCall(napi_env env, napi_callback_info info);

// addon.doNothing(): what the start-up check of the accelerator measures against.
napi_value DoNothing(napi_env env, napi_callback_info info);

}  // namespace plugkit
