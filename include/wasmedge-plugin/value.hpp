// value.hpp: C++ types of the values that pass between WebAssembly and host functions.
#pragma once

#include <wasmedge-plugin/trap.hpp>

#include <tuple>

namespace wasmedge_plugin {

// A vector of 128 bits.
struct V128 {
  int128_t bits;
};

// A function that WebAssembly passed, or null; valid during the call that it came with.
struct FuncRef {
  const WasmEdge_FunctionInstanceContext* function = nullptr;
};

// An object of the embedder's, or null, which a plug-in can only keep and give back.
struct ExternRef {
  void* object = nullptr;
};

template <class T>
inline constexpr bool always_false = false;

// How a type is read and written; types without it are none of WebAssembly's values.
template <class T>
struct Value {
  static constexpr bool exists = false;
};

// Which of WebAssembly's types it is.
#define WASMEDGE_PLUGIN_TYPE(Name)                                                          \
  struct Is##Name {                                                                         \
    static constexpr bool exists = true;                                                    \
    static WasmEdge_ValType type() noexcept { return WasmEdge_ValTypeGen##Name(); }         \
    static bool is(WasmEdge_ValType type) noexcept { return WasmEdge_ValTypeIs##Name(type); } \
  };
WASMEDGE_PLUGIN_TYPE(I32)
WASMEDGE_PLUGIN_TYPE(I64)
WASMEDGE_PLUGIN_TYPE(F32)
WASMEDGE_PLUGIN_TYPE(F64)
WASMEDGE_PLUGIN_TYPE(V128)
WASMEDGE_PLUGIN_TYPE(FuncRef)
WASMEDGE_PLUGIN_TYPE(ExternRef)
#undef WASMEDGE_PLUGIN_TYPE

#define WASMEDGE_PLUGIN_NUMBER(Type, Name, Api)                              \
  template <>                                                                \
  struct Value<Type> : Is##Name {                                            \
    static Type read(const WasmEdge_Value& value) noexcept {                 \
      return static_cast<Type>(WasmEdge_ValueGet##Name(value));              \
    }                                                                        \
    static WasmEdge_Value write(Type value) noexcept {                       \
      return WasmEdge_ValueGen##Name(static_cast<Api>(value));               \
    }                                                                        \
  };
WASMEDGE_PLUGIN_NUMBER(std::int32_t, I32, std::int32_t)
WASMEDGE_PLUGIN_NUMBER(std::uint32_t, I32, std::int32_t)
WASMEDGE_PLUGIN_NUMBER(bool, I32, std::int32_t)  // anything but 0 is true
WASMEDGE_PLUGIN_NUMBER(std::int64_t, I64, std::int64_t)
WASMEDGE_PLUGIN_NUMBER(std::uint64_t, I64, std::int64_t)
WASMEDGE_PLUGIN_NUMBER(float, F32, float)
WASMEDGE_PLUGIN_NUMBER(double, F64, double)
#undef WASMEDGE_PLUGIN_NUMBER

template <>
struct Value<V128> : IsV128 {
  static V128 read(const WasmEdge_Value& value) noexcept { return {WasmEdge_ValueGetV128(value)}; }
  static WasmEdge_Value write(V128 value) noexcept { return WasmEdge_ValueGenV128(value.bits); }
};

template <>
struct Value<FuncRef> : IsFuncRef {
  static FuncRef read(const WasmEdge_Value& value) noexcept {
    if (WasmEdge_ValueIsNullRef(value)) return {};
    return {WasmEdge_ValueGetFuncRef(value)};
  }
  static WasmEdge_Value write(FuncRef value) noexcept {
    return WasmEdge_ValueGenFuncRef(value.function);
  }
};

template <>
struct Value<ExternRef> : IsExternRef {
  static ExternRef read(const WasmEdge_Value& value) noexcept {
    if (WasmEdge_ValueIsNullRef(value)) return {};
    return {WasmEdge_ValueGetExternRef(value)};
  }
  static WasmEdge_Value write(ExternRef value) noexcept {
    return WasmEdge_ValueGenExternRef(value.object);
  }
};

// Several values after one another: the results of a function.
template <class T>
struct Values {
  static_assert(Value<T>::exists,
                "a host function returns int32_t, uint32_t, int64_t, uint64_t, float, double, bool, "
                "V128, FuncRef, ExternRef, a std::tuple or std::pair of these, void, or a Result of one");
  static constexpr std::uint32_t count = 1;
  static void types(WasmEdge_ValType* to) noexcept { to[0] = Value<T>::type(); }
  static bool are(const WasmEdge_ValType* from) noexcept { return Value<T>::is(from[0]); }
  static void write(T value, WasmEdge_Value* to) noexcept { to[0] = Value<T>::write(value); }
  static T read(const WasmEdge_Value* from) noexcept { return Value<T>::read(from[0]); }
};

template <>
struct Values<void> {
  static constexpr std::uint32_t count = 0;
  static void types(WasmEdge_ValType*) noexcept {}
  static bool are(const WasmEdge_ValType*) noexcept { return true; }
  static void read(const WasmEdge_Value*) noexcept {}
};

template <class... Ts>
struct Values<std::tuple<Ts...>> {
  static_assert((Value<Ts>::exists && ...), "each result of a host function is a value of WebAssembly");
  static constexpr std::uint32_t count = sizeof...(Ts);
  static void types(WasmEdge_ValType* to) noexcept { (void)to, ((*to++ = Value<Ts>::type()), ...); }
  static bool are(const WasmEdge_ValType* from) noexcept {
    return (void)from, (Value<Ts>::is(*from++) && ...);
  }
  static void write(const std::tuple<Ts...>& values, WasmEdge_Value* to) noexcept {
    std::apply([to](const Ts&... each) mutable { ((*to++ = Value<Ts>::write(each)), ...); }, values);
  }
  static std::tuple<Ts...> read(const WasmEdge_Value* from) noexcept {
    return std::tuple<Ts...>{Value<Ts>::read(*from++)...};  // braces: in order
  }
};

template <class A, class B>
struct Values<std::pair<A, B>> : Values<std::tuple<A, B>> {
  static void write(const std::pair<A, B>& values, WasmEdge_Value* to) noexcept {
    to[0] = Value<A>::write(values.first);
    to[1] = Value<B>::write(values.second);
  }
};

}  // namespace wasmedge_plugin
