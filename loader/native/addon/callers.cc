#include "callers.h"

#include "javascript.h"
#include "owner.h"

namespace plugkit {

namespace {

WasmEdge_MemoryInstanceContext* MakeMemory(napi_env env, Caller& caller, napi_value index,
                                           napi_value limits) {
  WasmEdge_LimitContext* limit = GetLimits(env, limits);
  WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_LimitDelete(limit);
  WasmEdge_MemoryInstanceContext* memory = Host()->MemoryCreate(
      type, &caller.environment.embedder, new Handle(caller, GetNumber(env, index)));
  WasmEdge_MemoryTypeDelete(type);
  return memory;
}

// A host function that a language binding made; its data is its slot.
WasmEdge_Result CallWrapped(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  const auto& slot = *static_cast<const Slot*>(data);
  const auto length = static_cast<uint32_t>(slot.returns - slot.params);
  return slot.host.Wrap(slot.host.Binding, slot.host.Data, frame, params, length, returns,
                        slot.count - length);
}

// A function of JavaScript that another file of the addon made; its data is its slot, whose data is
// the function.
WasmEdge_Result CallEmbedded(void* data, const WasmEdge_CallingFrameContext*,
                             const WasmEdge_Value* params, WasmEdge_Value* returns) {
  const auto& slot = *static_cast<const Slot*>(data);
  const auto length = static_cast<uint32_t>(slot.returns - slot.params);
  return WasmEdge_ExecutorInvoke(
      slot.caller->environment.executor,
      static_cast<const WasmEdge_FunctionInstanceContext*>(slot.host.Data), params, length, returns,
      slot.count - length);
}

void SetFunction(Slot& slot, const WasmEdge_FunctionInstanceContext* function) {
  void* handle = nullptr;
  slot.data = &slot;
  if (!Host()->FunctionGetHost(function, &slot.host, &handle)) {
    slot.function = CallEmbedded;
    slot.host.Data = const_cast<WasmEdge_FunctionInstanceContext*>(function);
  } else if (slot.host.Function == nullptr) {
    slot.function = CallWrapped;
  } else {
    slot.function = slot.host.Function;
    slot.data = slot.host.Data;
  }
}

}  // namespace

napi_value CreateCaller(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  auto* session = NativeOf<Session>(env, arguments[1]);
  if (session == nullptr) return nullptr;
  Environment& environment = session->environment;
  auto* caller = new Caller(*session);
  if (!GetBoolean(env, arguments[3])) {
    const std::string name = GetString(env, arguments[2]);
    caller->instance =
        Host()->ModuleCreate(Wrap(name), &environment.embedder, new Handle(*caller, 0));
    caller->frame = Host()->CallingFrameCreate(environment.executor, caller->instance);
  }
  Attach(env, arguments[0], caller);
  return nullptr;
}

napi_value CurrentModule(napi_env env, napi_callback_info) {
  const Call* call = Environment::Current(env).call;
  return call == nullptr ? nullptr : call->slot->module->Object();
}

napi_value ReturningModule(napi_env env, napi_callback_info) {
  const Module* module = Environment::Current(env).returning;
  return module == nullptr ? nullptr : module->Object();
}

napi_value BindFunction(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  auto* module = NativeOf<Module>(env, arguments[1]);
  if (caller == nullptr || module == nullptr) return nullptr;
  const auto* function = GetPointer<const WasmEdge_FunctionInstanceContext>(env, arguments[2]);
  const auto* type = WasmEdge_FunctionInstanceGetFunctionType(function);
  const auto params = ParameterTypes(type);
  const auto returns = ReturnTypes(type);

  auto* slot = new Slot();
  SetFunction(*slot, function);
  if (caller->frame == nullptr) {
    slot->ownFrame = Host()->CallingFrameCreate(caller->environment.executor, slot->host.Module);
  }
  slot->frame = caller->frame != nullptr ? caller->frame : slot->ownFrame;
  slot->module = module;
  ++module->users;
  slot->caller = caller;
  slot->params =
      reinterpret_cast<WasmEdge_Value*>(caller->environment.frame + GetNumber(env, arguments[3]));
  slot->returns = slot->params + params.size();
  slot->count = static_cast<uint32_t>(params.size() + returns.size());
  slot->passesReferences = HasReferences(params) || HasReferences(returns);
  slot->number = static_cast<uint32_t>(caller->slots.size());
  caller->slots.push_back(slot);
  return MakePointer(env, slot);
}

napi_value AddFunction(napi_env env, napi_callback_info info) {
  Arguments<5> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  if (caller == nullptr) return nullptr;
  const std::string name = GetString(env, arguments[1]);
  auto* handle = new Handle(*caller, GetNumber(env, arguments[2]));
  if (!IsUndefined(env, arguments[3])) {
    handle->SetType(MakeFunctionType(GetTypes(env, arguments[3]), GetTypes(env, arguments[4])));
  }
  WasmEdge_ModuleInstanceAddFunction(
      caller->instance, Wrap(name),
      Host()->FunctionCreate(handle->type, &caller->environment.embedder, handle));
  return nullptr;
}

napi_value AddMemory(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  if (caller == nullptr) return nullptr;
  const std::string name = GetString(env, arguments[1]);
  WasmEdge_ModuleInstanceAddMemory(caller->instance, Wrap(name),
                                   MakeMemory(env, *caller, arguments[2], arguments[3]));
  return nullptr;
}

napi_value AddTable(napi_env env, napi_callback_info info) {
  Arguments<5> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  if (caller == nullptr) return nullptr;
  const std::string name = GetString(env, arguments[1]);
  const WasmEdge_ValType element = TypesFromString(GetTypes(env, arguments[3]))[0];
  WasmEdge_LimitContext* limit = GetLimits(env, arguments[4]);
  WasmEdge_TableTypeContext* type = WasmEdge_TableTypeCreate(element, limit);
  WasmEdge_LimitDelete(limit);
  auto* handle = new Handle(*caller, GetNumber(env, arguments[2]));
  handle->params = {FieldOf(element)};
  WasmEdge_ModuleInstanceAddTable(caller->instance, Wrap(name),
                                  Host()->TableCreate(type, &caller->environment.embedder, handle));
  WasmEdge_TableTypeDelete(type);
  return nullptr;
}

napi_value AddGlobal(napi_env env, napi_callback_info info) {
  Arguments<5> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  if (caller == nullptr) return nullptr;
  const std::string name = GetString(env, arguments[1]);
  const WasmEdge_ValType value = TypesFromString(GetTypes(env, arguments[3]))[0];
  WasmEdge_GlobalTypeContext* type = WasmEdge_GlobalTypeCreate(
      value, GetBoolean(env, arguments[4]) ? WasmEdge_Mutability_Var : WasmEdge_Mutability_Const);
  auto* handle = new Handle(*caller, GetNumber(env, arguments[2]));
  handle->params = {FieldOf(value)};
  WasmEdge_ModuleInstanceAddGlobal(
      caller->instance, Wrap(name),
      Host()->GlobalCreate(type, &caller->environment.embedder, handle));
  WasmEdge_GlobalTypeDelete(type);
  return nullptr;
}

napi_value SetMemory(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  if (caller == nullptr) return nullptr;
  Host()->ModuleSetMemory(caller->instance, GetNumber(env, arguments[1]),
                          MakeMemory(env, *caller, arguments[2], arguments[3]));
  return nullptr;
}

napi_value ClearMemory(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  auto* caller = NativeOf<Caller>(env, arguments[0]);
  if (caller == nullptr) return nullptr;
  Host()->ModuleSetMemory(caller->instance, 0, nullptr);
  return nullptr;
}

}  // namespace plugkit
