#include "dispatch.h"

#include <cstring>
#include <memory>

#include "hook_call.h"
#include "javascript.h"

namespace plugkit {

namespace {

// Calls back whose handles one host call may leave to the scope that Node opened for it; a fast
// call has none.
constexpr uint32_t kUnscopedCalls = 256;

// The order of FAILURES in loader/bridge/hooks.ts.
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
  const std::unique_ptr<Trouble> owned(ended.trouble);
  environment.ended.trouble = nullptr;
  const Trouble none(environment);
  const Trouble& trouble = owned != nullptr ? *owned : none;
  const KeptValues kept(ended.slot);  // the adapter has not taken the results yet
  environment.DeleteCondemned();
  for (const Loan& loan : trouble.loans) {
    HookCall hook(Hook::kRelease, *loan.session);
    hook.Add(MakeNumber(hook.env(), loan.height));
    hook.Run();
  }
  napi_value exception = nullptr;
  if (trouble.exception != nullptr) {
    napi_value box = nullptr;
    napi_get_reference_value(env, trouble.exception, &box);
    napi_get_element(env, box, 0, &exception);
    const uint32_t code = ended.result.Code;
    if (code != 0 && (code == trouble.nested.Code || code == WasmEdge_Result_Fail.Code)) {
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
  const Ending ending = trouble.unreachable ? Ending::kUnreachable : Ending::kFailed;
  Throw(*ended.slot, ending, result, exception);
}

[[gnu::noinline, gnu::cold]] bool Unsettled(Environment& environment, const Ended& ended) {
  delete environment.ended.trouble;  // of a call whose end the stack had no room for
  environment.ended = ended;
  return false;
}

const Slot* SlotInFrame(const Environment& environment) {
  const Slot* slot;
  std::memcpy(&slot, environment.frame, sizeof slot);
  return slot;
}

// Makes a host call with the values that the adapter has written to the slot's place; results go
// there, too. False when it did not simply succeed: Settle comes next.
[[gnu::always_inline]] inline bool Run(Environment& environment, const Slot* slot,
                                       uint32_t unscoped) {
  if (slot->module->instance == nullptr) return Unsettled(environment, {slot, {}, nullptr, true});
  Call call{environment.call, slot, unscoped};
  environment.call = &call;
  const WasmEdge_Result result =
      slot->function(slot->data, slot->frame, slot->params, slot->returns);
  environment.call = call.outer;
  if (result.Code == 0 && call.trouble == nullptr) return true;
  return Unsettled(environment, {slot, result, call.trouble, false});
}

}  // namespace

KeptValues::KeptValues(const Slot* slot)
    : to_(slot != nullptr ? slot->params : nullptr),
      size_(slot != nullptr ? slot->count * sizeof *to_ : 0) {
  if (size_ > sizeof few_) many_.resize(slot->count);
  values_ = many_.empty() ? few_ : many_.data();
  if (size_ > 0) std::memcpy(values_, to_, size_);
}

KeptValues::~KeptValues() {
  if (size_ > 0) std::memcpy(to_, values_, size_);
}

napi_value Dispatch(napi_env env, napi_callback_info) {
  Environment& environment = Environment::Current(env);
  const Slot* slot = SlotInFrame(environment);
  if (!Run(environment, slot, kUnscopedCalls)) Settle(environment);
  environment.returning = slot->module;
  return nullptr;
}

// For the accelerator, by number of the environment: node:ffi calls functions without parameters
// fastest, and a function of its own is how one of them knows its environment.
static void FastDispatch(uint32_t number) {
  Environment& environment = *Environment::fast[number];
  const uint32_t status = Run(environment, SlotInFrame(environment), 0) ? 0 : 1;
  std::memcpy(environment.frame + kFrameStatus, &status, sizeof status);
}

napi_value SettleCall(napi_env env, napi_callback_info) {
  Settle(Environment::Current(env));
  return nullptr;
}

}  // namespace plugkit

extern "C" {

#define FAST(number) \
  NAPI_MODULE_EXPORT void plugkit_dispatch_##number() { plugkit::FastDispatch(number); }
// clang-format off
FAST(0) FAST(1) FAST(2) FAST(3) FAST(4) FAST(5) FAST(6) FAST(7)
FAST(8) FAST(9) FAST(10) FAST(11) FAST(12) FAST(13) FAST(14) FAST(15)
// clang-format on
#undef FAST
}
static_assert(plugkit::Environment::kFast == 16, "as many functions as environments");
