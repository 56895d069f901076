#include "dispatch.h"

#include <cstring>
#include <vector>

#include "hook_call.h"
#include "javascript.h"

namespace plugkit {

namespace {

// Signatures up to this many values need no allocation.
constexpr size_t kInlineValues = 16;

// The order of FAILURES in loader/hooks.ts.
enum class Ending { kFailed, kTerminated, kDisposed, kUnreachable };

void Throw(const Slot& slot, Ending ending, WasmEdge_Result result) {
  HookCall hook(Hook::kFail, *slot.caller, slot.number);
  napi_env env = hook.env();
  hook.Add(MakeNumber(env, static_cast<double>(ending)));
  hook.Add(MakeNumber(env, WasmEdge_ResultGetCode(result)));
  hook.Add(MakeNumber(env, WasmEdge_ResultGetCategory(result)));
  const char* message = WasmEdge_ResultGetMessage(result);
  hook.Add(MakeString(env, message ? message : ""));
  hook.Run(true);
}

// Ends a host call that did not simply succeed. An exception of a nested call goes on if the host
// function failed; if it succeeded in spite of it, it has dealt with it.
void Settle(Environment& environment, const Slot& slot, Call& call, WasmEdge_Result result) {
  napi_env env = environment.env.load(std::memory_order_relaxed);
  if (call.exception != nullptr) {
    napi_value box = nullptr;
    napi_value exception = nullptr;
    napi_get_reference_value(env, call.exception, &box);
    napi_get_element(env, box, 0, &exception);
    napi_delete_reference(env, call.exception);
    if (result.Code != 0) {
      napi_throw(env, exception);
      return;
    }
  }
  if (result.Code == 0) return;
  const bool terminated = WasmEdge_ResultGetCategory(result) == WasmEdge_ErrCategory_WASM &&
                          WasmEdge_ResultGetCode(result) == WasmEdge_ErrCode_Terminated;
  if (terminated) return Throw(slot, Ending::kTerminated, result);
  if (WasmEdge_ResultOK(result)) return;
  Throw(slot, call.unreachable ? Ending::kUnreachable : Ending::kFailed, result);
}

}  // namespace

napi_value Dispatch(napi_env env, napi_callback_info) {
  Environment& environment = Environment::Current(env);
  uint32_t number;
  std::memcpy(&number, environment.frame, sizeof number);
  const Slot& slot = *environment.slots[number];
  if (slot.module->instance == nullptr) {
    Throw(slot, Ending::kDisposed, WasmEdge_Result_Fail);
    return nullptr;
  }

  WasmEdge_Value inlineValues[kInlineValues];
  std::vector<WasmEdge_Value> heapValues;
  WasmEdge_Value* params = inlineValues;
  const size_t count = slot.params.size() + slot.returns.size();
  if (count > kInlineValues) {
    heapValues.resize(count);
    params = heapValues.data();
  }
  WasmEdge_Value* returns = params + slot.params.size();
  LoadValues(environment.frame, slot.params, params);
  for (size_t i = 0; i < slot.returns.size(); ++i) returns[i] = {0, slot.returns[i].type};

  Call call{environment.call, &slot};
  environment.call = &call;
  ++environment.epoch;
  const plugkit_HostFunction& host = slot.host;
  const WasmEdge_Result result = host.Function != nullptr
                                     ? host.Function(host.Data, slot.frame, params, returns)
                                     : host.Wrap(host.Binding, host.Data, slot.frame, params,
                                                 static_cast<uint32_t>(slot.params.size()), returns,
                                                 static_cast<uint32_t>(slot.returns.size()));
  environment.call = call.outer;

  if (result.Code != 0 || call.exception != nullptr) Settle(environment, slot, call, result);
  StoreValues(environment.frame, slot.returns, returns);
  if (!environment.condemned.empty()) environment.DeleteCondemned();
  return nullptr;
}

}  // namespace plugkit
