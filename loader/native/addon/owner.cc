#include "owner.h"

namespace plugkit {

Owner::~Owner() {
  napi_env env = environment.env.load(std::memory_order_relaxed);
  if (env != nullptr && self != nullptr) napi_delete_reference(env, self);
  session.Unuse();
}

napi_value Owner::Object() const {
  napi_value object = nullptr;
  if (environment.IsUsable()) {
    napi_get_reference_value(environment.env.load(std::memory_order_relaxed), self, &object);
  }
  return object;
}

// May run on any thread; elsewhere the references stay until their environment ends.
Handle::~Handle() {
  if (owner.environment.IsUsable()) {
    napi_env env = owner.environment.env.load(std::memory_order_relaxed);
    for (napi_ref reference : {buffer, call}) {
      if (reference != nullptr) napi_delete_reference(env, reference);
    }
  }
  WasmEdge_FunctionTypeDelete(type);
}

const void* Handle::Image() {
  static const char kImage = 0;
  return &kImage;
}

void Handle::SetType(WasmEdge_FunctionTypeContext* known) {
  if (type != nullptr) return WasmEdge_FunctionTypeDelete(known);
  type = known;
  params = FieldsOf(ParameterTypes(known));
  returns = FieldsOf(ReturnTypes(known));
}

void Module::Dispose() {
  if (instance == nullptr) return;
  ended = instance;
  instance = nullptr;
  ++users;
  environment.condemned.push_back(this);
  environment.DeleteCondemned();
}

void Module::End() {
  WasmEdge_ModuleInstanceDelete(ended);
  Unuse();
}

void Module::Unuse() {
  if (--users == 0) delete this;
}

void Module::Finalize() {
  Dispose();
  Unuse();
}

void Caller::Finalize() {
  for (Slot* slot : slots) {
    slot->module->Unuse();
    Host()->CallingFrameDelete(slot->ownFrame);
    delete slot;
  }
  Host()->CallingFrameDelete(frame);
  WasmEdge_ModuleInstanceDelete(instance);
  delete this;
}

void Reference::Finalize() {
  WasmEdge_FunctionInstanceDelete(function);
  delete this;
}

}  // namespace plugkit
