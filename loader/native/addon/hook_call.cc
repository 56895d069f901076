#include "hook_call.h"

#include "dispatch.h"
#include "javascript.h"

namespace plugkit {

namespace {

// Calls a function of JavaScript; whatever host functions are called meanwhile, the values of the
// running one are as they were.
napi_status CallIn(Environment& environment, napi_ref function, size_t count,
                   const napi_value* arguments, napi_value* result) {
  napi_env env = environment.env.load(std::memory_order_relaxed);
  napi_value callee = nullptr;
  napi_value receiver = nullptr;
  napi_get_reference_value(env, function, &callee);
  napi_get_undefined(env, &receiver);
  environment.returning = nullptr;
  const Call* running = environment.call;
  const KeptValues kept(running != nullptr ? running->slot : nullptr);
  return napi_call_function(env, receiver, callee, count, arguments, result);
}

// Keeps the exception of a nested call, and the result it came out as, for the running host call.
// Returns the exception; empty when there is none, as in a worker that is being terminated.
napi_value KeepException(Environment& environment, WasmEdge_Result result) {
  napi_env env = environment.env.load(std::memory_order_relaxed);
  napi_value exception = nullptr;
  napi_get_and_clear_last_exception(env, &exception);
  Call* call = environment.call;
  if (exception == nullptr || call == nullptr) return exception;
  Trouble& trouble = call->Note(environment);
  trouble.ForgetException();
  trouble.nested = result;
  // A reference needs an object, an exception may be anything.
  napi_value box = MakeArray(env);
  Append(env, box, exception);
  napi_create_reference(env, box, 1, &trouble.exception);
  return exception;
}

}  // namespace

template <typename Subject>
HookCall::HookCall(Hook hook, Session& session, const Subject& subject)
    : environment_(session.environment), hook_(session.hooks[static_cast<size_t>(hook)]) {
  if (!environment_.IsUsable()) return;
  env_ = environment_.env.load(std::memory_order_relaxed);
  if (napi_open_handle_scope(env_, &scope_) != napi_ok) scope_ = nullptr;
  Add(subject.Object());
}

HookCall::HookCall(Hook hook, Owner& owner) : HookCall(hook, owner.session, owner) {}

HookCall::HookCall(Hook hook, Session& session) : HookCall(hook, session, session) {}

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
  const napi_status status = CallIn(environment_, hook_, count_, arguments_, &result_);
  if (status == napi_ok) return true;
  if (!keepPending) KeepException(environment_, {WasmEdge_ErrCode_RuntimeError});
  return false;
}

WasmEdge_Result CallPrepared(Owner& owner, napi_ref function) {
  Environment& environment = owner.environment;
  napi_env env = environment.env.load(std::memory_order_relaxed);
  WasmEdge_Result failure = {WasmEdge_ErrCode_RuntimeError};
  // A scope costs more than the handles of a few calls: one function, its receiver and its result.
  napi_handle_scope scope = nullptr;
  if (Call* call = environment.call; call != nullptr && call->unscoped > 0) {
    --call->unscoped;
  } else if (napi_open_handle_scope(env, &scope) != napi_ok) {
    return failure;
  }
  if (CallIn(environment, function, 0, nullptr, nullptr) == napi_ok) {
    failure = WasmEdge_Result_Success;
  } else if (napi_value exception = KeepException(environment, failure)) {
    HookCall hook(Hook::kResultOf, owner);
    hook.Add(exception);
    if (hook.Run(true)) {
      failure = {GetNumber(env, hook.result())};
    } else {
      napi_get_and_clear_last_exception(env, &exception);  // the stack is exhausted
    }
    if (Call* call = environment.call) call->Note(environment).nested = failure;
  }
  if (scope != nullptr) napi_close_handle_scope(env, scope);
  return failure;
}

}  // namespace plugkit
