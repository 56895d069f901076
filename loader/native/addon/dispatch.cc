#include "dispatch.h"

#include <cstring>
#include <vector>

#include "hook_call.h"
#include "javascript.h"

namespace plugkit {

namespace {

// The order of FAILURES in loader/hooks.ts.
enum class Ending { kFailed, kTerminated, kDisposed, kUnreachable };

// `cause` may be empty.
void Throw(const Slot& slot, Ending ending, WasmEdge_Result result, napi_value cause = nullptr) {
  HookCall hook(Hook::kFail, *slot.caller, slot.number);
  napi_env env = hook.env();
  hook.Add(MakeNumber(env, static_cast<double>(ending)));
  hook.Add(MakeNumber(env, WasmEdge_ResultGetCode(result)));
  hook.Add(MakeNumber(env, WasmEdge_ResultGetCategory(result)));
  const char* message = WasmEdge_ResultGetMessage(result);
  hook.Add(MakeString(env, message ? message : ""));
  if (cause != nullptr) hook.Add(cause);
  hook.Run(true);
}

// Ends a host call that did not simply succeed. An exception of a nested call goes on if the host
// function passed on its result, or failed with no code of its own; with another code, it is the
// cause; if the function succeeded in spite of it, it has dealt with it.
void Settle(Environment& environment) {
  napi_env env = environment.env.load(std::memory_order_relaxed);
  const Ended ended = environment.ended;
  if (ended.lends) {
    HookCall hook(Hook::kRelease, *ended.slot->caller, ended.loans);
    hook.Run();
  }
  napi_value exception = nullptr;
  if (ended.exception != nullptr) {
    napi_value box = nullptr;
    napi_get_reference_value(env, ended.exception, &box);
    napi_get_element(env, box, 0, &exception);
    napi_delete_reference(env, ended.exception);
    const uint32_t code = ended.result.Code;
    if (code != 0 && (code == ended.nested.Code || code == WasmEdge_Result_Fail.Code)) {
      napi_throw(env, exception);
      return;
    }
  }
  const WasmEdge_Result result = ended.result;
  if (ended.disposed) return Throw(*ended.slot, Ending::kDisposed, WasmEdge_Result_Fail);
  if (result.Code == 0) return;
  const bool terminated = WasmEdge_ResultGetCategory(result) == WasmEdge_ErrCategory_WASM &&
                          WasmEdge_ResultGetCode(result) == WasmEdge_ErrCode_Terminated;
  if (terminated) return Throw(*ended.slot, Ending::kTerminated, result, exception);
  if (WasmEdge_ResultOK(result)) return;
  const Ending ending = ended.unreachable ? Ending::kUnreachable : Ending::kFailed;
  Throw(*ended.slot, ending, result, exception);
}

// Calls the host function with its values at `values`, which has room for parameters and results.
// False when Settle has to follow.
template <bool kWords>
[[gnu::always_inline]] inline bool CallHost(Environment& environment, const Slot& slot,
                                            WasmEdge_Value* values, bool ownScope) {
  WasmEdge_Value* returns = LoadValues<kWords>(environment.frame, slot.params, values);
  WasmEdge_Value* end = returns;
  for (const Field& field : slot.returns) StoreValue(end++, field.type, 0, 0);

  Call call{environment.call, &slot};
  call.looked = !ownScope;
  environment.call = &call;
  ++environment.epoch;
  const plugkit_HostFunction& host = slot.host;
  const WasmEdge_Result result = host.Function != nullptr
                                     ? host.Function(host.Data, slot.frame, values, returns)
                                     : host.Wrap(host.Binding, host.Data, slot.frame, values,
                                                 static_cast<uint32_t>(slot.params.size()), returns,
                                                 static_cast<uint32_t>(slot.returns.size()));
  environment.call = call.outer;

  StoreValues<kWords>(environment.frame, slot.returns, returns);
  if (!environment.condemned.empty()) environment.DeleteCondemned();
  if (result.Code == 0 && !call.unsettled) return true;
  environment.ended = {&slot, result,     call.exception, call.nested, call.unreachable,
                       false, call.lends, call.loans};
  return false;
}

// Any signature. Apart, so that the usual call has nothing of this.
[[gnu::noinline]] bool CallAnyHost(Environment& environment, const Slot& slot, bool ownScope) {
  WasmEdge_Value values[kInlineValues];
  if (slot.count <= kInlineValues) return CallHost<false>(environment, slot, values, ownScope);
  std::vector<WasmEdge_Value> many(slot.count);
  return CallHost<false>(environment, slot, many.data(), ownScope);
}

// The host call, from the frame and back to it. `ownScope`: handles made in it go when it ends.
[[gnu::always_inline]] inline bool CallFromFrame(Environment& environment, bool ownScope) {
  uint32_t number;
  std::memcpy(&number, environment.frame, sizeof number);
  const Slot& slot = *environment.slots[number];
  if (slot.module->instance == nullptr) {
    environment.ended = {&slot, {}, nullptr, {}, false, true, false, 0};
    return false;
  }
  if (!slot.simple) return CallAnyHost(environment, slot, ownScope);
  WasmEdge_Value values[kInlineValues];
  return CallHost<true>(environment, slot, values, ownScope);
}

}  // namespace

napi_value Dispatch(napi_env env, napi_callback_info) {
  Environment& environment = Environment::Current(env);
  if (!CallFromFrame(environment, true)) Settle(environment);
  return nullptr;
}

napi_value SettleCall(napi_env env, napi_callback_info) {
  Settle(Environment::Current(env));
  return nullptr;
}

// For the accelerator, by number of the environment: node:ffi calls functions without parameters
// fastest, and a function of its own is how one of them knows its environment.
static void FastDispatch(uint32_t number) {
  Environment& environment = *Environment::fast[number];
  const uint32_t failed = !CallFromFrame(environment, false);
  std::memcpy(environment.frame + kFrameStatus, &failed, sizeof failed);
}

napi_value DoNothing(napi_env, napi_callback_info) { return nullptr; }

}  // namespace plugkit

extern "C" {

// What the start-up check of the accelerator calls in place of a dispatcher.
NAPI_MODULE_EXPORT void plugkit_nothing() {}

#define FAST(number) \
  NAPI_MODULE_EXPORT void plugkit_dispatch_##number() { plugkit::FastDispatch(number); }
// clang-format off
FAST(0) FAST(1) FAST(2) FAST(3) FAST(4) FAST(5) FAST(6) FAST(7)
FAST(8) FAST(9) FAST(10) FAST(11) FAST(12) FAST(13) FAST(14) FAST(15)
// clang-format on
#undef FAST
}
static_assert(plugkit::Environment::kFast == 16, "as many functions as environments");
