#include "environment.h"

#include "embedder_callbacks.h"
#include "host/system/mutex.h"
#include "host/system/thread.h"
#include "javascript.h"
#include "owner.h"

namespace plugkit {

namespace {

Mutex free_lock;
Environment* free_environments = nullptr;
uint32_t made_environments = 0;

constexpr const char* kHookNames[] = {
    "memory",    "memoryGrow", "tableGet", "tableSet",     "tableSize", "tableGrow", "globalGet",
    "globalSet", "prepare",    "resultOf", "functionType", "populate",  "release",   "fail"};
static_assert(sizeof(kHookNames) / sizeof(*kHookNames) == static_cast<size_t>(Hook::kCount));

}  // namespace

Environment& Environment::Find(napi_env env) {
  void* data = nullptr;
  napi_get_instance_data(env, &data);
  auto* found = static_cast<Environment*>(data);
  last_.store(found, std::memory_order_relaxed);
  return *found;
}

Environment& Environment::Create(napi_env env) {
  Environment* made;
  {
    LockGuard guard(free_lock);
    made = free_environments;
    if (made != nullptr) {
      free_environments = made->nextFree;
    } else {
      made = new Environment();
      made->number = made_environments < kFast ? made_environments++ : kFast;
      if (made->number < kFast) fast[made->number] = made;
    }
  }
  made->thread = CurrentThreadId();
  made->executor = WasmEdge_ExecutorCreate(nullptr, nullptr);
  made->embedder = EmbedderCallbacks(*made);
  made->users = 1;
  made->env.store(env, std::memory_order_relaxed);
  napi_set_instance_data(env, made, End, nullptr);
  return *made;
}

// Node runs it when the environment ends, after or before the finalizers of wrapped objects.
void Environment::End(napi_env, void* data, void*) {
  auto* ended = static_cast<Environment*>(data);
  ended->env.store(nullptr, std::memory_order_relaxed);
  ended->Release();
}

void Environment::Release() {
  if (--users > 0) return;
  WasmEdge_ExecutorDelete(executor);
  for (napi_ref& hook : hooks) hook = nullptr;  // freed with the environment
  frameBuffer = nullptr;
  frame = nullptr;
  call = nullptr;
  LockGuard guard(free_lock);
  nextFree = free_environments;
  free_environments = this;
}

bool Environment::IsUsable() const {
  return thread == CurrentThreadId() && env.load(std::memory_order_relaxed) != nullptr;
}

void Environment::DeleteCondemned() {
  if (call != nullptr) {
    Call* outermost = call;
    while (outermost->outer != nullptr) outermost = outermost->outer;
    outermost->Note();  // its end comes back here
    return;
  }
  // A finalizer of a plug-in may run here; what it condemns comes behind.
  for (size_t i = 0; i < condemned.size(); ++i) condemned[i]->End();
  condemned.clear();
}

const plugkit_Host* Host() {
  // Constant from the first call on; every thread finds the same.
  static std::atomic<const plugkit_Host*> host{nullptr};
  const plugkit_Host* found = host.load(std::memory_order_acquire);
  if (found == nullptr) {
    const WasmEdge_String name = WasmEdge_StringWrap(PLUGKIT_HOST_NAME, PLUGKIT_HOST_NAME_LENGTH);
    found = reinterpret_cast<const plugkit_Host*>(WasmEdge_PluginFind(name));
    host.store(found, std::memory_order_release);
  }
  return found;
}

napi_value FastNumber(napi_env env, napi_callback_info) {
  const uint32_t number = Environment::Current(env).number;
  return number < Environment::kFast ? MakeNumber(env, number) : nullptr;
}

napi_value Initialise(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  Environment& environment = Environment::Current(env);
  for (size_t i = 0; i < static_cast<size_t>(Hook::kCount); ++i) {
    napi_value hook = nullptr;
    napi_get_named_property(env, arguments[0], kHookNames[i], &hook);
    napi_create_reference(env, hook, 1, &environment.hooks[i]);
  }
  void* bytes = nullptr;
  size_t size = 0;
  napi_get_arraybuffer_info(env, arguments[1], &bytes, &size);
  napi_create_reference(env, arguments[1], 1, &environment.frameBuffer);
  environment.frame = static_cast<uint8_t*>(bytes);
  return nullptr;
}

}  // namespace plugkit
