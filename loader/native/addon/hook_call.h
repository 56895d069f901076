// One call of a function in loader/bridge/hooks.ts, made by the embedder callbacks and by Dispatch.
#pragma once

#include "owner.h"

namespace plugkit {

class HookCall {
 public:
  // `owner.objects[index]` are the first two arguments.
  HookCall(Hook hook, Owner& owner, uint32_t index);
  HookCall(Hook hook, Owner& owner);
  // The session's object is the first argument.
  HookCall(Hook hook, Session& session);
  ~HookCall();
  HookCall(const HookCall&) = delete;

  napi_env env() const { return env_; }
  void Add(napi_value argument);

  // False when JavaScript cannot be called (another thread, the end of the environment) or threw.
  // An exception is kept for the running host call; `keep` leaves it pending instead.
  bool Run(bool keepPending = false);

  // After Run: what the function returned.
  napi_value result() const { return result_; }
  bool IsTrue() const;

 private:
  static constexpr size_t kArguments = 7;
  Environment& environment_;
  // Weak, and there as long as the first argument is.
  napi_ref hook_;
  napi_env env_ = nullptr;
  napi_handle_scope scope_ = nullptr;
  napi_value arguments_[kArguments] = {};
  size_t count_ = 0;
  napi_value result_ = nullptr;

  template <typename Subject>
  HookCall(Hook hook, Session& session, const Subject& subject);
};

// Calls the adapter of a function, which finds its values in the call frame and leaves the results
// there. An exception is kept for the running host call, and is the result it comes out as.
WasmEdge_Result CallPrepared(Owner& owner, napi_ref function);

}  // namespace plugkit
