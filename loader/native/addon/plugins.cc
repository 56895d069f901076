#include "plugins.h"

#include <vector>

#include "embedder.h"
#include "environment.h"
#include "javascript.h"

namespace plugkit {

namespace {

struct Outcomes {
  napi_env env;
  napi_value list;
  uint32_t count;
};

napi_value MakeWarnings(napi_env env, const plugkit_LoadOutcome& outcome) {
  napi_value list = MakeArray(env);
  for (size_t i = 0; i < outcome.WarningCount; ++i) {
    const plugkit_LoadWarning& warning = outcome.Warnings[i];
    Append(env, list,
           MakeObject(env, {{"code", MakeString(env, warning.Code)},
                            {"message", MakeString(env, warning.Message)},
                            {"hint", MakeString(env, warning.Hint)}}));
  }
  return list;
}

void AddOutcome(void* data, const plugkit_LoadOutcome* outcome) {
  auto& [env, list, count] = *static_cast<Outcomes*>(data);
  constexpr const char* kStates[] = {"loaded", "already-loaded", "refused"};
  const auto optional = [env = env](const char* text) {
    return text != nullptr ? MakeString(env, text) : nullptr;
  };
  napi_value plugin = nullptr;
  if (outcome->Plugin != nullptr) {
    plugin = MakeString(env, View(WasmEdge_PluginGetPluginName(outcome->Plugin)));
  }
  napi_set_element(env, list, count++,
                   MakeObject(env, {{"path", MakeString(env, outcome->Path)},
                                    {"state", MakeString(env, kStates[outcome->State])},
                                    {"plugin", plugin},
                                    {"code", optional(outcome->Code)},
                                    {"reason", optional(outcome->Reason)},
                                    {"hint", optional(outcome->Hint)},
                                    {"warnings", MakeWarnings(env, *outcome)}}));
}

std::string_view Text(const char* text) { return text != nullptr ? text : ""; }

napi_value MakeDefault(napi_env env, const WasmEdge_ProgramOption& option) {
  napi_value value = nullptr;
  const void* at = option.DefaultValue;
  if (at == nullptr) return nullptr;
  switch (option.Type) {
    case WasmEdge_ProgramOptionType_None:
      return nullptr;
    case WasmEdge_ProgramOptionType_Toggle:
      return MakeBoolean(env, *static_cast<const bool*>(at));
    case WasmEdge_ProgramOptionType_Int8:
      return MakeNumber(env, *static_cast<const int8_t*>(at));
    case WasmEdge_ProgramOptionType_Int16:
      return MakeNumber(env, *static_cast<const int16_t*>(at));
    case WasmEdge_ProgramOptionType_Int32:
      return MakeNumber(env, *static_cast<const int32_t*>(at));
    case WasmEdge_ProgramOptionType_Int64:
      napi_create_bigint_int64(env, *static_cast<const int64_t*>(at), &value);
      return value;
    case WasmEdge_ProgramOptionType_UInt8:
      return MakeNumber(env, *static_cast<const uint8_t*>(at));
    case WasmEdge_ProgramOptionType_UInt16:
      return MakeNumber(env, *static_cast<const uint16_t*>(at));
    case WasmEdge_ProgramOptionType_UInt32:
      return MakeNumber(env, *static_cast<const uint32_t*>(at));
    case WasmEdge_ProgramOptionType_UInt64:
      napi_create_bigint_uint64(env, *static_cast<const uint64_t*>(at), &value);
      return value;
    case WasmEdge_ProgramOptionType_Float:
      return MakeNumber(env, *static_cast<const float*>(at));
    case WasmEdge_ProgramOptionType_Double:
      return MakeNumber(env, *static_cast<const double*>(at));
    case WasmEdge_ProgramOptionType_String:
      return MakeString(env, View(*static_cast<const WasmEdge_String*>(at)));
  }
  return nullptr;
}

const WasmEdge_PluginContext* Find(napi_env env, napi_value name) {
  const std::string text = GetString(env, name);
  return WasmEdge_PluginFind(Wrap(text));
}

}  // namespace

napi_value LoadFromPaths(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  uint32_t length = 0;
  napi_get_array_length(env, arguments[0], &length);
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < length; ++i) {
    napi_value text = nullptr;
    napi_get_element(env, arguments[0], i, &text);
    texts.push_back(GetString(env, text));
  }
  std::vector<plugkit_DefaultPath> paths;
  for (size_t i = 0; i + 1 < texts.size(); i += 2) {
    paths.push_back({texts[i].c_str(), texts[i + 1].c_str()});
  }
  Outcomes outcomes = {env, MakeArray(env), 0};
  Host()->LoadFromPaths(paths.data(), paths.size(), AddOutcome, &outcomes);
  return outcomes.list;
}

