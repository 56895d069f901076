#include "session.h"

#include "javascript.h"
#include "owner.h"

namespace plugkit {

namespace {

constexpr const char* kHookNames[] = {
    "memory",    "memoryGrow", "tableGet", "tableSet",     "tableSize", "tableGrow", "globalGet",
    "globalSet", "prepare",    "resultOf", "functionType", "populate",  "release",   "fail"};
static_assert(sizeof(kHookNames) / sizeof(*kHookNames) == static_cast<size_t>(Hook::kCount));

}  // namespace

Session::~Session() {
  if (napi_env env = environment.env.load(std::memory_order_relaxed)) {
    for (napi_ref hook : hooks) {
      if (hook != nullptr) napi_delete_reference(env, hook);
    }
    if (self != nullptr) napi_delete_reference(env, self);
  }
  environment.Release();
}

void Session::Unuse() {
  if (--users == 0) delete this;
}

napi_value Session::Object() const {
  napi_value object = nullptr;
  if (environment.IsUsable()) {
    napi_get_reference_value(environment.env.load(std::memory_order_relaxed), self, &object);
  }
  return object;
}

napi_value CreateSession(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  auto* session = new Session(Environment::Current(env));
  for (size_t i = 0; i < static_cast<size_t>(Hook::kCount); ++i) {
    napi_value hook = nullptr;
    napi_get_named_property(env, arguments[1], kHookNames[i], &hook);
    napi_create_reference(env, hook, 0, &session->hooks[i]);
  }
  Attach(env, arguments[0], session);
  return nullptr;
}

}  // namespace plugkit
