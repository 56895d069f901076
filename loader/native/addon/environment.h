// What the addon has once per JavaScript thread: the call frame, the hooks into JavaScript, and the
// calls now running. Unless said otherwise everything here happens on that
// thread.
#pragma once

#include <node_api.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "embedder.h"
#include "host_library.h"

namespace plugkit {

struct Module;
struct Slot;

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

// What few host calls need: something is to be done at their end, even if they succeed.
struct Trouble {
  // A one-element array with the last exception of a nested call, and the result it came out as.
  napi_ref exception = nullptr;
  WasmEdge_Result nested = {};
  // References lent during the call end with it: all but the first so many.
  bool lends = false;
  uint32_t loans = 0;
  // A host function asked for memory that is not bound yet.
  bool unreachable = false;
};

// A host call that is running. Lives on the stack of the dispatcher.
struct Call {
  Call* outer;
  const Slot* slot;
  Trouble* trouble = nullptr;  // the end of the call deletes it

  Trouble& Note() {
    if (trouble == nullptr) trouble = new Trouble();
    return *trouble;
  }
};

// How a host call ended that did not simply succeed, until it is settled.
struct Ended {
  const Slot* slot;
  WasmEdge_Result result;
  Trouble* trouble;  // or none
  bool disposed;
};

// Never freed, only reused: other threads may compare `env` at any time.
struct Environment {
  std::atomic<napi_env> env{nullptr};
  Environment* nextFree = nullptr;
  // Native objects that refer to this environment; they may be finalized after it.
  uint32_t users = 0;
  uint64_t thread = 0;
  uint8_t* frame = nullptr;
  Call* call = nullptr;
  Ended ended = {};
  // Modules whose instance is to be deleted when no host function runs any more.
  std::vector<Module*> condemned;
  napi_ref frameBuffer = nullptr;
  napi_ref hooks[static_cast<size_t>(Hook::kCount)] = {};
  WasmEdge_ExecutorContext* executor = nullptr;
  plugkit_Embedder embedder = {};

  // The environments that the accelerator reaches: the first ones made, by their number.
  static constexpr uint32_t kFast = 16;
  inline static Environment* fast[kFast] = {};
  uint32_t number = kFast;

  // The environment of this thread. Makes no Node-API call when the same one is asked for again.
  static Environment& Current(napi_env env) {
    Environment* last = last_.load(std::memory_order_relaxed);
    if (last != nullptr && last->env.load(std::memory_order_relaxed) == env) return *last;
    return Find(env);
  }

  // Called once when the addon is loaded into an environment.
  static Environment& Create(napi_env env);

  // Whether JavaScript may be called: on its thread, not after its end. Any thread may ask.
  bool IsUsable() const;

  // Ends the condemned modules, unless a host function is running.
  void DeleteCondemned();

  // Counts native objects; the environment is reused after its end, when none are left.
  void Retain() { ++users; }
  void Release();

 private:
  inline static std::atomic<Environment*> last_{nullptr};
  static Environment& Find(napi_env env);
  static void End(napi_env env, void* data, void* hint);
};

// The host library's table.
const plugkit_Host* Host();

// addon.initialise(hooks, frame)
napi_value Initialise(napi_env env, napi_callback_info info);

// addon.fastNumber()
napi_value FastNumber(napi_env env, napi_callback_info info);

}  // namespace plugkit
