#include "hook_call.h"

#include "dispatch.h"
#include "javascript.h"

namespace plugkit {

HookCall::HookCall(Hook hook, Owner& owner) : environment_(owner.environment), hook_(hook) {
  if (!environment_.IsUsable()) return;
  env_ = environment_.env.load(std::memory_order_relaxed);
  if (napi_open_handle_scope(env_, &scope_) != napi_ok) scope_ = nullptr;
  Add(owner.Object());
}

HookCall::HookCall(Hook hook, Owner& owner, uint32_t index) : HookCall(hook, owner) {
  if (env_ != nullptr) Add(MakeNumber(env_, index));
}

HookCall::~HookCall() {
  if (scope_ != nullptr) napi_close_handle_scope(env_, scope_);
}

void HookCall::Add(napi_value argument) {
  if (count_ < kArguments) arguments_[count_++] = argument;
}

bool HookCall::IsTrue() const { return result_ != nullptr && GetBoolean(env_, result_); }

bool HookCall::Run(bool keepPending) {
  if (env_ == nullptr || scope_ == nullptr || arguments_[0] == nullptr) return false;
  napi_value function = nullptr;
  napi_value receiver = nullptr;
  napi_get_reference_value(env_, environment_.hooks[static_cast<size_t>(hook_)], &function);
  napi_get_undefined(env_, &receiver);
  const Call* running = environment_.call;
  const KeptValues kept(running != nullptr ? running->slot : nullptr);
  const napi_status status =
      napi_call_function(env_, receiver, function, count_, arguments_, &result_);
  if (status == napi_ok) return true;
  if (keepPending) return false;
  napi_value exception = nullptr;
  napi_get_and_clear_last_exception(env_, &exception);
  Call* call = environment_.call;
  if (exception == nullptr || call == nullptr) return false;
  Trouble& trouble = call->Note();
  if (trouble.exception != nullptr) napi_delete_reference(env_, trouble.exception);
  trouble.exception = nullptr;
  trouble.nested = {WasmEdge_ErrCode_RuntimeError};
  // A reference needs an object, an exception may be anything.
  napi_value box = MakeArray(env_);
  Append(env_, box, exception);
  napi_create_reference(env_, box, 1, &trouble.exception);
  return false;
}

}  // namespace plugkit
