// What the addon has once per evaluation of the loader's JavaScript: the hooks into it. Test
// runners, hot reload and bundles evaluate it more than once in a thread.
#pragma once

#include "environment.h"

namespace plugkit {

// The functions of loader/bridge/hooks.ts, by number.
enum class Hook : uint8_t {
  kMemory,
  kMemoryGrow,
  kTableGet,
  kTableSet,
  kTableSize,
  kTableGrow,
  kGlobalGet,
  kGlobalSet,
  kPrepare,
  kResultOf,
  kFunctionType,
  kPopulate,
  kRelease,
  kFail,
  kCount
};

// The native side of a JavaScript object, which keeps the hooks; here they are weak, so that an
// evaluation that is gone can be collected. Every owner (owner.h) is the native side of an object
// that reaches its session's, so hooks are there as long as there is somebody to ask for them.
struct Session {
  static constexpr napi_type_tag kTag = {0x706c75676b69740aull, 4};
  Environment& environment;
  // Weak.
  napi_ref self = nullptr;
  napi_ref hooks[static_cast<size_t>(Hook::kCount)] = {};
  // The JavaScript object, owners and loans.
  uint32_t users = 1;

  explicit Session(Environment& environment) : environment(environment) { environment.Retain(); }
  ~Session();
  Session(const Session&) = delete;
  void Retain() { ++users; }
  void Unuse();
  void Finalize() { Unuse(); }
  // The JavaScript object; empty when it is gone or this is not its thread.
  napi_value Object() const;
};

// addon.createSession(session, hooks)
napi_value CreateSession(napi_env env, napi_callback_info info);

}  // namespace plugkit
