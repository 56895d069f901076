// plugin.hpp: write a plug-in in C++17, over the C API of WasmEdge and nothing else. Host functions are
// ordinary functions and member functions, their types are deduced; every access to a guest's memory is
// checked; exceptions end in a trap of the guest, and with -fno-exceptions functions return a Result.
//
//   #include <wasmedge-plugin/plugin.hpp>
//   using namespace wasmedge_plugin;
//
//   struct Arith {
//     int32_t add(int32_t a, int32_t b) { return a + b; }
//   };
//   WASMEDGE_PLUGIN("arith", "Arithmetic", 1, 0, 0,
//                   module<Arith>("arith", "Adds", function<&Arith::add>("add")))
//
// A value of Arith is the state of one module instance: made by its default constructor, destroyed with
// the instance.
#pragma once

#include <wasmedge-plugin/function.hpp>
#include <wasmedge-plugin/option.hpp>

#include <cstdlib>

namespace wasmedge_plugin {

inline constexpr std::uint32_t kMostFunctions = 512;

// A module of a plug-in, with all that makes an instance of it.
struct ModuleDefinition {
  const char* name;
  const char* description;
  HostFunction functions[kMostFunctions];
  std::uint32_t function_count;
  // The state of an instance; null when it cannot be made.
  void* (*make)(const char* name) noexcept;
  void (*destroy)(void*);
};

template <class State>
struct StateOf {
  static void* make(const char* name) noexcept {
    void* place = std::malloc(sizeof(State));
    if (place == nullptr) return nullptr;
    bool made = false;
    const WasmEdge_Result result = fence(name, [&]() {
      new (place) State();
      made = true;
      return WasmEdge_Result_Success;
    });
    (void)result;
    if (made) return place;
    std::free(place);
    return nullptr;
  }
  static void destroy(void* state) {
    const WasmEdge_Result result = fence("the end of a module", [&]() {
      static_cast<State*>(state)->~State();
      return WasmEdge_Result_Success;
    });
    (void)result;
    std::free(state);
  }
};

template <>
struct StateOf<void> {
  static void* make(const char*) noexcept { return std::malloc(1); }
  static void destroy(void* state) { std::free(state); }
};

// A module of functions, and of member functions of State.
template <class State = void, class... Functions>
ModuleDefinition module(const char* name, const char* description, Functions... functions) noexcept {
  static_assert((std::is_same_v<Functions, HostFunction> && ...),
                "a module is made of function<&F>(\"name\")");
  static_assert(sizeof...(Functions) <= kMostFunctions, "a module has at most 512 functions");
  static_assert(std::is_void_v<State> || std::is_default_constructible_v<State>,
                "the state of a module is made by its default constructor");
  return {name, description, {functions...}, sizeof...(Functions), StateOf<State>::make, StateOf<State>::destroy};
}

inline WasmEdge_ModuleInstanceContext* create(const ModuleDefinition& definition) noexcept {
  void* state = definition.make(definition.name);
  if (state == nullptr) return nullptr;
  const WasmEdge_String name = {static_cast<std::uint32_t>(std::strlen(definition.name)), definition.name};
  auto* module = WasmEdge_ModuleInstanceCreateWithData(name, state, definition.destroy);
  if (module == nullptr) {
    definition.destroy(state);
    return nullptr;
  }
  for (std::uint32_t at = 0; at < definition.function_count; at++) {
    const HostFunction& function = definition.functions[at];
    WasmEdge_ValType params[kMostValues], results[kMostValues];
    function.params(params);
    function.results(results);
    auto* type = WasmEdge_FunctionTypeCreate(params, function.param_count, results, function.result_count);
    auto* instance = WasmEdge_FunctionInstanceCreate(type, function.call, state, 0);
    WasmEdge_FunctionTypeDelete(type);
    const WasmEdge_String exported = {static_cast<std::uint32_t>(std::strlen(function.name)), function.name};
    WasmEdge_ModuleInstanceAddFunction(module, exported, instance);
  }
  return module;
}

// The descriptor and what it points to; one for each plug-in, made when it is asked for.
template <std::uint32_t count>
struct Descriptor {
  ModuleDefinition definitions[count];
  WasmEdge_ModuleDescriptor modules[count];
  WasmEdge_PluginDescriptor descriptor;
};

template <class... Modules>
Descriptor<sizeof...(Modules)> describe(const char* name, const char* description, std::uint32_t major,
                                        std::uint32_t minor, std::uint32_t patch, Modules... modules) noexcept {
  static_assert((std::is_same_v<Modules, ModuleDefinition> && ...),
                "a plug-in is made of module<State>(\"name\", \"description\", functions...)");
  static_assert(sizeof...(Modules) > 0, "a plug-in has at least one module");
  Descriptor<sizeof...(Modules)> made = {{modules...}, {}, {}};
  made.descriptor = {name, description, WasmEdge_Plugin_CurrentAPIVersion, {major, minor, patch, 0},
                     sizeof...(Modules), option_count, nullptr, options};
  return made;
}

}  // namespace wasmedge_plugin

// The plug-in: its name, description, version in three numbers, and modules. Once, at namespace scope.
#define WASMEDGE_PLUGIN(Name, Description, Major, Minor, Patch, ...)                                  \
  namespace {                                                                                         \
  auto& wasmedge_plugin_descriptor() noexcept {                                                       \
    static auto made =                                                                                \
        ::wasmedge_plugin::describe(Name, Description, Major, Minor, Patch, __VA_ARGS__);             \
    return made;                                                                                      \
  }                                                                                                   \
  }                                                                                                   \
  extern "C" WASMEDGE_CAPI_PLUGIN_EXPORT const WasmEdge_PluginDescriptor*                             \
  WasmEdge_Plugin_GetDescriptor(void) {                                                               \
    auto& made = wasmedge_plugin_descriptor();                                                        \
    for (std::uint32_t at = 0; at < made.descriptor.ModuleCount; at++) {                              \
      made.modules[at] = {made.definitions[at].name, made.definitions[at].description,                \
                          [](const WasmEdge_ModuleDescriptor* module) {                               \
                            auto& all = wasmedge_plugin_descriptor();                                 \
                            return ::wasmedge_plugin::create(all.definitions[module - all.modules]);  \
                          }};                                                                         \
    }                                                                                                 \
    made.descriptor.ModuleDescriptions = made.modules;                                                \
    return &made.descriptor;                                                                          \
  }
