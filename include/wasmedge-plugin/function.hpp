// function.hpp: from the runtime's values to a C++ function and back, with nothing that can leave it but
// a result. Types are deduced from the function, at compile time.
#pragma once

#include <wasmedge-plugin/caller.hpp>

#include <cstdio>
#if WASMEDGE_PLUGIN_EXCEPTIONS
#include <exception>
#endif

namespace wasmedge_plugin {

// A parameter in C++, which may stand for several of the function's.
template <class T>
struct Param {
  static_assert(!std::is_pointer_v<T>,
                "WebAssembly passes no pointers: take a GuestPtr, GuestBytes or GuestText");
  static_assert(std::is_pointer_v<T> || Value<T>::exists,
                "a parameter of a host function is int32_t, uint32_t, int64_t, uint64_t, float, double, "
                "bool, V128, FuncRef, ExternRef, GuestPtr, GuestBytes or GuestText");
  static constexpr std::uint32_t count = 1;
  static void types(WasmEdge_ValType* to) noexcept { to[0] = Value<T>::type(); }
  static T read(const WasmEdge_Value* from) noexcept { return Value<T>::read(from[0]); }
};

template <class T>
struct Param<GuestPtr<T>> {
  static constexpr std::uint32_t count = 1;
  static void types(WasmEdge_ValType* to) noexcept { to[0] = WasmEdge_ValTypeGenI32(); }
  static GuestPtr<T> read(const WasmEdge_Value* from) noexcept {
    return {Value<std::uint32_t>::read(from[0])};
  }
};

template <class T>
struct ParamOfBytes {
  static constexpr std::uint32_t count = 2;
  static void types(WasmEdge_ValType* to) noexcept {
    to[0] = to[1] = WasmEdge_ValTypeGenI32();
  }
  static T read(const WasmEdge_Value* from) noexcept {
    T bytes;
    bytes.address = Value<std::uint32_t>::read(from[0]);
    bytes.length = Value<std::uint32_t>::read(from[1]);
    return bytes;
  }
};
template <>
struct Param<GuestBytes> : ParamOfBytes<GuestBytes> {};
template <>
struct Param<GuestText> : ParamOfBytes<GuestText> {};

// What a function returns, as the values it stands for.
template <class R>
struct Returned {
  using Type = R;
};
template <class R>
struct Returned<Result<R>> {
  using Type = R;
};

template <class R>
WasmEdge_Result finish(Result<R>&& result, WasmEdge_Value* returns, const char* name) noexcept;

inline WasmEdge_Result report(const Trap& trap, const char* name) noexcept {
  if (trap.message()[0] != '\0') std::fprintf(stderr, "%s: %s\n", name, trap.message());
  return trap.result();
}

template <class R>
WasmEdge_Result finish(Result<R>&& result, WasmEdge_Value* returns, const char* name) noexcept {
  if (!result) return report(result.trap(), name);
  if constexpr (!std::is_void_v<R>) Values<R>::write(std::move(*result), returns);
  (void)returns;
  return WasmEdge_Result_Success;
}

// Ends every exception here: another compiler may have built the runtime, and none can pass.
template <class Run>
WasmEdge_Result fence(const char* name, Run run) noexcept {
#if WASMEDGE_PLUGIN_EXCEPTIONS
  try {
    return run();
  } catch (const Trap& trap) {
    return report(trap, name);
  } catch (const std::exception& error) {
    return report(Trap::failed(error.what()), name);
  } catch (...) {
    return report(Trap::failed("an exception of an unknown type"), name);
  }
#else
  (void)name;
  return run();
#endif
}

template <class... Params>
struct Parameters {
  static constexpr std::uint32_t count = (0 + ... + Param<Params>::count);
  static void types(WasmEdge_ValType* to) noexcept {
    (void)to, ((Param<Params>::types(to), to += Param<Params>::count), ...);
  }
  // In order: what is in braces is evaluated from left to right.
  static std::tuple<Params...> read(const WasmEdge_Value* from) noexcept {
    const WasmEdge_Value* at = from;
    const auto next = [&at](std::uint32_t count) {
      const WasmEdge_Value* here = at;
      at += count;
      return here;
    };
    (void)next;
    return std::tuple<Params...>{Param<Params>::read(next(Param<Params>::count))...};
  }
};

// A function as it is declared: its state, whether it wants the caller, what it takes and returns.
template <class F>
struct Declared {
  static_assert(always_false<F>,
                "a host function is a function or a member function that is not overloaded, by its address");
};

template <class R, class S, bool wants_caller, class... Params>
struct Shape {
  using Return = R;
  using State = S;
  using Takes = Parameters<Params...>;
  static constexpr bool has_caller = wants_caller;
};

template <class R, class S, class... Params>
struct Split {
  using Type = Shape<R, S, false, std::decay_t<Params>...>;
  static_assert(((!std::is_same_v<std::decay_t<Params>, Caller>)&&...),
                "the Caller& comes first among the parameters of a host function");
  static_assert(((!std::is_lvalue_reference_v<Params> || std::is_const_v<std::remove_reference_t<Params>>)&&...),
                "WebAssembly passes no references: take values, GuestPtr, GuestBytes or GuestText");
};
template <class R, class S, class... Params>
struct Split<R, S, Caller&, Params...> {
  using Type = Shape<R, S, true, std::decay_t<Params>...>;
  static_assert(((!std::is_same_v<std::decay_t<Params>, Caller>)&&...),
                "the Caller& comes once among the parameters of a host function");
};

template <class R, class... Params>
struct Declared<R (*)(Params...)> : Split<R, void, Params...>::Type {};
template <class R, class... Params>
struct Declared<R (*)(Params...) noexcept> : Split<R, void, Params...>::Type {};
template <class R, class S, class... Params>
struct Declared<R (S::*)(Params...)> : Split<R, S, Params...>::Type {};
template <class R, class S, class... Params>
struct Declared<R (S::*)(Params...) noexcept> : Split<R, S, Params...>::Type {};
template <class R, class S, class... Params>
struct Declared<R (S::*)(Params...) const> : Split<R, S, Params...>::Type {};
template <class R, class S, class... Params>
struct Declared<R (S::*)(Params...) const noexcept> : Split<R, S, Params...>::Type {};

// A host function of a module: its name, and all that is deduced of it.
struct HostFunction {
  const char* name;
  WasmEdge_HostFunc_t call;
  std::uint32_t param_count, result_count;
  void (*params)(WasmEdge_ValType*) noexcept;
  void (*results)(WasmEdge_ValType*) noexcept;
};

// The largest number of values that a host function takes or returns.
inline constexpr std::uint32_t kMostValues = 64;

template <auto F>
struct Glue {
  using Shape = Declared<decltype(F)>;
  using State = typename Shape::State;
  using Takes = typename Shape::Takes;
  using Return = typename Shape::Return;
  using Results = Values<typename Returned<Return>::Type>;
  static_assert(Takes::count <= kMostValues && Results::count <= kMostValues,
                "a host function has at most 64 values");

