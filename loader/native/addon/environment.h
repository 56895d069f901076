// What the addon has once per JavaScript thread and load of the addon: the call frame and the calls
// now running, whichever evaluation of the loader's JavaScript makes them (session.h). Unless said
// otherwise everything here happens on that thread.
#pragma once

#include <node_api.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <vector>

#include "embedder.h"
#include "host_library.h"

namespace plugkit {

struct Environment;
struct Module;
struct Session;
struct Slot;

// References that a session's JavaScript lent during a call end with it: all but the first so many.
struct Loan {
  Session* session;
  uint32_t height;
};

// What few host calls need: something is to be done at their end, even if they succeed.
struct Trouble {
  Environment& environment;
  // A one-element array with the last exception of a nested call, and the result it came out as.
  napi_ref exception = nullptr;
  WasmEdge_Result nested = {};
  // At most one for each session, which it retains.
  std::vector<Loan> loans;
  // A host function asked for memory that is not bound yet.
  bool unreachable = false;

  explicit Trouble(Environment& environment) : environment(environment) {}
  ~Trouble();
  Trouble(const Trouble&) = delete;
  void ForgetException();
};

// A host call that is running. Lives on the stack of the dispatcher.
struct Call {
  Call* outer;
  const Slot* slot;
  // So many calls back may still leave their handles to the scope that Node opened for this call.
  uint32_t unscoped;
  Trouble* trouble = nullptr;  // the end of the call deletes it

  Trouble& Note(Environment& environment) {
    if (trouble == nullptr) trouble = new Trouble(environment);
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
  // Whose host function has ended last, until JavaScript is called: its results may be functions.
  Module* returning = nullptr;
  // Those that live, by their instance.
  std::map<const WasmEdge_ModuleInstanceContext*, Module*> modules;
  // Modules whose instance is to be deleted when no code of a plug-in runs any more, oldest first.
  std::vector<Module*> condemned;
  // A plug-in makes a module, or finalizes one.
  bool busy = false;
  // What every evaluation of the loader's JavaScript gets, and the frame's bytes as an ArrayBuffer.
  napi_ref shared = nullptr;
  napi_ref frameBuffer = nullptr;
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

  // Ends the condemned modules, unless code of a plug-in is running, whose end comes back here.
  void DeleteCondemned();

  // Makes a module; what is condemned meanwhile is deleted afterwards.
  WasmEdge_ModuleInstanceContext* CreateModule(const WasmEdge_PluginContext* plugin,
                                               WasmEdge_String name);

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

// addon.shared()
napi_value Shared(napi_env env, napi_callback_info info);

// addon.setFrame(frame)
napi_value SetFrame(napi_env env, napi_callback_info info);

// addon.home()
napi_value Home(napi_env env, napi_callback_info info);

// addon.fastNumber()
napi_value FastNumber(napi_env env, napi_callback_info info);

}  // namespace plugkit
