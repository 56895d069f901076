#include "modules.h"

#include <cstring>

#include "javascript.h"
#include "owner.h"

namespace plugkit {

namespace {

using Instance = WasmEdge_ModuleInstanceContext;

// Calls `visit` for every name a List function gives.
template <typename Visit>
void ForEachName(const Instance* module, uint32_t (*length)(const Instance*),
                 uint32_t (*list)(const Instance*, WasmEdge_String*, uint32_t), Visit visit) {
  std::vector<WasmEdge_String> names(length(module));
  list(module, names.data(), static_cast<uint32_t>(names.size()));
  for (const WasmEdge_String& name : names) visit(name);
}

uint64_t PointerOf(const WasmEdge_Value& value) {
  return FieldOf(value.Type).carrier == Carrier::kFunction
             ? reinterpret_cast<uint64_t>(WasmEdge_ValueGetFuncRef(value))
             : reinterpret_cast<uint64_t>(WasmEdge_ValueGetExternRef(value));
}

napi_value MakeBits(napi_env env, const WasmEdge_Value& value) {
  uint64_t words[2] = {};
  const Carrier carrier = FieldOf(value.Type).carrier;
  if (carrier == Carrier::kVector || carrier == Carrier::kWord) {
    std::memcpy(words, &value.Value, carrier == Carrier::kVector ? 16 : 8);
  } else {
    words[0] = PointerOf(value);
  }
  napi_value bits = nullptr;
  napi_create_bigint_words(env, 0, 2, words, &bits);
  return bits;
}

napi_value MakeType(napi_env env, WasmEdge_ValType type) {
  return MakeTypes(env, TypeString({type}));
}

napi_value DescribeFunction(napi_env env, const WasmEdge_FunctionInstanceContext* function) {
  const auto* type = WasmEdge_FunctionInstanceGetFunctionType(function);
  return MakeObject(env, {{"kind", MakeString(env, "function")},
                          {"params", MakeTypes(env, TypeString(ParameterTypes(type)))},
                          {"results", MakeTypes(env, TypeString(ReturnTypes(type)))}});
}

napi_value DescribeMemory(napi_env env, const WasmEdge_MemoryInstanceContext* memory) {
  const auto* type = WasmEdge_MemoryInstanceGetMemoryType(memory);
  return MakeObject(env, {{"kind", MakeString(env, "memory")},
                          {"limits", MakeLimits(env, WasmEdge_MemoryTypeGetLimit(type),
                                                WasmEdge_MemoryInstanceGetPageSize(memory))}});
}

napi_value DescribeTable(napi_env env, const WasmEdge_TableInstanceContext* table) {
  const auto* type = WasmEdge_TableInstanceGetTableType(table);
  return MakeObject(env, {{"kind", MakeString(env, "table")},
                          {"type", MakeType(env, WasmEdge_TableTypeGetRefType(type))},
                          {"limits", MakeLimits(env, WasmEdge_TableTypeGetLimit(type),
                                                WasmEdge_TableInstanceGetSize(table))}});
}

napi_value DescribeGlobal(napi_env env, const WasmEdge_GlobalInstanceContext* global) {
  const auto* type = WasmEdge_GlobalInstanceGetGlobalType(global);
  const bool isMutable = WasmEdge_GlobalTypeGetMutability(type) == WasmEdge_Mutability_Var;
  return MakeObject(env, {{"kind", MakeString(env, "global")},
                          {"type", MakeType(env, WasmEdge_GlobalTypeGetValType(type))},
                          {"mutable", MakeBoolean(env, isMutable)},
                          {"bits", MakeBits(env, WasmEdge_GlobalInstanceGetValue(global))}});
}

}  // namespace

napi_value CreateModule(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  const std::string plugin = GetString(env, arguments[1]);
  const std::string name = GetString(env, arguments[2]);
  Instance* instance = WasmEdge_PluginCreateModule(WasmEdge_PluginFind(Wrap(plugin)), Wrap(name));
  if (instance == nullptr) return MakeBoolean(env, false);
  auto* module = new Module(Environment::Current(env));
  module->instance = instance;
  Attach(env, arguments[0], module);
  return MakeBoolean(env, true);
}

napi_value DeleteModule(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  if (auto* module = NativeOf<Module>(env, arguments[0])) module->Dispose();
  return nullptr;
}

napi_value ListExports(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const auto* owner = NativeOf<Module>(env, arguments[0]);
  if (owner == nullptr || owner->instance == nullptr) return nullptr;
  const Instance* module = owner->instance;
  napi_value exports = MakeArray(env);
  const auto add = [&](WasmEdge_String name, const void* pointer, napi_value description) {
    napi_set_named_property(env, description, "name", MakeString(env, View(name)));
    napi_set_named_property(env, description, "pointer", MakePointer(env, pointer));
    Append(env, exports, description);
  };
  ForEachName(module, WasmEdge_ModuleInstanceListFunctionLength,
              WasmEdge_ModuleInstanceListFunction, [&](WasmEdge_String name) {
                const auto* function = WasmEdge_ModuleInstanceFindFunction(module, name);
                add(name, function, DescribeFunction(env, function));
              });
  ForEachName(module, WasmEdge_ModuleInstanceListMemoryLength, WasmEdge_ModuleInstanceListMemory,
              [&](WasmEdge_String name) {
                const auto* memory = WasmEdge_ModuleInstanceFindMemory(module, name);
                add(name, memory, DescribeMemory(env, memory));
              });
  ForEachName(module, WasmEdge_ModuleInstanceListTableLength, WasmEdge_ModuleInstanceListTable,
              [&](WasmEdge_String name) {
                const auto* table = WasmEdge_ModuleInstanceFindTable(module, name);
                add(name, table, DescribeTable(env, table));
              });
  ForEachName(module, WasmEdge_ModuleInstanceListGlobalLength, WasmEdge_ModuleInstanceListGlobal,
              [&](WasmEdge_String name) {
                const auto* global = WasmEdge_ModuleInstanceFindGlobal(module, name);
                add(name, global, DescribeGlobal(env, global));
              });
  return exports;
}

napi_value ReadTable(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const auto* table = GetPointer<const WasmEdge_TableInstanceContext>(env, arguments[0]);
  napi_value values = MakeArray(env);
  for (uint64_t i = 0; i < WasmEdge_TableInstanceGetSize(table); ++i) {
    WasmEdge_Value value;
    WasmEdge_TableInstanceGetData(table, &value, i);
    napi_value pointer = nullptr;
    napi_create_bigint_uint64(env, PointerOf(value), &pointer);
    Append(env, values, pointer);
  }
  return values;
}

napi_value AttachMemory(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  auto* module = NativeOf<Module>(env, arguments[0]);
  if (module == nullptr) return nullptr;
  auto* memory = GetPointer<WasmEdge_MemoryInstanceContext>(env, arguments[1]);
  void* bytes = nullptr;
  size_t size = 0;
  napi_get_typedarray_info(env, arguments[3], nullptr, &size, &bytes, nullptr, nullptr);
  WasmEdge_MemoryInstanceGetData(memory, static_cast<uint8_t*>(bytes), 0, size);
  auto* handle = new Handle(*module, GetNumber(env, arguments[2]));
  Host()->MemoryAttach(memory, &module->environment.embedder, handle);
  return nullptr;
}

napi_value AttachTable(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  auto* module = NativeOf<Module>(env, arguments[0]);
  if (module == nullptr) return nullptr;
  auto* table = GetPointer<WasmEdge_TableInstanceContext>(env, arguments[1]);
  const auto* type = WasmEdge_TableInstanceGetTableType(table);
  auto* handle = new Handle(*module, GetNumber(env, arguments[2]));
  handle->params = {FieldOf(WasmEdge_TableTypeGetRefType(type))};
  Host()->TableAttach(table, &module->environment.embedder, handle);
  return nullptr;
}

napi_value AttachGlobal(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  auto* module = NativeOf<Module>(env, arguments[0]);
  if (module == nullptr) return nullptr;
  auto* global = GetPointer<WasmEdge_GlobalInstanceContext>(env, arguments[1]);
  const auto* type = WasmEdge_GlobalInstanceGetGlobalType(global);
  auto* handle = new Handle(*module, GetNumber(env, arguments[2]));
  handle->params = {FieldOf(WasmEdge_GlobalTypeGetValType(type))};
  Host()->GlobalAttach(global, &module->environment.embedder, handle);
  return nullptr;
}

}  // namespace plugkit
