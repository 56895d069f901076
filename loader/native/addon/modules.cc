#include "modules.h"

#include <cstring>

#include "javascript.h"
#include "owner.h"

namespace plugkit {

namespace {

using Instance = WasmEdge_ModuleInstanceContext;

// The order of EXPORT_KINDS in loader/bridge/types.ts.
enum class Kind : uint32_t { kFunction, kMemory, kTable, kGlobal };

const Instance* InstanceOf(napi_env env, napi_value object) {
  const auto* module = NativeOf<Module>(env, object);
  return module != nullptr ? module->instance : nullptr;
}

// What a pair of List functions gives.
std::vector<WasmEdge_String> NamesOf(const Instance* module, uint32_t (*length)(const Instance*),
                                     uint32_t (*list)(const Instance*, WasmEdge_String*,
                                                      uint32_t)) {
  std::vector<WasmEdge_String> names(length(module));
  list(module, names.data(), static_cast<uint32_t>(names.size()));
  return names;
}

// Whether a module exports tables or globals that hold references.
bool HoldsReferences(const Instance* module) {
  if (WasmEdge_ModuleInstanceListTableLength(module) > 0) return true;
  for (const WasmEdge_String& name : NamesOf(module, WasmEdge_ModuleInstanceListGlobalLength,
                                             WasmEdge_ModuleInstanceListGlobal)) {
    const auto* global = WasmEdge_ModuleInstanceFindGlobal(module, name);
    const auto* type = WasmEdge_GlobalInstanceGetGlobalType(global);
    if (WasmEdge_ValTypeIsRef(WasmEdge_GlobalTypeGetValType(type))) return true;
  }
  return false;
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
  Arguments<4> arguments(env, info);
  auto* session = NativeOf<Session>(env, arguments[1]);
  if (session == nullptr) return nullptr;
  const std::string plugin = GetString(env, arguments[2]);
  const std::string name = GetString(env, arguments[3]);
  Instance* instance =
      session->environment.CreateModule(WasmEdge_PluginFind(Wrap(plugin)), Wrap(name));
  if (instance == nullptr) return nullptr;
  auto* module = new Module(*session, instance);
  return Attach(env, arguments[0], module) ? MakeBoolean(env, HoldsReferences(instance)) : nullptr;
}

napi_value DeleteModule(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  if (auto* module = NativeOf<Module>(env, arguments[0])) module->Dispose();
  return nullptr;
}

napi_value InstanceName(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const Instance* module = InstanceOf(env, arguments[0]);
  if (module == nullptr) return nullptr;
  return MakeName(env, View(WasmEdge_ModuleInstanceGetModuleName(module)));
}

napi_value ExportNames(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  const Instance* module = InstanceOf(env, arguments[0]);
  if (module == nullptr) return nullptr;
  napi_value names = MakeArray(env);
  const auto add = [&](auto length, auto list) {
    for (const WasmEdge_String& name : NamesOf(module, length, list)) {
      Append(env, names, MakeName(env, View(name)));
    }
  };
  switch (static_cast<Kind>(GetNumber(env, arguments[1]))) {
    case Kind::kFunction:
      add(WasmEdge_ModuleInstanceListFunctionLength, WasmEdge_ModuleInstanceListFunction);
      break;
    case Kind::kMemory:
      add(WasmEdge_ModuleInstanceListMemoryLength, WasmEdge_ModuleInstanceListMemory);
      break;
    case Kind::kTable:
      add(WasmEdge_ModuleInstanceListTableLength, WasmEdge_ModuleInstanceListTable);
      break;
    case Kind::kGlobal:
      add(WasmEdge_ModuleInstanceListGlobalLength, WasmEdge_ModuleInstanceListGlobal);
      break;
  }
  return names;
}

napi_value DescribeExport(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  const Instance* module = InstanceOf(env, arguments[0]);
  std::string text;
  if (module == nullptr || !GetName(env, arguments[1], text)) return nullptr;
  const WasmEdge_String name = Wrap(text);
  const bool any = IsUndefined(env, arguments[2]);
  const auto kind = static_cast<Kind>(GetNumber(env, arguments[2]));
  const auto describe = [&](const void* pointer, napi_value description) {
    napi_set_named_property(env, description, "name", arguments[1]);
    napi_set_named_property(env, description, "pointer", MakePointer(env, pointer));
    return description;
  };
  if (any || kind == Kind::kFunction) {
    if (const auto* function = WasmEdge_ModuleInstanceFindFunction(module, name)) {
      return describe(function, DescribeFunction(env, function));
    }
  }
  if (any || kind == Kind::kMemory) {
    if (const auto* memory = WasmEdge_ModuleInstanceFindMemory(module, name)) {
      return describe(memory, DescribeMemory(env, memory));
    }
  }
  if (any || kind == Kind::kTable) {
    if (const auto* table = WasmEdge_ModuleInstanceFindTable(module, name)) {
      return describe(table, DescribeTable(env, table));
    }
  }
  if (any || kind == Kind::kGlobal) {
    if (const auto* global = WasmEdge_ModuleInstanceFindGlobal(module, name)) {
      return describe(global, DescribeGlobal(env, global));
    }
  }
  return nullptr;
}

napi_value ReadTable(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const auto* table = GetPointer<const WasmEdge_TableInstanceContext>(env, arguments[0]);
  napi_value entries = MakeArray(env);
  const uint64_t size = WasmEdge_TableInstanceGetSize(table);
  for (uint64_t i = 0; i < size; ++i) {
    WasmEdge_Value value;
    WasmEdge_TableInstanceGetData(table, &value, i);
    const uint64_t pointer = PointerOf(value);
    if (pointer == 0) continue;
    napi_value entry = nullptr;
    napi_create_bigint_uint64(env, pointer, &entry);
    Append(env, entries, MakeNumber(env, static_cast<double>(i)));
    Append(env, entries, entry);
  }
  return entries;
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
