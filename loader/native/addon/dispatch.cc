#include "dispatch.h"

#include <cstring>
#include <iterator>
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
  environment.DeleteCondemned();
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

// Ends a host call that did not simply succeed: at once, or once the adapter has seen the status.
[[gnu::noinline, gnu::cold]] napi_value Finish(Environment& environment, const Ended& ended,
                                               bool accelerated) {
  environment.ended = ended;
  if (!accelerated) {
    Settle(environment);
  } else {
    environment.frame[kFrameStatus] = 1;
  }
  return nullptr;
}

[[gnu::noinline, gnu::cold]] napi_value FinishDisposed(Environment& environment, const Slot& slot,
                                                       bool accelerated) {
  return Finish(environment, {&slot, {}, nullptr, {}, false, true, false, 0}, accelerated);
}

[[gnu::always_inline]] inline napi_value FinishCall(Environment& environment, const Call& call,
                                                    WasmEdge_Result result, bool accelerated) {
  if (result.Code == 0 && !call.unsettled) return nullptr;
  return Finish(environment,
                {call.slot, result, call.exception, call.nested, call.unreachable, false,
                 call.lends, call.loans},
                accelerated);
}

// Calls the host function with its values at `values`, which has room for parameters and results.
[[gnu::always_inline]] inline WasmEdge_Result CallHost(Environment& environment, Call& call,
                                                       WasmEdge_Value* values,
                                                       WasmEdge_Value* returns) {
  const Slot& slot = *call.slot;
  const plugkit_HostFunction& host = slot.host;
  environment.call = &call;
  const WasmEdge_Result result = host.Function != nullptr
                                     ? host.Function(host.Data, slot.frame, values, returns)
                                     : host.Wrap(host.Binding, host.Data, slot.frame, values,
                                                 static_cast<uint32_t>(slot.params.size()), returns,
                                                 static_cast<uint32_t>(slot.returns.size()));
  environment.call = call.outer;
  return result;
}

// A signature of so many words and nothing else: the usual one, without a loop.
template <size_t kParams, size_t kReturns>
napi_value RunWords(Environment& environment, const Slot& slot, bool accelerated) {
  if (slot.module->instance == nullptr) return FinishDisposed(environment, slot, accelerated);
  WasmEdge_Value values[kParams + kReturns];
  const uint8_t* words = environment.frame + kFrameValues;
  for (size_t i = 0; i < kParams; ++i) {
    uint64_t word;
    std::memcpy(&word, words + 8 * i, 8);
    StoreValue(&values[i], slot.params[i].type, word, 0);
  }
  WasmEdge_Value* returns = values + kParams;
  for (size_t i = 0; i < kReturns; ++i) StoreValue(&returns[i], slot.returns[i].type, 0, 0);

  Call call{environment.call, &slot};
  const WasmEdge_Result result = CallHost(environment, call, values, returns);
  for (size_t i = 0; i < kReturns; ++i) {
    std::memcpy(environment.frame + kFrameValues + 8 * i, &returns[i].Value, 8);
  }
  return FinishCall(environment, call, result, accelerated);
}

// Any signature.
napi_value RunAny(Environment& environment, const Slot& slot, bool accelerated) {
  if (slot.module->instance == nullptr) return FinishDisposed(environment, slot, accelerated);
  WasmEdge_Value inlined[kInlineValues];
  const size_t count = slot.params.size() + slot.returns.size();
  std::vector<WasmEdge_Value> many(count > kInlineValues ? count : 0);
  WasmEdge_Value* values = many.empty() ? inlined : many.data();
  WasmEdge_Value* returns = LoadValues(environment.frame, slot.params, values);
  WasmEdge_Value* end = returns;
  for (const Field& field : slot.returns) StoreValue(end++, field.type, 0, 0);

  Call call{environment.call, &slot};
  const WasmEdge_Result result = CallHost(environment, call, values, returns);
  StoreValues(environment.frame, slot.returns, returns);
  return FinishCall(environment, call, result, accelerated);
}

// By the numbers of parameters and results.
constexpr Run kRunWords[][2] = {
    {RunAny, RunWords<0, 1>},         {RunWords<1, 0>, RunWords<1, 1>},
    {RunWords<2, 0>, RunWords<2, 1>}, {RunWords<3, 0>, RunWords<3, 1>},
    {RunWords<4, 0>, RunWords<4, 1>}, {RunWords<5, 0>, RunWords<5, 1>},
    {RunWords<6, 0>, RunWords<6, 1>}, {RunWords<7, 0>, RunWords<7, 1>},
    {RunWords<8, 0>, RunWords<8, 1>},
};

// The host call whose number is in the frame.
[[gnu::always_inline]] inline napi_value RunFromFrame(Environment& environment, bool accelerated) {
  uint32_t number;
  std::memcpy(&number, environment.frame, sizeof number);
  const Slot& slot = *environment.slots[number];
  return slot.run(environment, slot, accelerated);
}

}  // namespace

Run ChooseRun(const Fields& params, const Fields& returns) {
  const bool words = params.size() < std::size(kRunWords) && returns.size() <= 1 &&
                     AreWords(params) && AreWords(returns);
  return words ? kRunWords[params.size()][returns.size()] : RunAny;
}

napi_value Dispatch(napi_env env, napi_callback_info) {
  return RunFromFrame(Environment::Current(env), false);
}

// For the accelerator, by number of the environment: node:ffi calls functions without parameters
// fastest, and a function of its own is how one of them knows its environment.
static void FastDispatch(uint32_t number) { RunFromFrame(*Environment::fast[number], true); }

napi_value SettleCall(napi_env env, napi_callback_info) {
  Environment& environment = Environment::Current(env);
  environment.frame[kFrameStatus] = 0;
  Settle(environment);
  return nullptr;
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
