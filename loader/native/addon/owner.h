// The native sides of JavaScript objects. The JavaScript object lives on its own terms and is
// referred to weakly; the native side is freed by its finalizer, on the environment's thread, once.
#pragma once

#include <string>
#include <vector>

#include "session.h"
#include "values.h"

namespace plugkit {

struct Owner {
  Environment& environment;
  Session& session;
  // Weak.
  napi_ref self = nullptr;

  explicit Owner(Session& session) : environment(session.environment), session(session) {
    session.Retain();
  }
  ~Owner();
  Owner(const Owner&) = delete;
  // The JavaScript object; empty when it is gone or this is not its thread.
  napi_value Object() const;
};

// What the host library knows an instance of JavaScript by: `owner.objects[index]`. Freed by the
// embedder's Release.
struct Handle {
  // First in every version of the addon: a process may hold several files of it, which share the
  // host library, and each knows its own handles by this.
  const void* const image = Image();
  Owner& owner;
  uint32_t index;
  // A memory's last ArrayBuffer (weak) and its bytes.
  napi_ref buffer = nullptr;
  uint8_t* bytes = nullptr;
  uint64_t size = 0;
  // The adapter that calls a function, once asked for (weak: `owner` keeps it).
  napi_ref call = nullptr;
  // A function's type, once known; a table's or global's values.
  WasmEdge_FunctionTypeContext* type = nullptr;
  Fields params;
  Fields returns;

  Handle(Owner& owner, uint32_t index) : owner(owner), index(index) {}
  ~Handle();
  // Takes ownership. The first type stays: plug-ins may hold it.
  void SetType(WasmEdge_FunctionTypeContext* known);

  static const void* Image();
};

// A module instance of a plug-in. Outlives its JavaScript object while bindings refer to it.
struct Module : Owner {
  static constexpr napi_type_tag kTag = {0x706c75676b69740aull, 1};
  // Null once it was disposed of.
  WasmEdge_ModuleInstanceContext* instance;
  // Disposed of, but not deleted yet: a host function is running.
  WasmEdge_ModuleInstanceContext* ended = nullptr;
  uint32_t users = 1;

  Module(Session& session, WasmEdge_ModuleInstanceContext* instance);
  ~Module();
  void Dispose();
  void End();
  void Unuse();
  void Finalize();
};

// The calling side: an instance of WebAssembly or JavaScript itself.
struct Caller : Owner {
  static constexpr napi_type_tag kTag = {0x706c75676b69740aull, 2};
  WasmEdge_ModuleInstanceContext* instance = nullptr;
  // Empty for JavaScript itself: a function then has its own module for a caller.
  WasmEdge_CallingFrameContext* frame = nullptr;
  std::vector<Slot*> slots;

  using Owner::Owner;
  void Finalize();
};

// A function of JavaScript that plug-ins know by its address.
struct Reference : Owner {
  static constexpr napi_type_tag kTag = {0x706c75676b69740aull, 3};
  WasmEdge_FunctionInstanceContext* function = nullptr;

  using Owner::Owner;
  void Finalize();
};

// A host function as one caller calls it. The adapter (loader/wasm/forward.ts) knows its address.
struct Slot {
  // What the dispatcher reads; the values are in the call frame.
  Module* module;
  WasmEdge_HostFunc_t function;
  void* data;
  const WasmEdge_CallingFrameContext* frame;
  WasmEdge_Value* params;
  WasmEdge_Value* returns;

  Caller* caller;
  uint32_t number;  // among the caller's
  uint32_t count;   // of parameters and results
  // The adapter then sees to the end of loans.
  bool passesReferences;
  plugkit_HostFunction host;
  // The frame when JavaScript itself calls, which has none of its own.
  WasmEdge_CallingFrameContext* ownFrame;
};

// Makes `native` the native side of `object`; ends it at once, and returns false, when the worker
// is being terminated.
template <typename T>
bool Attach(napi_env env, napi_value object, T* native) {
  const auto finalize = [](napi_env, void* data, void*) { static_cast<T*>(data)->Finalize(); };
  if (napi_type_tag_object(env, object, &T::kTag) == napi_ok &&
      napi_wrap(env, object, native, finalize, nullptr, &native->self) == napi_ok) {
    return true;
  }
  native->Finalize();
  return false;
}

// The native side of `object`. Null when it has none of this kind, or when the worker is being
// terminated: JavaScript goes on for some instructions, but Node-API does not serve it any more.
template <typename T>
T* NativeOf(napi_env env, napi_value object) {
  bool matches = false;
  void* native = nullptr;
  napi_check_object_type_tag(env, object, &T::kTag, &matches);
  if (matches) napi_unwrap(env, object, &native);
  return static_cast<T*>(native);
}

}  // namespace plugkit
