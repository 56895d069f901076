#include "environment.h"

#include "embedder_callbacks.h"
#include "host/system/mutex.h"
#include "host/system/thread.h"
#include "javascript.h"
#include "owner.h"
#include "session.h"

namespace plugkit {

namespace {

Mutex freeLock;
Environment* freeEnvironments = nullptr;
uint32_t madeEnvironments = 0;

}  // namespace

Trouble::~Trouble() {
  ForgetException();
  for (const Loan& loan : loans) loan.session->Unuse();
}

void Trouble::ForgetException() {
  napi_env env = environment.env.load(std::memory_order_relaxed);
  if (env != nullptr && exception != nullptr) napi_delete_reference(env, exception);
  exception = nullptr;
}

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
    LockGuard guard(freeLock);
    made = freeEnvironments;
    if (made != nullptr) {
      freeEnvironments = made->nextFree;
    } else {
      made = new Environment();
      made->number = madeEnvironments < kFast ? madeEnvironments++ : kFast;
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
  // What is left of a call whose end the stack had no room for.
  delete ended->ended.trouble;
  ended->ended.trouble = nullptr;
  ended->DeleteCondemned();
  ended->Release();
}

void Environment::Release() {
  if (--users > 0) return;
  WasmEdge_ExecutorDelete(executor);
  shared = nullptr;  // freed with the environment, as the other
  frameBuffer = nullptr;
  frame = nullptr;
  call = nullptr;
  LockGuard guard(freeLock);
  nextFree = freeEnvironments;
  freeEnvironments = this;
}

bool Environment::IsUsable() const {
  return thread == CurrentThreadId() && env.load(std::memory_order_relaxed) != nullptr;
}

void Environment::DeleteCondemned() {
  if (call != nullptr) {
    Call* outermost = call;
    while (outermost->outer != nullptr) outermost = outermost->outer;
    outermost->Note(*this);
    return;
  }
  if (busy) return;
  busy = true;
  // Finalizers may call back into JavaScript, which may condemn more: that comes behind.
  for (size_t i = 0; i < condemned.size(); ++i) condemned[i]->End();
  condemned.clear();
  busy = false;
}

WasmEdge_ModuleInstanceContext* Environment::CreateModule(const WasmEdge_PluginContext* plugin,
                                                          WasmEdge_String name) {
  const bool outer = busy;
  busy = true;
  WasmEdge_ModuleInstanceContext* made = WasmEdge_PluginCreateModule(plugin, name);
  busy = outer;
  if (!condemned.empty()) DeleteCondemned();
  return made;
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

napi_value Shared(napi_env env, napi_callback_info) {
  Environment& environment = Environment::Current(env);
  napi_value state = nullptr;
  if (environment.shared != nullptr) {
    napi_get_reference_value(env, environment.shared, &state);
    return state;
  }
  napi_create_object(env, &state);
  napi_create_reference(env, state, 1, &environment.shared);
  return state;
}

napi_value SetFrame(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  Environment& environment = Environment::Current(env);
  void* bytes = nullptr;
  size_t size = 0;
  napi_get_arraybuffer_info(env, arguments[0], &bytes, &size);
  napi_create_reference(env, arguments[0], 1, &environment.frameBuffer);
  environment.frame = static_cast<uint8_t*>(bytes);
  return nullptr;
}

napi_value Home(napi_env env, napi_callback_info) {
  napi_value global = nullptr;
  napi_get_global(env, &global);
  return global;
}

}  // namespace plugkit
