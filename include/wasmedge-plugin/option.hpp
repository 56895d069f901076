// option.hpp: options of a plug-in as typed variables, which the program that loads it sets.
#pragma once

#include <wasmedge/wasmedge.h>

#include <cstdint>
#include <string_view>

namespace wasmedge_plugin {

// How a type of option is stored. Source of the numbers: WasmEdge_ProgramOptionType.
template <class T>
struct OptionKind {
  static constexpr bool exists = false;
  using Storage = T;
};

#define WASMEDGE_PLUGIN_OPTION(Type, Name)                                              \
  template <>                                                                           \
  struct OptionKind<Type> {                                                             \
    static constexpr bool exists = true;                                                \
    static constexpr WasmEdge_ProgramOptionType kind = WasmEdge_ProgramOptionType_##Name; \
    using Storage = Type;                                                               \
    static constexpr Storage store(Type value) noexcept { return value; }               \
    static constexpr Type load(const Storage& value) noexcept { return value; }         \
  };

WASMEDGE_PLUGIN_OPTION(bool, Toggle)
WASMEDGE_PLUGIN_OPTION(std::int8_t, Int8)
WASMEDGE_PLUGIN_OPTION(std::int16_t, Int16)
WASMEDGE_PLUGIN_OPTION(std::int32_t, Int32)
WASMEDGE_PLUGIN_OPTION(std::int64_t, Int64)
WASMEDGE_PLUGIN_OPTION(std::uint8_t, UInt8)
WASMEDGE_PLUGIN_OPTION(std::uint16_t, UInt16)
WASMEDGE_PLUGIN_OPTION(std::uint32_t, UInt32)
WASMEDGE_PLUGIN_OPTION(std::uint64_t, UInt64)
WASMEDGE_PLUGIN_OPTION(float, Float)
WASMEDGE_PLUGIN_OPTION(double, Double)
#undef WASMEDGE_PLUGIN_OPTION

template <>
struct OptionKind<std::string_view> {
  static constexpr bool exists = true;
  static constexpr WasmEdge_ProgramOptionType kind = WasmEdge_ProgramOptionType_String;
  using Storage = WasmEdge_String;
  static constexpr Storage store(std::string_view value) noexcept {
    return {static_cast<std::uint32_t>(value.size()), value.data()};
  }
  static constexpr std::string_view load(const Storage& value) noexcept {
    return {value.Buf, value.Length};
  }
};

inline constexpr std::uint32_t kMostOptions = 64;

// The options that there are, filled as they are constructed; more than there is room for are left out.
inline WasmEdge_ProgramOption options[kMostOptions];
inline std::uint32_t option_count = 0;

// An option, a variable at namespace scope: Option<bool> upper{"upper", "Capital letters", false}. Its
// value is the whole process's, set before modules are created. A text is a std::string_view, which the
// program that sets it keeps.
template <class T>
class Option {
  static_assert(OptionKind<T>::exists,
                "an option is bool, an integer of 8 to 64 bits, float, double or std::string_view");

 public:
  Option(const char* name, const char* help, T initial = T()) noexcept
      : storage_(OptionKind<T>::store(initial)), initial_(storage_) {
    if (option_count == kMostOptions) return;
    options[option_count++] = {name, help, OptionKind<T>::kind, &storage_, &initial_};
  }
  Option(const Option&) = delete;
  Option& operator=(const Option&) = delete;

  T get() const noexcept { return OptionKind<T>::load(storage_); }
  operator T() const noexcept { return get(); }

 private:
  // Stock runtimes write default values only when they parse a command line: the storage begins with it.
  typename OptionKind<T>::Storage storage_;
  const typename OptionKind<T>::Storage initial_;
};

}  // namespace wasmedge_plugin