napi_value LoadFromPath(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const std::string path = GetString(env, arguments[0]);
  Outcomes outcomes = {env, MakeArray(env), 0};
  Host()->LoadFromPath(path.c_str(), AddOutcome, &outcomes);
  return outcomes.list;
}

napi_value LibraryPath(napi_env env, napi_callback_info) {
  return MakeString(env, Host()->LibraryPath());
}

napi_value DescribePlugin(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const WasmEdge_PluginContext* plugin = Find(env, arguments[0]);
  const WasmEdge_PluginDescriptor& descriptor = *Host()->PluginGetDescriptor(plugin);

  const auto& parts = descriptor.Version;
  napi_value version = MakeArray(env);
  for (uint32_t part : {parts.Major, parts.Minor, parts.Patch, parts.Build}) {
    Append(env, version, MakeNumber(env, part));
  }
  napi_value modules = MakeArray(env);
  for (uint32_t i = 0; i < descriptor.ModuleCount; ++i) {
    const WasmEdge_ModuleDescriptor& module = descriptor.ModuleDescriptions[i];
    Append(env, modules,
           MakeObject(env, {{"name", MakeString(env, Text(module.Name))},
                            {"description", MakeString(env, Text(module.Description))}}));
  }
  napi_value options = MakeArray(env);
  for (uint32_t i = 0; i < descriptor.ProgramOptionCount; ++i) {
    const WasmEdge_ProgramOption& option = descriptor.ProgramOptions[i];
    napi_value missing = nullptr;
    napi_get_undefined(env, &missing);
    napi_value initial = MakeDefault(env, option);
    Append(env, options,
           MakeObject(env, {{"name", MakeString(env, Text(option.Name))},
                            {"description", MakeString(env, Text(option.Description))},
                            {"type", MakeNumber(env, option.Type)},
                            {"defaultValue", initial != nullptr ? initial : missing}}));
  }
  return MakeObject(env, {{"name", MakeString(env, Text(descriptor.Name))},
                          {"description", MakeString(env, Text(descriptor.Description))},
                          {"version", version},
                          {"apiVersion", MakeNumber(env, descriptor.APIVersion)},
                          {"path", MakeString(env, Host()->PluginGetPath(plugin))},
                          {"modules", modules},
                          {"options", options}});
}

// The value has the option's type and range: Plugin.setOption() saw to it.
napi_value SetOption(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  const WasmEdge_PluginContext* plugin = Find(env, arguments[0]);
  const uint32_t index = GetNumber(env, arguments[1]);
  napi_value value = arguments[2];
  const auto set = [&](auto converted) {
    Host()->PluginSetOption(plugin, index, &converted);
    return nullptr;
  };
  double number = 0;
  napi_get_value_double(env, value, &number);
  int64_t integer = 0;
  bool lossless = false;
  switch (Host()->PluginGetDescriptor(plugin)->ProgramOptions[index].Type) {
    case WasmEdge_ProgramOptionType_None:
      return nullptr;
    case WasmEdge_ProgramOptionType_Toggle:
      return set(GetBoolean(env, value));
    case WasmEdge_ProgramOptionType_Int8:
      return set(static_cast<int8_t>(number));
    case WasmEdge_ProgramOptionType_Int16:
      return set(static_cast<int16_t>(number));
    case WasmEdge_ProgramOptionType_Int32:
      return set(static_cast<int32_t>(number));
    case WasmEdge_ProgramOptionType_Int64:
      napi_get_value_bigint_int64(env, value, &integer, &lossless);
      return set(integer);
    case WasmEdge_ProgramOptionType_UInt8:
      return set(static_cast<uint8_t>(number));
    case WasmEdge_ProgramOptionType_UInt16:
      return set(static_cast<uint16_t>(number));
    case WasmEdge_ProgramOptionType_UInt32:
      return set(static_cast<uint32_t>(number));
    case WasmEdge_ProgramOptionType_UInt64:
      return set(GetBigInt(env, value));
    case WasmEdge_ProgramOptionType_Float:
      return set(static_cast<float>(number));
    case WasmEdge_ProgramOptionType_Double:
      return set(number);
    case WasmEdge_ProgramOptionType_String: {
      const std::string text = GetString(env, value);
      return set(text.c_str());
    }
  }
  return nullptr;
}

}  // namespace plugkit