  static inline const char* name = "";

  static WasmEdge_Result call(void* data, const WasmEdge_CallingFrameContext* frame,
                              const WasmEdge_Value* params, WasmEdge_Value* returns) {
    return fence(name, [&]() -> WasmEdge_Result {
      Caller caller(frame);
      return std::apply(
          [&](auto... each) -> WasmEdge_Result {
            const auto run = [&]() -> Return {
              if constexpr (std::is_void_v<State>) {
                if constexpr (Shape::has_caller) {
                  return F(caller, each...);
                } else {
                  return F(each...);
                }
              } else {
                if constexpr (Shape::has_caller) {
                  return (static_cast<State*>(data)->*F)(caller, each...);
                } else {
                  return (static_cast<State*>(data)->*F)(each...);
                }
              }
            };
            (void)data, (void)caller;
            if constexpr (std::is_void_v<Return>) {
              run();
              return WasmEdge_Result_Success;
            } else if constexpr (!std::is_same_v<Return, typename Returned<Return>::Type>) {
              return finish(run(), returns, name);
            } else {
              Results::write(run(), returns);
              return WasmEdge_Result_Success;
            }
          },
          Takes::read(params));
    });
  }
};

// The host function F, called `name` in WebAssembly: function<&Thing::add>("add").
template <auto F>
HostFunction function(const char* name) noexcept {
  using Made = Glue<F>;
  Made::name = name;
  return {name,           Made::call, Made::Takes::count, Made::Results::count, Made::Takes::types,
          Made::Results::types};
}

}  // namespace wasmedge_plugin
